// access.cpp - descriptors and tokens.
#include "chapters/11-syelog/daemon/access.hpp"

#include "common/win32/text.hpp"

namespace syelog {

std::unique_ptr<w32::SecurityDescriptor> descriptor_for(Access access) {
    if (access == Access::compatible) return nullptr;
    // P: nothing inherited. Denied to network logons, all to our own user, nothing to others: not
    // even to create one more instance of the pipe, which a right to write would include.
    return std::make_unique<w32::SecurityDescriptor>(L"D:P(D;;GA;;;NU)(A;;GA;;;" + w32::own_sid() +
                                                     L")");
}

Peer identify(DWORD id) {
    Peer peer{.process_id = id, .program = {}, .user = {}};
    const w32::Handle process(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id));
    if (!process) return peer;
    wchar_t path[1024];
    DWORD length = 1024;
    if (::QueryFullProcessImageNameW(process.get(), 0, path, &length)) {
        const std::wstring_view whole(path, length);
        peer.program = w32::to_utf8(whole.substr(whole.find_last_of(L'\\') + 1));
    }
    peer.user = w32::user_of(process.get());
    return peer;
}

}  // namespace syelog
