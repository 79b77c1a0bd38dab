// SOLUTION L21 - The lost pulse (the task: labs/06-events/lost_pulse/lost_pulse.hpp)
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
        ::SetEvent(answered);
    }
};

// DISCUSSION
//
// Why SetEvent?   An automatic event that is set stays set until one wait has ended with it. Who
//                 comes later to the desk finds the signal; who was there already is let go on.
// Is it not lost when nobody waits?  The pulse is. A set event waits for its waiter.
// Why not pulse when the other one surely waits?  Nobody can know that. Even a thread inside
//                 WaitForSingleObject is taken out of it for a moment by the system now and then
//                 (an APC, a debugger), and a pulse at this moment misses it. Microsoft keeps
//                 PulseEvent for old programs and says not to use it.
// Why automatic?  Each signal is for one wait. A manual event would still be set in the next round,
//                 and somebody has to reset it: after the wait that it ended, not before the next
//                 one (mistakes/resets_before_the_wait.hpp).
// Why two events? With one, the asker's wait may take the signal that it has given itself.
// SignalObjectAndWait  sets one object and waits for another in one call
//                 (alternatives/signal_and_wait.hpp). One call, not one step: between the two
//                 halves others run, so the answer must be kept here as well.
// And the data?   question is written before SetEvent and read after the wait that it ended: the
//                 signal orders both, no lock is needed while the two take turns.
// In the library  std::promise and std::future for one answer; std::binary_semaphore for many.
