// options.cpp - a command line and an address are taken apart.
#include "chapters/11-syelog/forward/options.hpp"

#include "common/win32/socket.hpp"
#include "common/win32/text.hpp"

#include <stdexcept>

namespace syelog {
namespace {

// 0: not a port.
u_short port_in(const std::wstring& digits) {
    if (digits.empty() || digits.size() > 5 ||
        digits.find_first_not_of(L"0123456789") != digits.npos)
        return 0;
    const unsigned long port = std::stoul(digits);
    return port <= 65535 ? static_cast<u_short>(port) : u_short{0};
}

struct Found {
    ~Found() {
        if (first != nullptr) ::FreeAddrInfoW(first);
    }
    ADDRINFOW* first = nullptr;
};

}  // namespace

std::optional<ForwardOptions> forward_from(const Arguments& arguments) {
    ForwardOptions options;
    options.collector = arguments.text(L"forward", L"");
    options.spool = arguments.text(L"spool", L"");
    options.spool_bytes = arguments.number(L"spool-bytes", 64 << 20, 64 << 10, 999'999'999);
    if (options.collector.empty() != options.spool.empty())
        throw std::invalid_argument("--forward and --spool belong together.");
    if (options.collector.empty()) return std::nullopt;
    return options;
}

sockaddr_in resolve(const std::wstring& host_and_port) {
    const std::size_t colon = host_and_port.find_last_of(L':');
    const std::wstring host = host_and_port.substr(0, colon);
    const u_short port =
        colon == host_and_port.npos ? u_short{0} : port_in(host_and_port.substr(colon + 1));
    if (host.empty() || port == 0)
        throw std::runtime_error("A collector is written host:port, not " +
                                 w32::to_utf8(host_and_port) + '.');
    const w32::SocketLibrary winsock;
    ADDRINFOW wanted{};
    wanted.ai_family = AF_INET;
    wanted.ai_socktype = SOCK_STREAM;
    Found found;
    const int error = ::GetAddrInfoW(host.c_str(), nullptr, &wanted, &found.first);
    if (error != 0)
        throw std::runtime_error("The collector's host " + w32::to_utf8(host) +
                                 " is not known: " + w32::describe(static_cast<DWORD>(error)));
    sockaddr_in address = *reinterpret_cast<const sockaddr_in*>(found.first->ai_addr);
    address.sin_port = ::htons(port);
    return address;
}

}  // namespace syelog
