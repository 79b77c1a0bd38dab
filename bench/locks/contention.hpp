// contention.hpp - how much several threads want one lock, in four levels with names.
//
// Each turn is: take the lock, kInside steps of work, count, give it back, then so many steps of
// work outside. A step is a shift, an exclusive or and a multiplication, which need the result of
// the step before and are done in registers: equally long whatever the lock does to the caches.
// Counted in steps, not in time: what a level means does not depend on how busy the machine was
// when somebody measured it.
//
//     none     a lock for each thread, and nothing to do outside: what the lock itself costs
//     low      64 times as long outside as inside: the lock is free as a rule
//     medium   4 times: among 4 threads, about one wants it at any moment
//     high     nothing to do outside: the lock is always wanted
#pragma once

namespace bench {

inline constexpr int kInside = 16;

struct Contention {
    const char* name;
    bool shared;  ///< one lock for all threads
    int outside;  ///< steps
};

inline constexpr Contention kNone{"none", false, 0};
inline constexpr Contention kLow{"low", true, 64 * kInside};
inline constexpr Contention kMedium{"medium", true, 4 * kInside};
inline constexpr Contention kHigh{"high", true, 0};

// A compiler could make one step of several multiplications and additions; of these it cannot.
inline unsigned work(unsigned seed, int steps) noexcept {
    for (int step = 0; step < steps; ++step) seed = (seed ^ (seed >> 15)) * 0x2c1b3c6du;
    return seed;
}

}  // namespace bench
