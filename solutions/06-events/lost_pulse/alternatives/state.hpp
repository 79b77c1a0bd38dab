// ALTERNATIVE: the state is a variable, and the signal only says "look again".
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// One thread asks, another one answers. They take turns: each question is answered before the next
/// one is asked.
struct Desk {
    enum class State { idle, asked, taken, answered };
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    Shared<State> state = State::idle;  // from here on `lock` guards everything
    Shared<int> question = 0;
    Shared<int> answer = 0;

    Desk() = default;
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Puts a question. Blocks, without using the processor, until it is answered.
    int ask(int what) {
        ::AcquireSRWLockExclusive(&lock);
        question = what;
        state = State::asked;
        ::WakeAllConditionVariable(&changed);
        while (state != State::answered) ::SleepConditionVariableSRW(&changed, &lock, INFINITE, 0);
        state = State::idle;
        const int got = answer;
        ::ReleaseSRWLockExclusive(&lock);
        return got;
    }

    /// Blocks, without using the processor, until a question has been put that was not answered.
    int next_question() {
        ::AcquireSRWLockExclusive(&lock);
        while (state != State::asked) ::SleepConditionVariableSRW(&changed, &lock, INFINITE, 0);
        state = State::taken;
        const int put = question;
        ::ReleaseSRWLockExclusive(&lock);
        return put;
    }

    /// Answers the question that next_question() has returned.
    void reply(int what) {
        ::AcquireSRWLockExclusive(&lock);
        answer = what;
        state = State::answered;
        ::WakeAllConditionVariable(&changed);
        ::ReleaseSRWLockExclusive(&lock);
    }
};
