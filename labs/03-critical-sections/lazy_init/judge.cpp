// The judge of lab L14: lets threads ask for the settings in every order that their steps can come
// in, and looks what they got and how often it was read.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <lazy_init.hpp>  // <>: the build chooses the folder

#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>

namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 480;

std::atomic<int> reads = 0;        // of the width, in the running test
w32::Event* read_waits = nullptr;  // reading goes on when it is set

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class S>
constexpr bool values_are_seen() {
    if constexpr (requires(S & settings) { settings.width; })
        return explore::is_seen<decltype(S::width)>;
    return true;
}

std::string text_of(const Settings& settings) {
    const int width = settings.width;
    const int height = settings.height;
    return std::to_string(width) + "x" + std::to_string(height);
}

// What one thread got. Looks at once: later the settings may have become complete.
void ask(LazySettings& lazy, std::string& got) { got = text_of(lazy.get()); }

void check(const std::string& got) {
    const std::string right = std::to_string(kWidth) + "x" + std::to_string(kHeight);
    explore::outcome(got);
    const std::string summary = "The settings are " + right + "; the threads got " + got + ". ";
    std::string all_right = right;
    while (all_right.size() < got.size()) all_right += ", " + right;
    if (got != all_right)
        WB_DIAGNOSE("half-built")
            << summary << "Somebody was let through before all of it was there. Who does not wait "
            << "has to know that it is complete.";
    else if (reads > 1)
        WB_DIAGNOSE("built-twice")
            << summary << "They were read " << reads.load() << " times: between the look that "
            << "found nothing and the moment when that was remembered, another thread looked too.";
}

}  // namespace

int read_width() {
    ++reads;
    if (read_waits != nullptr) read_waits->wait();
    return kWidth;
}

int read_height() { return kHeight; }

EXPLORE_TEST(Lab_03_LazyInit, Test1_OneAsksTwice) {
    if (!values_are_seen<Settings>())
        WB_DIAGNOSE("settings-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the settings as one of them.";
    reads = 0;
    LazySettings lazy;
    std::string first;
    std::string second;
    ask(lazy, first);
    ask(lazy, second);
    if (reads > 1) {
        explore::outcome(first);
        WB_DIAGNOSE("built-again")
            << "One thread asked twice, and the settings were read " << reads.load()
            << " times: that they are there was not remembered. (A callback of INIT_ONCE that "
            << "answers FALSE says that it has failed.)";
        return;
    }
    check(first + ", " + second);
}

EXPLORE_TEST(Lab_03_LazyInit, Test2_TwoAskAtOnce) {
    reads = 0;
    LazySettings lazy;
    std::string got[2];
    w32::Thread first("asks", [&] { ask(lazy, got[0]); });
    w32::Thread second("asks too", [&] { ask(lazy, got[1]); });
    first.join();
    second.join();
    check(got[0] + ", " + got[1]);
}

EXPLORE_STUCK_TEST(Lab_03_LazyInit, Test3_WhoWaitsSleeps) {
    LazySettings lazy;
    w32::Event never{w32::Reset::manual};
    read_waits = &never;
    w32::Thread first("reads for ever", [&] { (void)lazy.get(); });
    (void)lazy.get();
}

EXPLORE_TEST(Lab_03_LazyInit, Test4_ThreeAskAtOnce) {
    reads = 0;
    LazySettings lazy;
    std::string got[3];
    w32::Thread first("asks", [&] { ask(lazy, got[0]); });
    w32::Thread second("asks too", [&] { ask(lazy, got[1]); });
    ask(lazy, got[2]);
    first.join();
    second.join();
    check(got[0] + ", " + got[1] + ", " + got[2]);
}
