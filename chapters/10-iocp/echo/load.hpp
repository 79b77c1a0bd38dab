// load.hpp - many clients at once, on one thread and one completion port, that check every byte.
//
//     const echo::Figures seen = echo::run_load({.port = server.port(), .clients = 1000});
//
// Each client sends messages of random sizes, cut at random into pieces, and reads meanwhile; the
// next message begins when the last one has come back. All of them are connected before the first
// byte is sent. The same seed gives the same sizes and cuts.
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace echo {

struct Load {
    unsigned short port = 0;
    unsigned clients = 10;
    unsigned messages = 100;      ///< of each client
    std::size_t most = 2 * 1024;  ///< bytes of a message, at least 1
    std::uint32_t seed = 1;
    std::function<void()> connected{};  ///< called when all are, before the first byte
};

struct Figures {
    unsigned connected = 0;
    unsigned finished = 0;  ///< all messages back, and the server has ended the connection in order
    unsigned wrong = 0;     ///< clients that got another byte than they had sent
    unsigned broken = 0;    ///< clients whose connection ended too early
    std::uint64_t sent = 0;  ///< bytes
    std::uint64_t back = 0;  ///< bytes that came back and were right
    double seconds = 0;      ///< from the first byte to the last end
};

/// Blocks until each client has finished or failed. Throws w32::Error if no client can be made.
Figures run_load(const Load& load);

}  // namespace echo
