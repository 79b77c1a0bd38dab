// LAB L21 - The lost pulse                                          about 25 minutes
//
// Goal    Each question gets its answer, whoever comes first to the desk. As it stands, a signal
//         that comes a moment too early is gone, and both sides wait for ever.
//
// Given   Desk: two events, a place for the question, a place for the answer. Members may be added
//         or replaced. Shared<T> is T; it tells the judge of each access where the compiler cannot.
// To do   the places marked TODO. The contracts of the three functions stay as they are.
// Rules   any Win32 objects; no Sleep, no polling. Nothing from <mutex> or <semaphore>: the judge
//         cannot look into it.
//
// Judged  wb check L21   (Visual Studio: Test Explorer, ch06.lab.lost_pulse). The judge lets one
//         thread ask and one answer in every order that their steps can come in; wb replay L21 runs
//         the first order that fails again.
// Stuck?  wb hint L21, then notes/06-events.md#what-is-a-pulse
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
        // TODO 1: the question is noticed, even if nobody is at the desk yet.
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
        // TODO 2: the same for the answer - and the next wait is for the next answer, not for this.
        ::PulseEvent(answered);
    }
};
