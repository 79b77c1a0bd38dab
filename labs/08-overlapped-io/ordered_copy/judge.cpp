// The judge of lab L30: counts which reads have been started when a piece is delivered, and lets
// them end in every order.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/judge.hpp"
#include "common/explore/testing/caller.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace {

// Of the running test. Real threads leave them as they were; the explorer restores them.
int started = 0;      // reads
int delivered = 0;    // pieces
int woken_early = 0;  // waits for a result that was not there when they ended
std::string output;
std::string expected;

}  // namespace

// What the lab calls instead: the same, counted.
[[maybe_unused]] static BOOL counted_ReadFile(HANDLE file, LPVOID buffer, DWORD bytes, LPDWORD read,
                                              LPOVERLAPPED request WB_AT_CALLER) {
    ++started;
    return ::ReadFile(file, buffer, bytes, read, request WB_CALLER);
}
[[maybe_unused]] static BOOL counted_GetOverlappedResult(HANDLE file, LPOVERLAPPED request,
                                                         LPDWORD bytes, BOOL wait WB_AT_CALLER) {
    const BOOL ok = ::GetOverlappedResult(file, request, bytes, wait WB_CALLER);
    if (!ok && wait && ::GetLastError() == ERROR_IO_INCOMPLETE) ++woken_early;
    return ok;
}
#undef ReadFile
#undef GetOverlappedResult
#define ReadFile counted_ReadFile
#define GetOverlappedResult counted_GetOverlappedResult

#include <ordered_copy.hpp>  // <>: the build chooses the folder

namespace {

// As delivered; a lab with more memory has more to gain.
constexpr int kAtOnce = 2;
constexpr std::size_t kPiece = 4;

int pieces_of(std::size_t bytes) { return static_cast<int>((bytes + kPiece - 1) / kPiece); }

// What must have been started when so many pieces have been delivered, and no more than that.
void check_reads() {
    const int all = pieces_of(expected.size());
    const int right = std::min(delivered + kAtOnce, all);
    const std::string summary = "Piece " + std::to_string(delivered) + " of " +
                                std::to_string(all) + " is delivered, and " +
                                std::to_string(started) + " reads have been started. ";
    if (started < right && delivered == 0)
        WB_DIAGNOSE("one-at-a-time")
            << summary << "While it is delivered, the next one is to be read: two OVERLAPPEDs.";
    else if (started < right)
        WB_DIAGNOSE("in-batches")
            << summary << "As soon as a place is free, its next read is started; the other pieces "
            << "need not be there for that.";
    else if (started > right)
        WB_DIAGNOSE("too-many-at-once")
            << summary << "There is memory for " << kAtOnce << " pieces: a place is free when its "
            << "piece has been delivered.";
}

void check_output() {
    explore::outcome("'" + output + "'");
    const std::string both =
        "To be delivered was '" + expected + "', and delivered was '" + output + "'. ";
    std::string sorted = output;
    std::sort(sorted.begin(), sorted.end());
    if (output == expected) return;
    if (woken_early > 0)
        WB_DIAGNOSE("woken-by-another")
            << both << "GetOverlappedResult came back before this request had ended: what it "
            << "waited for, another request had signaled. Each request has an event of its own.";
    else if (sorted == expected)
        WB_DIAGNOSE("wrong-order")
            << both << "Reads end in any order. A piece that has come waits for its turn.";
    else if (output.starts_with(expected))
        WB_DIAGNOSE("too-much")
            << both << "The file goes on behind its first `size` bytes, and the last piece has "
            << "been read to its end: what comes after `size` is not delivered.";
    else
        WB_DIAGNOSE("wrong-output")
            << both << "Each piece comes once: from its own offset, and after its read has ended.";
}

// The first bytes of a file that may have more.
void run(const std::string& bytes, const std::string& more = "") {
    started = delivered = woken_early = 0;
    output.clear();
    expected = bytes;
    {
        const w32::Handle file = workbook::overlapped_file(bytes + more);
        OrderedCopy copy(file.get());
        copy.run(static_cast<DWORD>(expected.size()));
    }
    check_output();
}

}  // namespace

void deliver(std::string_view bytes) {
    check_reads();
    output += bytes;
    ++delivered;
}

EXPLORE_TEST(Lab_08_OrderedCopy, Test1_OnePiece) { run("abc", "xyz"); }

EXPLORE_TEST(Lab_08_OrderedCopy, Test2_TwoPieces) { run("abcdefgh"); }

EXPLORE_TEST(Lab_08_OrderedCopy, Test3_ThreePieces) { run("abcdefghij"); }

EXPLORE_TEST(Lab_08_OrderedCopy, Test4_FourPieces) { run("abcdefghijklmnop"); }

// A pipe has no places, and this one nothing to read: the first piece never comes.
EXPLORE_STUCK_TEST(Lab_08_OrderedCopy, Test5_WhoWaitsForAPieceSleeps) {
    const workbook::PipeEnds pipe;
    OrderedCopy(pipe.ours()).run(OrderedCopy::kPiece);
}
