// The judge of lab L29: starts reads from a pipe, uses the stack for something else, and lets the
// records come at every moment.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <dead_overlapped.hpp>  // <>: the build chooses the folder

#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <array>
#include <string>
#include <vector>

namespace {

using workbook::PipeEnds;

unsigned call_with_locals(unsigned seed) {
    std::array<unsigned, 256> locals;
    for (unsigned& local : locals) local = seed = seed * 5 + 1;
    return locals[seed % locals.size()];
}

/// What any program does next: it calls a function that has local variables. They come where those
/// of start() were.
void do_something_else() {
    unsigned (*volatile call)(unsigned) = call_with_locals;  // so that it is a call
    (void)call(1);
}

/// Calls start() as any caller does, and not as a part of the test that the compiler has inlined:
/// its local variables end with it.
std::size_t start(Records& records) {
    std::size_t (*volatile call)(Records&) = [](Records& of) { return of.start(); };
    return call(records);
}

void check(const std::vector<std::string>& seen, const std::vector<std::string>& expected) {
    std::string records;
    for (const std::string& record : seen) records += "'" + record + "' ";
    explore::outcome(records);
    if (seen != expected)
        WB_DIAGNOSE("wrong-record")
            << "finish() returned " << records << "in this order. The reads take the records in "
            << "the order in which they were started; each record comes where its own ReadFile "
            << "was told to put it.";
}

}  // namespace

EXPLORE_TEST(Lab_08_DeadOverlapped, Test1_OneRead) {
    const PipeEnds pipe;
    Records records(pipe.ours());
    const std::size_t read = start(records);
    pipe.write("abcd");
    do_something_else();
    check({records.finish(read)}, {"abcd"});
}

EXPLORE_TEST(Lab_08_DeadOverlapped, Test2_TwoReads) {
    const PipeEnds pipe;
    Records records(pipe.ours());
    const std::size_t first = start(records);
    const std::size_t second = start(records);
    pipe.write("abcd");
    pipe.write("efgh");
    do_something_else();
    const std::string record = records.finish(first);
    check({record, records.finish(second)}, {"abcd", "efgh"});
}

EXPLORE_TEST(Lab_08_DeadOverlapped, Test3_TheSecondIsFinishedFirst) {
    const PipeEnds pipe;
    Records records(pipe.ours());
    const std::size_t first = start(records);
    const std::size_t second = start(records);
    w32::Thread other("writes", [&] {
        pipe.write("abcd");
        pipe.write("efgh");
    });
    const std::string record = records.finish(second);
    other.join();
    check({records.finish(first), record}, {"abcd", "efgh"});
}

EXPLORE_TEST(Lab_08_DeadOverlapped, Test4_TheRecordIsThereAlready) {
    const PipeEnds pipe;
    Records records(pipe.ours());
    pipe.write("abcd");
    const std::size_t first = start(records);
    const std::size_t second = start(records);
    const std::string record = records.finish(first);
    const std::size_t third = start(records);
    pipe.write("efgh");
    pipe.write("ijkl");
    const std::string next = records.finish(second);
    check({record, next, records.finish(third)}, {"abcd", "efgh", "ijkl"});
}

// Who polls has more schedules than anybody needs to see.
EXPLORE_TEST(Lab_08_DeadOverlapped, Test5_TwentyReads, .time = std::chrono::milliseconds{1'000}) {
    const PipeEnds pipe;
    Records records(pipe.ours());
    std::string all;
    std::vector<std::string> seen(20), expected;
    if (sizeof(Records) >= seen.size() * sizeof(OVERLAPPED))
        WB_DIAGNOSE("fixed-number-of-reads")
            << "A Records has " << sizeof(Records) << " bytes: its reads are inside it, so there "
            << "is a place for so many and no more. Any number of them may be under way.";
    for (char c = 'a'; c < 'a' + 20; ++c) {
        start(records);
        expected.emplace_back(Records::kBytes, c);
        all += expected.back();
    }
    pipe.write(all);
    for (std::size_t i = seen.size(); i-- > 0;) seen[i] = records.finish(i);
    check(seen, expected);
}

EXPLORE_TEST(Lab_08_DeadOverlapped, Test6_TheyAreUnderWay) {
    const PipeEnds pipe;
    Records records(pipe.ours());
    const std::size_t first = start(records);
    const std::size_t second = start(records);
    const w32::Event ended{w32::Reset::manual};
    OVERLAPPED request{};
    request.hEvent = ended.get();
    char third[Records::kBytes] = {};
    DWORD bytes = 0;
    (void)::ReadFile(pipe.ours(), third, Records::kBytes, nullptr, &request);
    pipe.write("abcdefghijkl");
    (void)::GetOverlappedResult(pipe.ours(), &request, &bytes, TRUE);
    const std::string seen(third, bytes);
    if (seen != "ijkl") {
        WB_DIAGNOSE("not-under-way")
            << "start() was called twice, and then the judge started a read of its own on this "
            << "pipe. It got '" << seen << "' instead of the third record: start() is to call "
            << "ReadFile, and finish() only to wait.";
        return;
    }
    const std::string record = records.finish(first);
    check({record, records.finish(second)}, {"abcd", "efgh"});
}

EXPLORE_STUCK_TEST(Lab_08_DeadOverlapped, Test7_WhoWaitsForARecordSleeps) {
    const PipeEnds pipe;
    Records records(pipe.ours());
    (void)records.finish(start(records));
}
