// port_cases.cpp - completion ports.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/honesty/handles.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/event.hpp"

namespace {

using How = w32::Dequeued::How;
constexpr w32::Timeout kAtOnce = std::chrono::milliseconds{0};

EXPLORE_CASE(TwoPacketsTwoWorkers) {
    w32::CompletionPort port;
    const auto work = [&] { (void)port.get(w32::forever); };
    w32::Thread first(work);
    w32::Thread second(work);
    port.post(0, 1);
    port.post(0, 2);
    first.join();
    second.join();
}

EXPLORE_CASE(PacketOrTimeOut, .outcomes = {"packet", "time-out"}) {
    w32::CompletionPort port;
    w32::Thread worker([&] {
        const auto how = port.get(std::chrono::milliseconds{10}).how;
        explore::outcome(how == How::timed_out ? "time-out" : "packet");
    });
    w32::Thread other([&] { (void)port.get(kAtOnce); });
    port.post(0, 1);
    other.join();
    worker.join();
}

EXPLORE_CASE(TwoPostToOneWorker, .outcomes = {"12", "21"}) {
    w32::CompletionPort port;
    std::string order;
    together([&] { port.post(0, 1); }, [&] { port.post(0, 2); },
             [&] {
                 for (int i = 0; i < 2; ++i) order += std::to_string(port.get(w32::forever).key);
             });
    explore::outcome(order);
}

// The thread that came last waits on top.
EXPLORE_CASE(EitherWorkerMayComeLast, .outcomes = {"0", "1"}) {
    w32::CompletionPort port;
    w32::Event first_has_it{w32::Reset::manual}, second_has_it{w32::Reset::manual};
    const HANDLE who[] = {first_has_it.get(), second_has_it.get()};
    w32::Thread first([&] {
        (void)port.get(w32::forever);
        first_has_it.set();
    });
    w32::Thread second([&] {
        (void)port.get(w32::forever);
        second_has_it.set();
    });
    port.post(0, 1);
    explore::outcome(std::to_string(::WaitForMultipleObjects(2, who, FALSE, INFINITE)));
    port.post(0, 2);
    first.join();
    second.join();
}

EXPLORE_CASE(OneAtATimeUntilItBlocks) {
    w32::CompletionPort port(1);
    w32::Event go{w32::Reset::manual};
    const auto work = [&] {
        const w32::Dequeued packet = port.get(w32::forever);
        if (packet.key == 1)
            go.wait();
        else
            go.set();
    };
    w32::Thread first(work);
    w32::Thread second(work);
    port.post(0, 1);
    port.post(0, 2);
    first.join();
    second.join();
}

EXPLORE_CASE(SeveralPacketsAtOnce, .outcomes = {"1", "2"}) {
    w32::CompletionPort port;
    const auto post = [&] { port.post(0, 1); };
    together(post, post, [&] {
        OVERLAPPED_ENTRY entries[3];
        ULONG removed = 0;
        ::GetQueuedCompletionStatusEx(port.raw(), entries, 3, &removed, INFINITE, FALSE);
        explore::outcome(std::to_string(removed));
    });
}

EXPLORE_CASE(PacketsOrAnApc, .outcomes = {"apc", "packet"}) {
    w32::CompletionPort port;
    w32::Thread worker([&] {
        OVERLAPPED_ENTRY entry;
        ULONG removed = 0;
        const BOOL got =
            ::GetQueuedCompletionStatusEx(port.raw(), &entry, 1, &removed, INFINITE, TRUE);
        explore::outcome(got ? "packet" : "apc");
    });
    w32::Thread poster([&] { port.post(0, 1); });
    ::QueueUserAPC([](ULONG_PTR) {}, worker.get(), 0);
    poster.join();
    worker.join();
}

// Misuse is answered as Windows answers it: the waiter hears that the port has gone.
EXPLORE_CASE(PortClosedUnderAWaiter, .options = {.answer_misuse = true}) {
    const HANDLE port = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    w32::Thread waiter([=] {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* request = nullptr;
        EXPECT_FALSE(::GetQueuedCompletionStatus(port, &bytes, &key, &request, INFINITE));
        explore::outcome(std::to_string(::GetLastError()));
    });
    ::CloseHandle(port);
    waiter.join();
}

}  // namespace
