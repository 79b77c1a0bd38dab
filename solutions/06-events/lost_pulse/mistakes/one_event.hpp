// MISTAKE: one event for both directions: the asker may take the signal that it has given.
// Caught by: Test1 as stale-answer
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// One thread asks, another one answers. They take turns: each question is answered before the next
/// one is asked.
struct Desk {
    HANDLE signal = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    Shared<int> question = 0;
    Shared<int> answer = 0;

    Desk() = default;
    ~Desk() { ::CloseHandle(signal); }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Puts a question. Blocks, without using the processor, until it is answered.
    int ask(int what) {
        question = what;
        ::SetEvent(signal);
        ::WaitForSingleObject(signal, INFINITE);
        return answer;
    }

    /// Blocks, without using the processor, until a question has been put that was not answered.
    int next_question() {
        ::WaitForSingleObject(signal, INFINITE);
        return question;
    }

    /// Answers the question that next_question() has returned.
    void reply(int what) {
        answer = what;
        ::SetEvent(signal);
    }
};
