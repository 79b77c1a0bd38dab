// MISTAKE: one pulse may be lost, so there are two.
// Caught by: Test1 as lost-wake-up
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// One thread asks, another one answers. They take turns: each question is answered before the next
/// one is asked.
struct Desk {
    HANDLE asked = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    HANDLE answered = ::CreateEventW(nullptr, FALSE, FALSE, nullptr);
    Shared<int> question = 0;
    Shared<int> answer = 0;

    Desk() = default;
    ~Desk() {
        ::CloseHandle(asked);
        ::CloseHandle(answered);
    }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Puts a question. Blocks, without using the processor, until it is answered.
    int ask(int what) {
        question = what;
        ::PulseEvent(asked);
        ::PulseEvent(asked);
        ::WaitForSingleObject(answered, INFINITE);
        return answer;
    }

    /// Blocks, without using the processor, until a question has been put that was not answered.
    int next_question() {
        ::WaitForSingleObject(asked, INFINITE);
        return question;
    }

    /// Answers the question that next_question() has returned.
    void reply(int what) {
        answer = what;
        ::PulseEvent(answered);
        ::PulseEvent(answered);
    }
};
