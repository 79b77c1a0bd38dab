// MISTAKE: looks at the event over and over, with limit 0.
// Caught by: Test5 as polls
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
        ::SetEvent(asked);
        while (::WaitForSingleObject(answered, 0) != WAIT_OBJECT_0) ::SwitchToThread();
        return answer;
    }

    /// Blocks, without using the processor, until a question has been put that was not answered.
    int next_question() {
        while (::WaitForSingleObject(asked, 0) != WAIT_OBJECT_0) ::SwitchToThread();
        return question;
    }

    /// Answers the question that next_question() has returned.
    void reply(int what) {
        answer = what;
        ::SetEvent(answered);
    }
};
