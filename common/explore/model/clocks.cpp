// clocks.cpp - the time of day of an explored program.
//
// A thread sees the time that it has slept itself: what others did meanwhile must not change what
// it reads, or else every sleep would matter to every thread. Each reading takes a millisecond, so
// that a loop that polls a clock ends soon.
#include "common/explore/engine/engine.hpp"
#include "common/explore/redirect/user_calls.hpp"

namespace explore {
namespace {

constexpr std::uint64_t kPerMillisecond = 10'000;
constexpr std::uint64_t kStart = 3'600'000 * kPerMillisecond;  // the machine runs for an hour

std::uint64_t read_clock() {
    if (!the_engine.active()) return kStart;
    return kStart + (the_engine.self().time += kPerMillisecond);
}

}  // namespace
}  // namespace explore

using namespace explore;

ULONGLONG explored_GetTickCount64() { return read_clock() / kPerMillisecond; }
DWORD explored_GetTickCount() { return static_cast<DWORD>(read_clock() / kPerMillisecond); }

BOOL explored_QueryPerformanceCounter(LARGE_INTEGER* count) {
    count->QuadPart = static_cast<LONGLONG>(read_clock());
    return TRUE;
}

BOOL explored_QueryPerformanceFrequency(LARGE_INTEGER* frequency) {
    frequency->QuadPart = 10'000'000;
    return TRUE;
}
