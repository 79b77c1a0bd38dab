// sizes_cases.cpp - one variable used in several sizes: its parts are not variables of their own.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/together.hpp"

namespace {

// Eight bytes whose halves are accessed by themselves too.
struct Word {
    alignas(8) LONG halves[2] = {0, 0};
    LONG64* whole() { return reinterpret_cast<LONG64*>(halves); }
    LONG volatile* low() { return &halves[0]; }
    LONG volatile* high() { return &halves[1]; }
};

constexpr LONG64 kBoth = (LONG64{1} << 32) + 1;

std::string text(LONG64 value) {
    return std::to_string(value >> 32) + std::to_string(value & 0xffff'ffff);
}

EXPLORE_CASE(WholeAndItsUpperHalf, .outcomes = {"11", "21"}) {
    Word word;
    together([&] { ::InterlockedExchange64(word.whole(), kBoth); },
             [&] { ::InterlockedExchange(word.high(), 2); });
    explore::outcome(text(::InterlockedCompareExchange64(word.whole(), 0, 0)));
}

EXPLORE_CASE(WholeAndItsLowerHalf, .outcomes = {"11", "12"}) {
    Word word;
    together([&] { ::InterlockedExchange64(word.whole(), kBoth); },
             [&] { ::InterlockedExchange(word.low(), 2); });
    explore::outcome(text(::InterlockedCompareExchange64(word.whole(), 0, 0)));
}

EXPLORE_CASE(UpperHalfReadWhileTheWholeIsWritten, .outcomes = {"0", "1"}) {
    Word word;
    LONG seen = 0;
    together([&] { ::WriteRelease64(word.whole(), kBoth); },
             [&] { seen = ::ReadAcquire(word.high()); });
    explore::outcome(std::to_string(seen));
}

EXPLORE_CASE(WholeReadWhileTheHalvesAreWritten, .outcomes = {"00", "01", "10", "11"}) {
    Word word;
    LONG64 seen = 0;
    together([&] { ::WriteRelease(word.low(), 1); }, [&] { ::WriteRelease(word.high(), 1); },
             [&] { seen = ::ReadAcquire64(word.whole()); });
    explore::outcome(text(seen));
}

EXPLORE_CASE(LoopOnAHalfOfAWord) {
    Word word;
    together([&] { ::InterlockedExchange64(word.whole(), kBoth); },
             [&] {
                 while (::ReadAcquire(word.high()) == 0) ::SwitchToThread();
             });
}

EXPLORE_CASE(AddressOfAHalf, .options = {.spurious_wake_ups = 0}, .outcomes = {"1"}) {
    Word word;
    LONG seen = 0;
    together(
        [&] {
            LONG old = 0;
            while ((seen = ::ReadAcquire(word.high())) == 0)
                ::WaitOnAddress(word.high(), &old, sizeof old, INFINITE);
        },
        [&] {
            ::InterlockedExchange64(word.whole(), kBoth);
            ::WakeByAddressAll(const_cast<LONG*>(word.high()));
        });
    explore::outcome(std::to_string(seen));
}

EXPLORE_CASE(HalvesOfTheirOwn, .one_trace = true) {
    Word word;
    together([&] { ::InterlockedIncrement(word.low()); },
             [&] { ::InterlockedIncrement(word.high()); });
    EXPECT_EQ(*word.whole(), kBoth);
}

EXPLORE_CASE(BytesOfOneWord) {  // more than there is: four bytes are one variable
    alignas(8) char bytes[8] = {};
    together([&] { ::InterlockedExchange8(&bytes[1], 1); },
             [&] { ::InterlockedExchange8(&bytes[2], 1); });
    EXPECT_EQ(bytes[1] + bytes[2], 2);
}

EXPLORE_CASE(PairAndItsHalves, .outcomes = {"0", "1", "3"}) {
    alignas(16) LONG64 pair[2] = {0, 0};
    LONG64 sum = 0;
    together(
        [&] {
            LONG64 expected[2] = {0, 0};
            ::InterlockedCompareExchange128(pair, 1, 1, expected);
        },
        [&] { sum = ::ReadAcquire64(&pair[1]) * 2 + ::ReadAcquire64(&pair[0]); });
    explore::outcome(std::to_string(sum));
}

EXPLORE_CASE(PairAndItsLastQuarter, .outcomes = {"0", "1"}) {
    alignas(16) LONG64 pair[2] = {0, 0};
    LONG seen = 0;
    together(
        [&] {
            LONG64 expected[2] = {0, 0};
            ::InterlockedCompareExchange128(pair, kBoth, kBoth, expected);
        },
        [&] { seen = ::ReadAcquire(reinterpret_cast<LONG*>(pair) + 3); });
    explore::outcome(std::to_string(seen));
}

// Plain accesses, of global variables and bare threads: what a thread keeps to itself would be
// steps as well.
alignas(8) LONG original[2], copied[2];
DWORD WINAPI change_the_upper_half(void*) {
    original[1] = 1;
    return 0;
}

EXPLORE_CASE(PlainCopyOfAWord, .options = {.plain = explore::Plain::interleaved}, .plain = true,
             .outcomes = {"00", "01"}) {
    const HANDLE thread = ::CreateThread(nullptr, 0, change_the_upper_half, nullptr, 0, nullptr);
    *reinterpret_cast<LONG64*>(copied) = *reinterpret_cast<LONG64*>(original);
    ::WaitForSingleObject(thread, INFINITE);
    ::CloseHandle(thread);
    explore::outcome(std::to_string(copied[0]) + std::to_string(copied[1]));
}

}  // namespace
