// What does it cost to wake another thread, and to be woken back?
//
// round_trip   A thread wakes another one and sleeps until that one wakes it: two wake-ups.
// one_way      From just before the signal to the moment at which the woken thread has read the
//              clock: one wake-up. Both read QueryPerformanceCounter.
//
// Each row is another means for "your turn", and is measured step by step in turn with a yardstick,
// a pair of automatic events. Look at "yardsticks": the median, in medians of the yardstick, both
// of this row's run. The first row is the yardstick itself: how far it is from 1 is how much chance
// there is in the others. ns/op is the mean and holds the reading of the clock.
// Not measured: what a thread does with its turn; how long anybody has slept; more than two
// threads; waiting for several things at once, which a condition variable, an address and an APC
// cannot do. A wake-up on another processor costs many times one on the same: pin the program
// before you compare. Wine asks a server process for some of these calls and not for others: its
// figures say nothing about Windows.
// Chapters: 02 06 09 10
#include "bench/signals/compared.hpp"
#include "bench/signals/partner.hpp"

#include <string_view>

namespace {

using namespace bench;

template <class Means>
Sample round_trip() {
    Partner<Means> partner;
    Partner<EventMeans> yardstick;
    return compare([&] { return timed([&] { partner.round_trip(); }); },
                   [&] { return timed([&] { yardstick.round_trip(); }); });
}

template <class Means>
std::uint64_t one_way_of(Partner<Means>& partner) {
    const std::int64_t begin = now_ticks();
    partner.round_trip();
    return ticks_between(begin, partner.woken());
}

template <class Means>
Sample one_way() {
    Partner<Means> partner;
    Partner<EventMeans> yardstick;
    return compare([&] { return one_way_of(partner); }, [&] { return one_way_of(yardstick); });
}

Sample to_a_process() {
    static PartnerProcess partner;
    Partner<EventMeans> yardstick;
    return compare([] { return timed([] { partner.round_trip(); }); },
                   [&] { return timed([&] { yardstick.round_trip(); }); });
}

template <class Means>
void add_means(const char* name) {
    add("round_trip", name, {}, &round_trip<Means>);
    add("one_way", name, {}, &one_way<Means>);
}

void add_rows() {
    add_means<EventMeans>("automatic event (the yardstick)");
    add_means<ManualEventMeans>("manual event, and reset");
    add("round_trip", "SignalObjectAndWait", {}, &round_trip<SignalAndWaitMeans>);
    add_means<SemaphoreMeans>("semaphore");
    add_means<ConditionMeans>("condition variable");
    add_means<AddressMeans>("WaitOnAddress");
    add_means<PacketMeans>("completion port");
    add_means<ApcMeans>("APC");
    add_means<MessageMeans>("thread message");
    add_means<TimerMeans>("timer that is due");
    add_means<SpinMeans>("spin, yields");
    add("round_trip", "automatic event, to another process", {}, &to_a_process);
}

}  // namespace

int main(int argc, char** argv) {
    const std::wstring_view line = ::GetCommandLineW();
    if (const std::size_t at = line.find(PartnerProcess::kSwitch); at != line.npos)
        return PartnerProcess::answer(
            std::wstring(line.substr(at + std::size(PartnerProcess::kSwitch) - 1)));
    return bench::run(argc, argv, "bench_ping_pong", &add_rows);
}
