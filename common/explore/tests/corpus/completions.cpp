// completions.cpp - packets of a completion port that are too few, too late, or for nobody.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"

#include <atomic>

namespace {

using explore::Outcome;

enum Key : ULONG_PTR { kQuit, kJob };

struct Pool {
    w32::CompletionPort port;
    std::atomic<int> done = 0;
    void work() {
        while (port.get(w32::forever).key != kQuit) ++done;
    }
    // Hands the quit packet on to the next one.
    void work_and_pass_on() {
        while (port.get(w32::forever).key != kQuit) ++done;
        port.post(0, kQuit);
    }
};

CORPUS_BUG(OneQuitPacketForTwoWorkers, Outcome::never_signaled) {
    Pool pool;
    w32::Thread first([&] { pool.work(); });
    w32::Thread second([&] { pool.work(); });
    pool.port.post(0, kJob);
    pool.port.post(0, kQuit);
}
CORPUS_TWIN(OneQuitPacketForTwoWorkers) {
    Pool pool;
    w32::Thread first([&] { pool.work_and_pass_on(); });
    w32::Thread second([&] { pool.work_and_pass_on(); });
    pool.port.post(0, kJob);
    pool.port.post(0, kQuit);
    first.join();
    second.join();
    expect(pool.done == 1);
}

CORPUS_BUG(QuitsBeforeTheLastJobIsDone, Outcome::assertion) {
    Pool pool;
    w32::Thread first([&] { pool.work(); });
    w32::Thread second([&] { pool.work(); });
    pool.port.post(0, kJob);
    pool.port.post(0, kQuit);
    pool.port.post(0, kQuit);
    first.join();  // the other one may have the job
    expect(pool.done == 1, "a job is not done yet");
}
CORPUS_TWIN(QuitsBeforeTheLastJobIsDone) {
    Pool pool;
    w32::Thread first([&] { pool.work(); });
    w32::Thread second([&] { pool.work(); });
    pool.port.post(0, kJob);
    pool.port.post(0, kQuit);
    pool.port.post(0, kQuit);
    first.join();
    second.join();
    expect(pool.done == 1);
}

CORPUS_BUG(PostsAfterTheQuitPacket, Outcome::assertion) {
    Pool pool;
    w32::Thread worker([&] { pool.work(); });
    w32::Thread producer([&] { pool.port.post(0, kJob); });
    pool.port.post(0, kQuit);  // the producer may come later
    worker.join();
    producer.join();
    expect(pool.done == 1, "a job stays in the queue");
}
CORPUS_TWIN(PostsAfterTheQuitPacket) {
    Pool pool;
    w32::Thread worker([&] { pool.work(); });
    w32::Thread producer([&] { pool.port.post(0, kJob); });
    producer.join();
    pool.port.post(0, kQuit);
    worker.join();
    expect(pool.done == 1);
}

CORPUS_BUG(ClosesThePortBeforeAPost, Outcome::bad_handle) {
    const HANDLE port = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    w32::Thread producer([=] { ::PostQueuedCompletionStatus(port, 0, kJob, nullptr); });
    ::CloseHandle(port);
}
CORPUS_TWIN(ClosesThePortBeforeAPost) {
    const HANDLE port = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    w32::Thread producer([=] { ::PostQueuedCompletionStatus(port, 0, kJob, nullptr); });
    producer.join();
    ::CloseHandle(port);
}

struct Request : OVERLAPPED {
    explicit Request(int number) : OVERLAPPED{}, value(number) {}
    int value;
};

CORPUS_BUG(FreesWhatItHasPosted, Outcome::use_after_free) {
    w32::CompletionPort port;
    w32::Thread worker([&] {
        const auto* request = static_cast<Request*>(port.get(w32::forever).overlapped);
        expect(request->value == 7);
    });
    auto* request = new Request(7);
    port.post(0, kJob, request);
    delete request;
}
CORPUS_TWIN(FreesWhatItHasPosted) {
    w32::CompletionPort port;
    w32::Thread worker([&] {
        const auto* request = static_cast<Request*>(port.get(w32::forever).overlapped);
        expect(request->value == 7);
        delete request;  // who takes the packet owns what is in it
    });
    port.post(0, kJob, new Request(7));
}

CORPUS_BUG(FillsTheRequestAfterThePost, Outcome::data_race) {
    w32::CompletionPort port;
    Request request(0);
    w32::Thread worker([&] {
        const auto* taken = static_cast<Request*>(port.get(w32::forever).overlapped);
        expect(taken->value >= 0);
    });
    port.post(0, kJob, &request);
    request.value = 7;
    worker.join();
}
CORPUS_TWIN(FillsTheRequestAfterThePost) {
    w32::CompletionPort port;
    Request request(0);
    w32::Thread worker([&] {
        const auto* taken = static_cast<Request*>(port.get(w32::forever).overlapped);
        expect(taken->value == 7);
    });
    request.value = 7;
    port.post(0, kJob, &request);
    worker.join();
}

CORPUS_BUG(WorkerWaitsForAPacketOfItsOwnPool, Outcome::never_signaled) {
    Pool pool;
    w32::Event part_done(w32::Reset::manual);
    w32::Thread worker([&] {
        (void)pool.port.get(w32::forever);
        pool.port.post(0, kJob);  // a part of the job, for another worker
        part_done.wait();         // and there is none
        part_done.set();
    });
    pool.port.post(0, kJob);
}
CORPUS_TWIN(WorkerWaitsForAPacketOfItsOwnPool) {
    Pool pool;
    w32::Event part_done(w32::Reset::manual);
    w32::Thread worker([&] {
        (void)pool.port.get(w32::forever);
        pool.port.post(0, kJob);
        (void)pool.port.get(w32::forever);
        part_done.set();
        part_done.wait();
    });
    pool.port.post(0, kJob);
}

CORPUS_BUG(TakesATimeOutForAPacket, Outcome::assertion) {
    w32::CompletionPort port;
    std::atomic<int> sent = 0;
    w32::Thread producer([&] {
        sent = 1;
        port.post(0, kJob);
    });
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
    ::GetQueuedCompletionStatus(port.raw(), &bytes, &key, &overlapped, 100);
    expect(sent == 1, "there was no packet");
}
CORPUS_TWIN(TakesATimeOutForAPacket) {
    w32::CompletionPort port;
    std::atomic<int> sent = 0;
    w32::Thread producer([&] {
        sent = 1;
        port.post(0, kJob);
    });
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
    if (::GetQueuedCompletionStatus(port.raw(), &bytes, &key, &overlapped, 100)) expect(sent == 1);
}

}  // namespace
