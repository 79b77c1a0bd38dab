// copy_test.cpp - five ways to be told, one result; and what becomes of an error in the middle.
// Topics: T88 M14
#include "chapters/10-iocp/copy/content.hpp"
#include "chapters/10-iocp/copy/run.hpp"
#include "common/testing/claim.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/handle_count.hpp"
#include "common/win32/thread.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string_view>

using copy::Block;
using copy::kStrategies;
using copy::Setting;
using copy::Slot;
using copy::Source;
using copy::Strategy;
using copy::Task;

namespace {

constexpr DWORD kRequest = 4096;
constexpr std::size_t kDepths[] = {1, 2, 7, 32};
// Nothing, a byte, around one request, an odd number, and as many requests as fit.
constexpr std::uint64_t kSizes[] = {0, 1, 4095, 4096, 4097, 100'003, 32 * 4096};

std::string name_of(const Strategy& strategy, std::size_t depth, std::uint64_t size) {
    return std::string(strategy.name) + ", depth " + std::to_string(depth) + ", " +
           std::to_string(size) + " bytes";
}

// Each strategy with each depth and each size: the same as the synchronous one, and right.
template <class Work>
void expect_the_same(Work work) {
    for (const std::uint64_t size : kSizes) {
        const Source source = copy::make_source(size, 7);
        const copy::Measured yardstick = work(source, Setting{kStrategies[0], 1, kRequest});
        for (const Strategy& strategy : kStrategies)
            for (const std::size_t depth : kDepths) {
                SCOPED_TRACE(name_of(strategy, depth, size));
                const copy::Measured seen = work(source, Setting{strategy, depth, kRequest});
                EXPECT_EQ(seen.hash, yardstick.hash);
                EXPECT_TRUE(seen.right) << "it is not what was in the file";
                EXPECT_EQ(seen.bytes, yardstick.bytes);
            }
    }
}

// What has been thrown, and that the system has no request of any slot any more.
std::optional<w32::Error> error_of(const Strategy& strategy, Task& task) {
    strategy.run(task);
    for (Slot& slot : task.slots()) {
        EXPECT_EQ(slot.step, copy::Step::stop);
        for (const HANDLE file : {task.source(), task.target()}) {
            EXPECT_FALSE(::CancelIoEx(file, &slot)) << "a request was pending";
            EXPECT_EQ(::GetLastError(), DWORD{ERROR_NOT_FOUND});
        }
    }
    try {
        task.check();
    } catch (const w32::Error& error) {
        EXPECT_EQ(task.next(task.slots()[0]), copy::Step::stop) << "it would go on";
        return error;
    }
    return std::nullopt;
}

void expect_error(const std::optional<w32::Error>& error, std::string_view call, DWORD code) {
    ASSERT_TRUE(error) << "it has taken an error for a success";
    EXPECT_EQ(error->call(), call);
    EXPECT_EQ(error->code(), code);
}

// 40 blocks are wanted of a file that has `size` bytes.
template <class Prepare>
void expect_error_of_the_source(std::uint64_t size, Prepare prepare, DWORD code) {
    for (const Strategy& strategy : kStrategies)
        for (const std::size_t depth : kDepths) {
            SCOPED_TRACE(name_of(strategy, depth, size));
            const Source source = copy::make_source(size, 7);
            const w32::Handle keeps = prepare(source);
            const w32::Handle from = copy::open_file(source.path, strategy.flags);
            const w32::Handle to =
                copy::make_file(copy::temp_path(L"copy.target."), strategy.flags);
            Task task(from.get(), to.get(), copy::blocks_in_order(40 * kRequest, kRequest),
                      kRequest, depth);
            expect_error(error_of(strategy, task), "ReadFile", code);
        }
}

// All at offset 0, as pipes want it.
std::vector<Block> pipe_blocks(std::size_t count, DWORD size) {
    return std::vector<Block>(count, Block{0, size});
}

}  // namespace

TEST(Fnv1a, IsTheOneThatIsWellKnown) {
    const auto hash = [](std::string_view text) {
        return copy::fnv1a(std::as_bytes(std::span(text)));
    };
    EXPECT_EQ(hash(""), 0xcbf29ce484222325u);
    EXPECT_EQ(hash("a"), 0xaf63dc4c8601ec8cu);
    EXPECT_EQ(hash("foobar"), 0x85944171f73967e8u);
}

// No file of that size is needed to see what a request is told.
TEST(Task, KnowsPlacesBehind4GiB) {
    Task task(nullptr, nullptr, {{0x3'4000'1000u, kRequest}}, kRequest, 1);
    Slot& slot = task.slots()[0];
    EXPECT_EQ(task.next(slot), copy::Step::read);
    EXPECT_EQ(slot.Offset, 0x4000'1000u);
    EXPECT_EQ(slot.OffsetHigh, 3u);
    EXPECT_EQ(task.ended(slot, kRequest, ERROR_SUCCESS), copy::Step::stop);
}

TEST(Task, StartsNothingAfterAnError) {
    const w32::Event any{w32::Reset::manual};  // what the handles are does not matter here
    Task task(any.get(), any.get(), copy::blocks_in_order(9 * kRequest, kRequest), kRequest, 3);
    const std::span<Slot> slots = task.slots();
    for (Slot& slot : slots) EXPECT_EQ(task.next(slot), copy::Step::read);
    EXPECT_EQ(task.ended(slots[0], kRequest, ERROR_SUCCESS), copy::Step::write);
    EXPECT_EQ(task.ended(slots[1], 0, ERROR_CRC), copy::Step::stop);
    EXPECT_EQ(task.ended(slots[2], kRequest, ERROR_SUCCESS), copy::Step::stop) << "its write";
    EXPECT_EQ(task.ended(slots[0], kRequest, ERROR_SUCCESS), copy::Step::stop) << "its next read";
    EXPECT_THROW(task.check(), w32::Error);
}

TEST(Copy, IsTheSameInEveryWay) {
    WB_CLAIM("N10-80", "However one is told that a request has ended, the copy is the same.");
    expect_the_same(&copy::copy_file);
}

TEST(ReadAtRandom, IsTheSameInEveryWay) {
    WB_CLAIM("N10-81", "In whatever order blocks come, each of them is where it belongs.");
    expect_the_same(&copy::read_at_random);
}

// A hash that is right whatever was done would prove nothing.
TEST(Copy, ThatLeavesSomethingOutIsNoticed) {
    const Source source = copy::make_source(3 * kRequest, 7);
    const Strategy nothing{"does nothing", 0, [](Task&) {}};
    EXPECT_FALSE(copy::copy_file(source, {nothing, 1, kRequest}).right);
    EXPECT_FALSE(copy::read_at_random(source, {nothing, 1, kRequest}).right);
    const Strategy misses_one{"misses one", 0, [](Task& task) {
                                  (void)task.next(task.slots()[0]);
                                  copy::run_synchronously(task);
                              }};
    EXPECT_FALSE(copy::copy_file(source, {misses_one, 1, kRequest}).right);
    EXPECT_FALSE(copy::read_at_random(source, {misses_one, 1, kRequest}).right);
    const Strategy elsewhere{"writes elsewhere", 0, [](Task& task) {
                                 Slot& slot = task.slots()[0];
                                 copy::Step step = task.next(slot);
                                 while (step != copy::Step::stop) {
                                     if (step == copy::Step::write) slot.Offset ^= kRequest;
                                     const w32::IoStarted done = copy::start(task, slot, step);
                                     step = task.ended(slot, done.bytes, done.error);
                                 }
                             }};
    EXPECT_FALSE(copy::copy_file(source, {elsewhere, 1, kRequest}).right);
}

TEST(CopyError, OfASourceThatIsShorterThanItWas) {
    WB_CLAIM("N10-82", "An error ends the copy: one error, the first, and nothing is pending.");
    const auto as_it_is = [](const Source&) { return w32::Handle(); };
    expect_error_of_the_source(20 * kRequest, as_it_is, ERROR_HANDLE_EOF);
    expect_error_of_the_source(20 * kRequest + 5, as_it_is, ERROR_HANDLE_EOF);
    expect_error_of_the_source(39 * kRequest + 5, as_it_is, ERROR_HANDLE_EOF);  // only the last one
    expect_error_of_the_source(0, as_it_is, ERROR_HANDLE_EOF);
}

TEST(CopyError, OfALockedRangeIs33) {
    WB_SKIP_UNDER_WINE("a lock of LockFileEx does not keep other handles from reading");
    const auto lock_a_block = [](const Source& source) {
        w32::Handle other = copy::open_file(source.path);
        OVERLAPPED where{};
        where.Offset = 20 * kRequest;
        w32::check(::LockFileEx(other.get(), LOCKFILE_EXCLUSIVE_LOCK, 0, kRequest, 0, &where),
                   "LockFileEx");
        return other;
    };
    expect_error_of_the_source(40 * kRequest, lock_a_block, ERROR_LOCK_VIOLATION);
}

// The requests to a pipe pend until the other end does something, on every system.
TEST(CopyError, OfATargetThatLeaves) {
    for (const Strategy& strategy : std::span(kStrategies).subspan(1))
        for (const std::size_t depth : kDepths) {
            SCOPED_TRACE(name_of(strategy, depth, 0));
            const Source source = copy::make_source(kRequest, 7);
            const w32::Handle from = copy::open_file(source.path, strategy.flags);
            workbook::PipeEnds pipe;
            const w32::Thread peer("reads and leaves", [&] {
                for (int i = 0; i < 3; ++i) (void)pipe.read(kRequest);
                pipe.leave();
            });
            Task task(from.get(), pipe.ours(), pipe_blocks(200, kRequest), kRequest, depth);
            const std::optional<w32::Error> error = error_of(strategy, task);
            ASSERT_TRUE(error);
            const bool gone = error->code() == ERROR_NO_DATA || error->code() == ERROR_BROKEN_PIPE;
            EXPECT_TRUE(gone) << error->what();
            EXPECT_EQ(error->call(), std::string_view("WriteFile"));
        }
}

TEST(ReadAtRandom, WaitsForWhatIsPending) {
    constexpr std::size_t kMessages = 50;
    for (const Strategy& strategy : std::span(kStrategies).subspan(1))
        for (const std::size_t depth : kDepths) {
            SCOPED_TRACE(name_of(strategy, depth, kMessages));
            workbook::PipeEnds pipe(PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
            std::multiset<std::string> sent, received;
            for (std::size_t i = 0; i < kMessages; ++i)
                sent.insert("message" + std::to_string(10 + i));
            const w32::Thread peer("writes", [&] {
                for (const std::string& message : sent) pipe.write(message);
            });
            Task task(pipe.ours(), nullptr, pipe_blocks(kMessages, 9), 9, depth);
            strategy.run(task);
            task.check();
            // The pool's threads may start reads in another order than they got their blocks in.
            for (std::size_t i = 0; i < kMessages; ++i)
                received.emplace(reinterpret_cast<const char*>(task.memory().data()) + 9 * i, 9);
            EXPECT_EQ(received, sent);
        }
}

TEST(Copy, ClosesWhatItHasOpened) {
    const Source source = copy::make_source(4 * kRequest, 7);
    for (const Strategy& strategy : kStrategies) {
        SCOPED_TRACE(strategy.name);
        (void)copy::copy_file(source, {strategy, 1, kRequest});  // what is made once is made now
        const DWORD handles = w32::handles_of_this_process();
        for (int i = 0; i < 30; ++i) (void)copy::copy_file(source, {strategy, 1, kRequest});
        const DWORD now = w32::handles_of_this_process();
        // Threads of the pool, this strategy's or an earlier one's, come and go as they like.
        EXPECT_LT(now, handles + 30);
    }
}
