// How does one thread serve more than one client?
//
// An echo server with two threads and one completion port, and eight clients at once.
//
// Before you run it, say how many threads a server with eight clients needs.
// Then set workers to 1: what changes?
// In the debugger: stop in Server::on_packet and look at Threads. Which one has the packet? And the
// next time, for the same client?
// Topics: T104 M18
#include "chapters/10-iocp/echo/load.hpp"
#include "chapters/10-iocp/echo/server.hpp"
#include "common/demo/demo.hpp"

#include <string>

static std::string text(std::uint64_t number) { return std::to_string(number); }

int main() {
    return lab::demo(
        "Two threads serve eight clients: a thread is needed per packet, not per client.", [] {
            echo::Server server({.workers = 2, .accepts = 4});
            lab::doing(
                "eight clients connect, and each sends 100 messages of 1 to 2048 bytes in pieces");
            const echo::Figures seen = echo::run_load({.port = server.port(), .clients = 8});
            lab::saw(text(seen.connected) + " connected, " + text(seen.finished) +
                     " ended in order");
            lab::saw(text(seen.sent) + " bytes sent, " + text(seen.back) + " came back, " +
                     (seen.wrong == 0 ? "each of them right" : "and some were wrong"));
            lab::doing("stop: the listener is closed, and four accepts are still pending");
            server.stop();
            const echo::Statistics after = server.statistics();
            lab::saw(text(after.cancelled) + " requests ended with 995, " + text(after.pending) +
                     " are pending, " + text(after.connected) + " clients are connected");
            lab::why(
                "A session that waits is an OVERLAPPED, no thread. Its packet says that something\n"
                "has ended; whichever thread takes it owns the session until it starts the next\n"
                "request.");
        });
}
