// apcs.hpp - what the tests and demos of chapter 09 need again and again: APCs that leave a letter,
// and a read whose completion routine writes down what it was told.
#pragma once

#include "common/testing/devices.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <deque>
#include <string>

namespace apc {

/// APCs that add a letter to `ran`. Outlives what it has queued.
struct Letters {
    std::string ran;
    DWORD thread = 0;  // that has run the last one

    /// Queues one; false: QueueUserAPC refuses.
    bool queue(char letter, HANDLE to = ::GetCurrentThread()) {
        calls_.push_back({this, letter});
        return ::QueueUserAPC(&run, to, reinterpret_cast<ULONG_PTR>(&calls_.back())) != 0;
    }

private:
    struct Call {
        Letters* letters;
        char letter;
    };

    static void CALLBACK run(ULONG_PTR argument) {
        const Call& call = *reinterpret_cast<Call*>(argument);
        call.letters->ran += call.letter;
        call.letters->thread = ::GetCurrentThreadId();
    }

    std::deque<Call> calls_;  // a deque does not move what it has
};

/// A request with a completion routine, and room for eight bytes. Outlives the request.
struct Request {
    OVERLAPPED raw{};
    char bytes[8] = {};
    int calls = 0;  // of the routine, and what it was told last
    DWORD error = 0;
    DWORD count = 0;
    DWORD thread = 0;
    OVERLAPPED* told = nullptr;

    Request() { raw.hEvent = this; }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    BOOL read(HANDLE file, DWORD most = sizeof bytes) {
        return ::ReadFileEx(file, bytes, most, &raw, &ended);
    }
    std::string text() const { return std::string(bytes, count); }

    static void CALLBACK ended(DWORD error, DWORD count, OVERLAPPED* raw) {
        Request& request = *static_cast<Request*>(raw->hEvent);
        ++request.calls;
        request.error = error;
        request.count = count;
        request.thread = ::GetCurrentThreadId();
        request.told = raw;
    }
};

}  // namespace apc
