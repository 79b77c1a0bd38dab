// The judge of lab L33: reads files of every length, several of them at once, and what cannot be
// read; the reads end in every order.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/judge.hpp"
#include "common/explore/testing/caller.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/thread.hpp"

#include <chrono>
#include <string>

namespace {
bool ends_at_once = false;  // the file that is being read
}

#if defined(WORKBOOK_EXPLORED)
/// The explorer's disk tells the end of a file in the routine. Windows may tell it at once, too.
static BOOL read_or_end(HANDLE file, LPVOID bytes, DWORD count, OVERLAPPED* request,
                        LPOVERLAPPED_COMPLETION_ROUTINE routine WB_AT_CALLER) {
    if (!ends_at_once || request->Offset == 0)
        return ::explored_ReadFileEx(file, bytes, count, request, routine WB_CALLER);
    ::SetLastError(ERROR_HANDLE_EOF);
    return FALSE;
}
#undef ReadFileEx
#define ReadFileEx read_or_end
#endif

#include <member_routine.hpp>  // <>: the build chooses the folder; here: it is to call the above

namespace {

using workbook::PipeEnds;

/// Writes down what it is told: "abcd|ef| end 0".
class Told : public FileReader {
    static constexpr std::size_t kFar = 20;  // more than is in any file here

public:
    void block(std::string_view block) override {
        for (const char byte : block) text += byte;  // one by one: so the explorer sees each
        text += "|";
        if (block.empty())
            WB_DIAGNOSE("empty-block") << "A reader was told of a block without bytes. A read that "
                                       << "fails brings none: that is the end.";
        else if (nothing_comes)
            WB_DIAGNOSE("wrong-object")
                << "A reader was told of '" << block << "' while its own read is pending: the "
                << "routine has not found the object whose read has ended.";
        else if (text.size() > kFar)
            WB_DIAGNOSE("no-end") << "A reader was told '" << text << "' and so on: the next read "
                                  << "begins behind the bytes that have come.";
        else
            return;
        ::SwitchToThread();  // a step: here the execution ends, before anything comes of it
    }
    void end(DWORD error) override { text += " end " + std::to_string(error); }

    std::string text;
    bool nothing_comes = false;  // what it reads from has no bytes
};

constexpr const char* kStillPending = " end 997";

void explain(const std::string& seen, const std::string& expected, const std::string& both) {
    const auto blocks = [](const std::string& text) { return text.substr(0, text.find(" end")); };
    if (seen.find(" end") == seen.npos)
        WB_DIAGNOSE("end-not-told")
            << both << "wait() has returned, and end() was not called. It returns when the end has "
            << "been told, and not when some routine has run.";
    else if (seen.find(kStillPending) != seen.npos)
        WB_DIAGNOSE("stale-error")
            << both << "997 (ERROR_IO_PENDING) is no end: the read is under way. The last error "
            << "says why ReadFileEx has answered FALSE; after TRUE it says nothing.";
    else if (blocks(seen) == blocks(expected) && seen.find(" end 0") == seen.npos &&
             expected.find(" end 0") != expected.npos)
        WB_DIAGNOSE("end-taken-for-failure")
            << both
            << "38 (ERROR_HANDLE_EOF) is how a file ends, and no failure, whether the routine "
            << "is told or ReadFileEx answers FALSE.";
    else if (blocks(seen) == blocks(expected))
        WB_DIAGNOSE("wrong-end")
            << both << "The end is told once, and only 38 is that of the file: another error, such "
            << "as 995 or 109, is told as what it is.";
    else if (expected.substr(0, blocks(seen).size()) == blocks(seen))
        WB_DIAGNOSE("lost-block")
            << both << "The last block has fewer bytes than were asked for: it is a block too, and "
            << "only the read after it says that there are no more.";
    else
        WB_DIAGNOSE("wrong-blocks")
            << both << "Each block goes once to the object that has read it, in order.";
}

/// true: as it should be.
bool expect(const Told& told, const std::string& expected, const char* whose = "the reader") {
    explore::outcome(told.text);
    if (told.text == expected) return true;
    explain(told.text, expected,
            std::string(whose) + " was told '" + told.text + "' instead of '" + expected + "'. ");
    return false;
}

/// Reads a file with these bytes.
bool read(Told& reader, const std::string& bytes, const std::string& expected,
          bool at_once = false) {
    const w32::Handle file = workbook::overlapped_file(bytes);
    reader.text.clear();
    ends_at_once = at_once;
    reader.start(file.get());
    explore::outcome("started");
    reader.wait();
    ends_at_once = false;
    return expect(reader, expected);
}

}  // namespace

EXPLORE_TEST(Lab_09_MemberRoutine, Test1_WholeBlocks) {
    Told reader;
    read(reader, "abcdefgh", "abcd|efgh| end 0");
}

EXPLORE_TEST(Lab_09_MemberRoutine, Test2_TheLastBlockIsShorter) {
    Told reader;
    read(reader, "abcdef", "abcd|ef| end 0");
}

EXPLORE_TEST(Lab_09_MemberRoutine, Test3_AgainAfterTheEnd) {
    Told reader;
    if (read(reader, "ab", "ab| end 0")) read(reader, "cdef", "cdef| end 0");
}

EXPLORE_TEST(Lab_09_MemberRoutine, Test4_TwoReadersTakeTurns) {
    const w32::Handle first_file = workbook::overlapped_file("abcdef");
    const PipeEnds second_pipe;
    Told first, second;
    second.nothing_comes = true;
    first.start(first_file.get());
    second.start(second_pipe.ours());
    w32::Thread other("cancels", [&] { ::CancelIoEx(second_pipe.ours(), nullptr); });
    first.wait();
    second.wait();
    other.join();
    if (expect(first, "abcd|ef| end 0", "the first reader"))
        expect(second, " end " + std::to_string(ERROR_OPERATION_ABORTED), "the second reader");
}

// About a thousand schedules if who waits sleeps, and too many if it polls: see Test9.
EXPLORE_TEST(Lab_09_MemberRoutine, Test5_TwoThreadsReadAtTheSameTime,
             .time = std::chrono::milliseconds{1'000}) {
    const w32::Handle file = workbook::overlapped_file("ab");
    Told first, second;
    w32::Thread other("reads", [&] {
        second.start(file.get());
        second.wait();
    });
    first.start(file.get());
    first.wait();
    other.join();
    if (expect(first, "ab| end 0", "the first reader"))
        expect(second, "ab| end 0", "the second reader");
}

EXPLORE_TEST(Lab_09_MemberRoutine, Test6_AReadIsRefused) {
    const PipeEnds pipe;
    w32::check(::DisconnectNamedPipe(pipe.ours()), "DisconnectNamedPipe");
    Told reader;
    reader.start(pipe.ours());
    reader.wait();
    expect(reader, " end " + std::to_string(ERROR_PIPE_NOT_CONNECTED));
}

EXPLORE_TEST(Lab_09_MemberRoutine, Test7_ShortBlocksOfAPipe) {
    PipeEnds pipe(PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    pipe.write("ab");
    pipe.write("cd");
    pipe.leave();
    Told reader;
    reader.start(pipe.ours());
    reader.wait();
    expect(reader, "ab|cd| end " + std::to_string(ERROR_BROKEN_PIPE));
}

EXPLORE_TEST(Lab_09_MemberRoutine, Test8_TheEndComesAtOnce) {
    Told reader;
    if (read(reader, "abcd", "abcd| end 0", true)) read(reader, "", " end 0");
}

EXPLORE_STUCK_TEST(Lab_09_MemberRoutine, Test9_WhoWaitsSleeps) {
    const PipeEnds pipe;
    Told reader;
    reader.start(pipe.ours());
    reader.wait();
}
