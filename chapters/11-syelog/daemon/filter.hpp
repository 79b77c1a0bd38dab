// filter.hpp - which records go into the log.
#pragma once

#include "chapters/11-syelog/protocol/event.hpp"

#include <string>
#include <vector>

namespace syelog {

/// An empty list lets everything pass. What the daemon says itself always passes.
struct Filter {
    unsigned severity = 7;  ///< as in RFC 5424: 0 (worst) to this
    std::vector<Facility> facilities{};
    std::vector<DWORD> processes{};       ///< as the pipe knows them; one of these,
    std::vector<std::string> programs{};  ///< or one of these: file names, capitals do not matter

    bool passes(const Event& event) const noexcept;
};

}  // namespace syelog
