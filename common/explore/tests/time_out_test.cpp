// time_out_test.cpp - waits that end because nobody else can go on: both searches must agree.
#include "common/explore/tests/comparison.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

namespace {

void two_wait(w32::Event& event) {
    const auto wait = [&] { (void)event.wait_for(w32::Timeout{std::chrono::milliseconds{1000}}); };
    w32::Thread first(wait);
    w32::Thread second(wait);
    event.set();
    if (::WaitForSingleObject(event.get(), 0) == WAIT_OBJECT_0) event.reset();
    first.join();
    second.join();
}

void automatic() {
    w32::Event event{w32::Reset::automatic};
    two_wait(event);
}

void manual() {
    w32::Event event{w32::Reset::manual};
    two_wait(event);
}

// Who times out could have been the one that the event was set for.
TEST(LateTimeOut, BothSearchesFindTheSameTraces) {
    explore::expect_same_of_several_traces(automatic, {.early_time_outs = 0});
    explore::expect_same_of_several_traces(manual, {.early_time_outs = 0});
}

TEST(EarlyTimeOut, BothSearchesFindTheSameTraces) {
    explore::expect_same_of_several_traces(automatic);
    explore::expect_same_of_several_traces(manual);
}

}  // namespace
