// endurance.cpp - the long runs as a program: figures, and 1 as its exit code if one is wrong.
#include "chapters/11-syelog/endurance/runs.hpp"
#include "chapters/11-syelog/protocol/arguments.hpp"

#include <algorithm>
#include <cstdio>

namespace {

namespace endurance = syelog::endurance;

constexpr char kHelp[] =
    "syelog_endurance - the syelog daemon for longer than a test may take\n"
    "  fuzz    --frames N (1000000) --seed N (1): random clients; each frame must be counted "
    "right\n"
    "  soak    --minutes N (10): clients come and go; handles and memory must not grow\n"
    "  stops   --rounds N (20): 64 clients x 2 000 records, then a stop: none lost, none "
    "overtaken\n"
    "  kills   --rounds N (20): the daemon is killed under load; how much is lost, and how much "
    "may?\n";

void tell(const std::string& sentence) {
    std::printf("  %s\n", sentence.c_str()), std::fflush(stdout);
}

unsigned long long big(std::uint64_t number) { return number; }

void show(const char* who, const endurance::FuzzResult::Count& count) {
    std::printf("%s: %llu records, %llu malformed, %llu unfinished, %llu clients\n", who,
                big(count.records), big(count.malformed), big(count.unfinished),
                big(count.clients));
}

bool fuzz(const syelog::Arguments& arguments) {
    const auto result =
        endurance::fuzz({.frames = arguments.number(L"frames", 1'000'000, 1, 999'999'999),
                         .seed = arguments.number(L"seed", 1, 0, 999'999'999),
                         .progress = &tell});
    show("sent", result.sent);
    show("seen", result.seen);
    std::printf("%llu lines\n", big(result.lines));
    return result.as_expected();
}

bool soak(const syelog::Arguments& arguments) {
    const auto result = endurance::soak(
        {.minutes = static_cast<double>(arguments.number(L"minutes", 10, 1, 100'000)),
         .progress = &tell});
    std::printf("%llu rounds, %llu records, %llu lost; handles %u -> %u, memory %llu -> %llu KiB\n",
                big(result.rounds), big(result.records), big(result.lost), result.handles_before,
                result.handles_after, big(result.kib_before), big(result.kib_after));
    // A heap grows by a piece now and then, when more happens at once than ever before.
    return result.lost == 0 && result.handles_after <= result.handles_before &&
           result.kib_after <= result.kib_before + 4096;
}

void show(const endurance::LoadResult& load) {
    std::printf("%llu acknowledged, %llu lost, %llu twice, %llu out of order, %llu damaged lines",
                big(load.acknowledged), big(load.lost), big(load.duplicated),
                big(load.out_of_order), big(load.damaged));
}

bool stops(const syelog::Arguments& arguments) {
    const unsigned rounds = arguments.number(L"rounds", 20, 1, 100'000);
    unsigned good = 0;
    for (unsigned i = 0; i < rounds; ++i) {
        const auto load = endurance::stop_after_load({});
        const bool right = load.acknowledged == 64 * 2000 && load.lost == 0 &&
                           load.duplicated == 0 && load.out_of_order == 0 && load.damaged == 0;
        show(load);
        std::printf("%s\n", right ? "" : "  WRONG");
        std::fflush(stdout);
        if (right) ++good;
    }
    std::printf("%u of %u\n", good, rounds);
    return good == rounds;
}

bool kills(const syelog::Arguments& arguments) {
    const unsigned rounds = arguments.number(L"rounds", 20, 1, 100'000);
    bool all = true;
    for (unsigned i = 0; i < rounds; ++i) {
        const auto result = endurance::kill_under_load({.clients = 16, .records = 2000});
        show(result.load);
        std::printf(" (at most %llu may be lost)\n", big(result.bound));
        std::fflush(stdout);
        // The last line may be cut off: that is how a killed process ends.
        all = all && result.load.lost <= result.bound && result.load.duplicated == 0 &&
              result.load.out_of_order == 0 && result.load.damaged <= 1;
    }
    return all;
}

int run() {
    const syelog::Arguments arguments({L"frames", L"seed", L"minutes", L"rounds"}, {}, 1);
    const std::wstring what = arguments.words().empty() ? L"" : arguments.words().front();
    if (arguments.help() || what.empty()) {
        std::fputs(kHelp, stdout);
        return what.empty() && !arguments.help() ? 2 : 0;
    }
    if (what == L"fuzz") return fuzz(arguments) ? 0 : 1;
    if (what == L"soak") return soak(arguments) ? 0 : 1;
    if (what == L"stops") return stops(arguments) ? 0 : 1;
    if (what == L"kills") return kills(arguments) ? 0 : 1;
    throw std::invalid_argument("It must be fuzz, soak, stops or kills; try --help.");
}

}  // namespace

int main() {
    try {
        return run();
    } catch (const std::invalid_argument& wrong) {
        std::fprintf(stderr, "syelog_endurance: %s\n", wrong.what());
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "syelog_endurance: %s\n", error.what());
        return 1;
    }
}
