// barriers.cpp - meeting points that let somebody through too early, or not at all.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/semaphore.hpp"

#include <atomic>

namespace {

using explore::Outcome;

// A barrier for two threads that is right for one round.
struct OneRound {
    LONG volatile arrived = 0;
    w32::Event open{w32::Reset::manual};
    void arrive() {
        if (::InterlockedIncrement(&arrived) == 2) open.set();
        open.wait();
    }
};

// Counts arrivals and departures with a turnstile each: nobody overtakes a round.
struct TwoTurnstiles {
    w32::CriticalSection lock;
    int inside = 0;
    w32::Semaphore in{0, 2}, out{0, 2};
    void arrive() {
        {
            const w32::Guard hold(lock);
            if (++inside == 2) in.release(2);
        }
        in.acquire();
        {
            const w32::Guard hold(lock);
            if (--inside == 0) out.release(2);
        }
        out.acquire();
    }
};

template <class Barrier>
void two_rounds() {
    Barrier barrier;
    std::atomic<int> round[2] = {};
    const auto run = [&](int me) {
        for (int i = 1; i <= 2; ++i) {
            round[me] = i;
            barrier.arrive();
            expect(round[1 - me].load() >= i, "the other one is a round behind");
        }
    };
    together([&] { run(0); }, [&] { run(1); });
}

CORPUS_BUG(BarrierIsNotClosedAgain, Outcome::assertion) { two_rounds<OneRound>(); }
CORPUS_TWIN(BarrierIsNotClosedAgain) { two_rounds<TwoTurnstiles>(); }

// The last one to arrive opens it and closes it again at once.
struct OpensAndCloses {
    LONG volatile arrived = 0;
    w32::Event open{w32::Reset::manual};
    void arrive() {
        if (::InterlockedIncrement(&arrived) == 2) {
            arrived = 0;
            open.set();
            open.reset();
        } else {
            open.wait();
        }
    }
};

CORPUS_BUG(BarrierClosesBeforeAllArePast, Outcome::lost_wake_up) {
    OpensAndCloses barrier;
    const auto run = [&] { barrier.arrive(); };
    together(run, run);
}
CORPUS_TWIN(BarrierClosesBeforeAllArePast) {
    OneRound barrier;
    const auto run = [&] { barrier.arrive(); };
    together(run, run);
}

CORPUS_BUG(BarrierCountsInTwoSteps, Outcome::never_signaled) {
    std::atomic<int> arrived = 0;
    w32::Event open(w32::Reset::manual);
    const auto arrive = [&] {
        arrived = arrived + 1;
        if (arrived == 2) open.set();
        open.wait();
    };
    together(arrive, arrive);
}
CORPUS_TWIN(BarrierCountsInTwoSteps) {
    std::atomic<int> arrived = 0;
    w32::Event open(w32::Reset::manual);
    const auto arrive = [&] {
        if (++arrived == 2) open.set();
        open.wait();
    };
    together(arrive, arrive);
}

CORPUS_BUG(BarrierForMoreThanThereAre, Outcome::never_signaled) {
    LONG volatile left = 3;  // the creator does not come
    w32::Event open(w32::Reset::manual);
    const auto arrive = [&] {
        if (::InterlockedDecrement(&left) == 0) open.set();
        open.wait();
    };
    together(arrive, arrive);
}
CORPUS_TWIN(BarrierForMoreThanThereAre) {
    LONG volatile left = 2;
    w32::Event open(w32::Reset::manual);
    const auto arrive = [&] {
        if (::InterlockedDecrement(&left) == 0) open.set();
        open.wait();
    };
    together(arrive, arrive);
}

// One semaphore lets the next round's arrivals take the units of this one.
struct OneTurnstile {
    LONG volatile arrived = 0;
    w32::Semaphore gate{0, 4};
    void arrive() {
        if (::InterlockedIncrement(&arrived) == 2) {
            ::InterlockedExchange(&arrived, 0);
            gate.release(2);
        }
        gate.acquire();
    }
};

CORPUS_BUG(FastThreadTakesTheUnitOfASlowOne, Outcome::assertion) { two_rounds<OneTurnstile>(); }
CORPUS_TWIN(FastThreadTakesTheUnitOfASlowOne) { two_rounds<TwoTurnstiles>(); }

CORPUS_BUG(LatchOpensAtTheFirst, Outcome::data_race) {
    w32::Event done(w32::Reset::manual);
    int part[2] = {};
    w32::Thread first([&] {
        part[0] = 1;
        done.set();
    });
    w32::Thread second([&] {
        part[1] = 1;
        done.set();
    });
    done.wait();
    expect(part[0] + part[1] == 2);
}
CORPUS_TWIN(LatchOpensAtTheFirst) {
    w32::Event done(w32::Reset::manual);
    LONG volatile left = 2;
    int part[2] = {};
    const auto finish = [&](int which) {
        part[which] = 1;
        if (::InterlockedDecrement(&left) == 0) done.set();
    };
    w32::Thread first([&] { finish(0); });
    w32::Thread second([&] { finish(1); });
    done.wait();
    expect(part[0] + part[1] == 2);
}

}  // namespace
