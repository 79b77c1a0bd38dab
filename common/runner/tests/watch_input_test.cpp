// What comes through the launcher's pipe, and the pieces of watch mode that know no window.
#include "common/runner/watch/input.hpp"

#include "common/runner/results/build_log.hpp"
#include "common/runner/watch/status_line.hpp"
#include "common/win32/process.hpp"

#include <gtest/gtest.h>

namespace runner {
namespace {

using Events = std::vector<InputEvent>;

TEST(InputBytes, TellsKeysFromAnswers) {
    InputBytes input;
    EXPECT_EQ(input.take("hR"), (Events{'h', 'r'}));
    EXPECT_EQ(input.take("h\xFF built 3 1\nq"), (Events{'h', Built{3, 1}, 'q'}));
}

TEST(InputBytes, WaitsForTheRestOfAnAnswer) {
    InputBytes input;
    EXPECT_EQ(input.take("\xFF bui"), Events{});
    EXPECT_EQ(input.take("lt 12 "), Events{});
    EXPECT_EQ(input.take("0\n"), (Events{Built{12, 0}}));
}

TEST(InputBytes, DropsWhatIsNoAnswer) {
    InputBytes input;
    EXPECT_EQ(input.take("\xFF\nh"), Events{'h'});
    EXPECT_EQ(input.take("\xFF built x 1\nh"), Events{'h'});
    EXPECT_EQ(input.take("\xFF built 1 99999999999\nh"), Events{'h'});
    EXPECT_EQ(input.take('\xFF' + std::string(InputBytes::kLongestAnswer, 'x') + "h"), Events{'h'});
}

TEST(InputBytes, TakesAnArrowKeyForNoLetter) {
    InputBytes input;
    EXPECT_EQ(input.take("\x1B[B"), Events{});
    EXPECT_EQ(input.take("b"), Events{'b'});
    EXPECT_EQ(input.take("\x1BOh\xFF built 1 0\n"), (Events{Built{1, 0}}));
}

void write(const w32::Handle& pipe, std::string_view text) {
    DWORD written = 0;
    w32::check(
        ::WriteFile(pipe.get(), text.data(), static_cast<DWORD>(text.size()), &written, nullptr),
        "WriteFile");
}

TEST(PipeInput, IsSignaledByAKeyAndByTheEnd) {
    w32::OutputPipe pipe = w32::make_output_pipe();
    PipeInput input(pipe.read.get());
    EXPECT_FALSE(w32::signaled_now(input.get()));
    EXPECT_EQ(input.take(), Events{});
    write(pipe.write, "k");
    (void)w32::wait(input.get(), w32::forever);
    EXPECT_EQ(input.take(), Events{'k'});
    EXPECT_FALSE(w32::signaled_now(input.get()));
    EXPECT_FALSE(input.ended());
    pipe.write.reset();
    (void)w32::wait(input.get(), w32::forever);
    EXPECT_EQ(input.take(), Events{});
    EXPECT_TRUE(input.ended());
    EXPECT_TRUE(w32::signaled_now(input.get()));
}

TEST(PipeInput, HandsOverTheLastKeyBeforeItsEnd) {
    w32::OutputPipe pipe = w32::make_output_pipe();
    write(pipe.write, "q");
    pipe.write.reset();
    PipeInput input(pipe.read.get());
    Events events;
    while (!input.ended()) {
        (void)w32::wait(input.get(), w32::forever);
        for (const InputEvent& event : input.take()) events.push_back(event);
    }
    EXPECT_EQ(events, Events{'q'});
}

TEST(StatusLineText, IsCutBetweenCharacters) {
    EXPECT_EQ(cut_to("hello", 5), "hello");
    EXPECT_EQ(cut_to("hello, world", 8), "hello...");
    EXPECT_EQ(cut_to("\u7EBF\u7A0B\u7EBF\u7A0B", 6), "\u7EBF...");
    EXPECT_EQ(cut_to("", 6), "");
}

TEST(BuildSteps, AreTheLastOnesSaid) {
    EXPECT_EQ(last_step("[1/3] CXX a\nnote\n[2/3] CXX b\nFAILED: x\n"), "2/3");
    EXPECT_EQ(last_step("ninja: no work to do.\n"), "");
}

}  // namespace
}  // namespace runner
