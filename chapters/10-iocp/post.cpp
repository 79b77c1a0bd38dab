// What is in a packet that nobody's request has made?
//
// Post packets by hand and take them out.
//
// Before you run it, write down: may the OVERLAPPED be nullptr, and does anybody look into it?
// Then post a quit packet for one of two workers only, and think about the other one.
// In the debugger: watch `next` after each get(): three numbers, as they were posted.
// Topics: M20
#include "common/demo/demo.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/thread.hpp"

#include <sstream>

constexpr ULONG_PTR kWide = static_cast<ULONG_PTR>(0x1'2345'6789);  // more than a DWORD, on x64
constexpr ULONG_PTR kQuit = 0;

int main() {
    return lab::demo("A posted packet arrives as it was posted; nobody looks into it.", [] {
        w32::CompletionPort port;
        lab::doing("post 7 bytes, a wide key, and no OVERLAPPED");
        port.post(7, kWide);
        const w32::Dequeued next = port.get(w32::forever);
        std::ostringstream seen;
        seen << next.bytes << " bytes, key " << std::hex << std::showbase << next.key
             << (next.overlapped == nullptr ? ", no OVERLAPPED" : "");
        lab::saw(seen.str());

        lab::doing("two workers wait; post one quit packet for each, and wait for both");
        LONG volatile ended = 0;
        {
            const auto work = [&] {
                while (port.get(w32::forever).key != kQuit) {
                }
                ::InterlockedIncrement(&ended);
            };
            w32::Thread first("works", work);
            w32::Thread second("works too", work);
            for (int i = 0; i < 2; ++i) port.post(0, kQuit);
        }
        lab::saw("ended: " + std::to_string(ended));
        lab::why(
            "The three values are yours: a port carries orders of any kind to its workers. A quit\n"
            "packet ends one of them, whichever takes it; so it takes as many as there are. No\n"
            "client may have the key of the quit packet.");
    });
}
