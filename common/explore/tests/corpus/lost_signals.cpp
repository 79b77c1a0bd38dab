// lost_signals.cpp - events that are reset, taken or set for nobody.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/semaphore.hpp"

#include <atomic>

namespace {

using explore::Outcome;

CORPUS_BUG(SetsAndResetsAtOnce, Outcome::lost_wake_up) {
    w32::Event go(w32::Reset::manual);
    w32::Thread runner([&] { go.wait(); });
    go.set();
    go.reset();  // who does not wait yet has missed it
}
CORPUS_TWIN(SetsAndResetsAtOnce) {
    w32::Event go(w32::Reset::manual);
    w32::Thread runner([&] { go.wait(); });
    go.set();
    runner.join();
    go.reset();
}

CORPUS_BUG(PulsesBeforeAnyoneWaits, Outcome::lost_wake_up) {
    w32::Event go(w32::Reset::manual);
    w32::Thread runner([&] { go.wait(); });
    ::PulseEvent(go.get());
}
CORPUS_TWIN(PulsesBeforeAnyoneWaits) {
    w32::Event go(w32::Reset::manual);
    w32::Thread runner([&] { go.wait(); });
    go.set();
}

CORPUS_BUG(AnswersWithAPulse, Outcome::lost_wake_up) {
    w32::Event question(w32::Reset::automatic), answer(w32::Reset::automatic);
    together(
        [&] {
            question.set();
            answer.wait();
        },
        [&] {
            question.wait();
            ::PulseEvent(answer.get());  // the asker may not wait yet
        });
}
CORPUS_TWIN(AnswersWithAPulse) {
    w32::Event question(w32::Reset::automatic), answer(w32::Reset::automatic);
    together(
        [&] {
            question.set();
            answer.wait();
        },
        [&] {
            question.wait();
            answer.set();
        });
}

CORPUS_BUG(CountsWithAnAutoResetEvent, Outcome::lost_wake_up) {
    w32::Event item(w32::Reset::automatic);
    together(
        [&] {
            item.set();
            item.set();  // two signals may be one
        },
        [&] {
            item.wait();
            item.wait();
        });
}
CORPUS_TWIN(CountsWithAnAutoResetEvent) {
    w32::Semaphore items(0, 2);
    together(
        [&] {
            items.release();
            items.release();
        },
        [&] {
            items.acquire();
            items.acquire();
        });
}

CORPUS_BUG(ResetsBeforeItWaits, Outcome::lost_wake_up) {
    w32::Event answered(w32::Reset::manual);
    w32::Thread server([&] { answered.set(); });
    answered.reset();  // "so that no old signal is in it"
    answered.wait();
}
CORPUS_TWIN(ResetsBeforeItWaits) {
    w32::Event answered(w32::Reset::manual);
    answered.reset();
    w32::Thread server([&] { answered.set(); });
    answered.wait();
}

CORPUS_BUG(OneStopSignalForTwoWorkers, Outcome::never_signaled) {
    w32::Event stop(w32::Reset::automatic);
    w32::Thread first([&] { stop.wait(); });
    w32::Thread second([&] { stop.wait(); });
    stop.set();
}
CORPUS_TWIN(OneStopSignalForTwoWorkers) {
    w32::Event stop(w32::Reset::manual);
    w32::Thread first([&] { stop.wait(); });
    w32::Thread second([&] { stop.wait(); });
    stop.set();
}

CORPUS_BUG(ForgetsTheSignalOnTheErrorPath, Outcome::never_signaled) {
    w32::Event loaded(w32::Reset::manual);
    std::atomic<bool> canceled = false;
    w32::Thread loader([&] {
        if (canceled) return;
        loaded.set();
    });
    canceled = true;
    loaded.wait();
}
CORPUS_TWIN(ForgetsTheSignalOnTheErrorPath) {
    w32::Event loaded(w32::Reset::manual);
    std::atomic<bool> canceled = false;
    w32::Thread loader([&] {
        if (canceled) {
            loaded.set();
            return;
        }
        loaded.set();
    });
    canceled = true;
    loaded.wait();
}

CORPUS_BUG(BothWaitForTheOtherToBegin, Outcome::never_signaled) {
    w32::Event ping(w32::Reset::automatic), pong(w32::Reset::automatic);
    together(
        [&] {
            ping.wait();
            pong.set();
        },
        [&] {
            pong.wait();
            ping.set();
        });
}
CORPUS_TWIN(BothWaitForTheOtherToBegin) {
    w32::Event ping(w32::Reset::automatic), pong(w32::Reset::automatic);
    together(
        [&] {
            ping.set();
            pong.wait();
        },
        [&] {
            pong.set();
            ping.wait();
        });
}

CORPUS_BUG(ForgetsToResume, Outcome::never_signaled) {
    const w32::Handle thread(::CreateThread(
        nullptr, 0, [](void*) -> DWORD { return 0; }, nullptr, CREATE_SUSPENDED, nullptr));
    ::WaitForSingleObject(thread.get(), INFINITE);
}
CORPUS_TWIN(ForgetsToResume) {
    const w32::Handle thread(::CreateThread(
        nullptr, 0, [](void*) -> DWORD { return 0; }, nullptr, CREATE_SUSPENDED, nullptr));
    ::ResumeThread(thread.get());
    ::WaitForSingleObject(thread.get(), INFINITE);
}

CORPUS_BUG(TakesTheOthersAnswer, Outcome::never_signaled) {
    w32::Event answer(w32::Reset::automatic);
    together([&] { answer.set(); }, [&] { answer.wait(); },
             [&] {
                 if (::WaitForSingleObject(answer.get(), 0) == WAIT_OBJECT_0) return;  // "a look"
             });
}
CORPUS_TWIN(TakesTheOthersAnswer) {
    w32::Event answer(w32::Reset::manual);
    together([&] { answer.set(); }, [&] { answer.wait(); },
             [&] {
                 if (::WaitForSingleObject(answer.get(), 0) == WAIT_OBJECT_0) return;
             });
}

CORPUS_BUG(WakesBeforeItSaysSo, Outcome::never_signaled) {
    w32::Event work(w32::Reset::automatic);
    std::atomic<bool> stop = false;
    together(
        [&] {
            work.set();
            stop = true;  // after the signal that should announce it
        },
        [&] {
            while (!stop) work.wait();
        });
}
CORPUS_TWIN(WakesBeforeItSaysSo) {
    w32::Event work(w32::Reset::automatic);
    std::atomic<bool> stop = false;
    together(
        [&] {
            stop = true;
            work.set();
        },
        [&] {
            while (!stop) work.wait();
        });
}

}  // namespace
