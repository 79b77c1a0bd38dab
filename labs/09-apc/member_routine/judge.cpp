// The judge of lab L33: reads files of every length, several of them at once, and what cannot be
// read; the reads end in every order.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <member_routine.hpp>  // <>: the build chooses the folder

#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <string>

namespace {

using workbook::PipeEnds;

/// Writes down what it is told: "abcd|ef| end 0".
class Told : public FileReader {
    static constexpr std::size_t kFar = 20;  // more than is in any file here

public:
    void block(std::string_view block) override {
        text += std::string(block) + "|";
        if (nothing_comes)
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

void explain(const std::string& seen, const std::string& expected, const std::string& both) {
    const auto blocks = [](const std::string& text) { return text.substr(0, text.find(" end")); };
    if (blocks(seen) == blocks(expected) && seen.find(" end 0") == seen.npos &&
        expected.find(" end 0") != expected.npos)
        WB_DIAGNOSE("end-taken-for-failure")
            << both << "38 (ERROR_HANDLE_EOF) is how a file ends, and no failure.";
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
bool read(Told& reader, const std::string& bytes, const std::string& expected) {
    const w32::Handle file = workbook::overlapped_file(bytes);
    reader.text.clear();
    reader.start(file.get());
    explore::outcome("started");
    reader.wait();
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
    if (read(reader, "ab", "ab| end 0") && read(reader, "", " end 0"))
        read(reader, "cdefgh", "cdef|gh| end 0");
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

EXPLORE_TEST(Lab_09_MemberRoutine, Test5_TwoThreadsReadAtTheSameTime) {
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
