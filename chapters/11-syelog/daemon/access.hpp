// access.hpp - who may come, and who has come.
#pragma once

#include "chapters/11-syelog/protocol/event.hpp"
#include "common/win32/security.hpp"

#include <memory>

namespace syelog {

/// Who may open the daemon's pipes.
enum class Access {
    compatible,  ///< what a pipe has by default, as the original: its creator, administrators and
                 ///< the system may write
    strict       ///< the daemon's own user, and nobody from the network
};

/// nullptr for Access::compatible: the default.
std::unique_ptr<w32::SecurityDescriptor> descriptor_for(Access access);

/// Asks the system who process `id` is. It is the process that opened the pipe, while its
/// connection stands; when it has ended meanwhile its number may be another's, or nobody's:
/// then the names are empty, or that other's. The number stays true.
Peer identify(DWORD id);

}  // namespace syelog
