// The judge of lab L28: lets pipes and files answer a read in every way, at once and later.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <three_answers.hpp>  // <>: the build chooses the folder

#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <string>

namespace {

using workbook::PipeEnds;

// What another call of the same thread leaves behind, between start() and finish().
constexpr DWORD kOfAnotherCall = ERROR_FILE_NOT_FOUND;

std::string described(Got got, const std::string& text, DWORD error) {
    if (got == Got::bytes) return "bytes '" + text + "'";
    if (got == Got::end) return "end";
    return "failure " + std::to_string(error);
}

void explain(const Receiver& receiver, Got seen, Got expected, const std::string& both) {
    if (seen == Got::failure &&
        (receiver.error == ERROR_IO_PENDING || receiver.error == ERROR_IO_INCOMPLETE))
        WB_DIAGNOSE("pending-taken-for-failure")
            << both << "997 (ERROR_IO_PENDING) says that the read has begun, 996 that it has not "
            << "ended. Buffer and OVERLAPPED belong to the system until it has.";
    else if (seen == Got::failure && receiver.error == kOfAnotherCall)
        WB_DIAGNOSE("error-read-too-late")
            << both << "2 is the error of another call, which this thread has made between start() "
            << "and finish(). GetLastError belongs right behind the call that it is to explain.";
    else if (seen == Got::failure && receiver.error == WAIT_TIMEOUT)
        WB_DIAGNOSE("gave-up-too-early")
            << both << "258 (WAIT_TIMEOUT): the limit of a wait was over. finish() waits until the "
            << "read has ended, however long that takes.";
    else if (seen == Got::bytes && expected == Got::bytes && receiver.text.empty())
        WB_DIAGNOSE("count-came-too-early")
            << both << "ReadFile gives the number of bytes only if it answers TRUE. Of a pending "
            << "read, GetOverlappedResult gives it.";
    else if (seen == Got::bytes && expected == Got::bytes)
        WB_DIAGNOSE("wrong-bytes") << both << "Each byte comes once, and no others come.";
    else if (seen == Got::end && expected == Got::bytes)
        WB_DIAGNOSE("bytes-taken-for-end")
            << both << "An end is told by its error, 38 or 109. A read that succeeds with 0 bytes "
            << "is none: a message may be empty.";
    else if (seen == Got::failure && expected == Got::end)
        WB_DIAGNOSE("end-taken-for-failure")
            << both << "38 at the end of a file and 109 at that of a pipe are how reading ends.";
    else if (seen == Got::failure && expected == Got::bytes)
        WB_DIAGNOSE("bytes-taken-for-failure")
            << both << "234 (ERROR_MORE_DATA) says that the buffer is full of the first part of a "
            << "message: the next read brings more of it.";
    else
        WB_DIAGNOSE("wrong-answer")
            << both << "What does not begin has no bytes, and not every error is an end.";
}

/// true: as it should be. `text` and `error` of the receiver belong to the answer.
bool expect(Receiver& receiver, Got expected, const std::string& text, DWORD error = 0) {
    ::SetLastError(kOfAnotherCall);
    const Got seen = receiver.finish();
    const std::string what = described(seen, receiver.text, receiver.error);
    explore::outcome(what);
    const std::string right = described(expected, text, error);
    if (what == right) return true;
    explain(receiver, seen, expected, "finish() said " + what + " instead of " + right + ". ");
    return false;
}

bool read_bytes(Receiver& receiver, DWORD offset, const std::string& text) {
    receiver.start(offset);
    return expect(receiver, Got::bytes, text);
}

}  // namespace

EXPLORE_TEST(Lab_08_ThreeAnswers, Test1_TheBytesAreThereAlready) {
    const PipeEnds pipe;
    Receiver receiver(pipe.ours());
    pipe.write("abcd");
    if (!read_bytes(receiver, 0, "abcd")) return;
    pipe.write("efg");
    read_bytes(receiver, 0, "efg");
}

EXPLORE_TEST(Lab_08_ThreeAnswers, Test2_TheBytesComeLater) {
    const PipeEnds pipe;
    Receiver receiver(pipe.ours());
    receiver.start(0);
    w32::Thread other("writes", [&] { pipe.write("abcd"); });
    expect(receiver, Got::bytes, "abcd");
    other.join();
}

EXPLORE_TEST(Lab_08_ThreeAnswers, Test3_TheOtherEndGoes) {
    PipeEnds pipe;
    Receiver receiver(pipe.ours());
    receiver.start(0);
    pipe.leave();
    if (!expect(receiver, Got::end, "")) return;
    receiver.start(0);
    expect(receiver, Got::end, "");
}

EXPLORE_TEST(Lab_08_ThreeAnswers, Test4_AFileEnds) {
    const w32::Handle file = workbook::overlapped_file("abcdef");
    Receiver receiver(file.get());
    if (!read_bytes(receiver, 0, "abcd") || !read_bytes(receiver, 4, "ef")) return;
    receiver.start(6);
    expect(receiver, Got::end, "");
}

EXPLORE_TEST(Lab_08_ThreeAnswers, Test5_MessagesAreLongOrEmpty) {
    const PipeEnds pipe(PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    Receiver receiver(pipe.ours());
    receiver.start(0);
    w32::Thread other("writes", [&] { pipe.write("abcdefg"); });
    const bool right = expect(receiver, Got::bytes, "abcd");
    other.join();
    if (!right || !read_bytes(receiver, 0, "efg")) return;
    pipe.write("");
    read_bytes(receiver, 0, "");
}

EXPLORE_TEST(Lab_08_ThreeAnswers, Test6_AReadIsRefused) {
    const PipeEnds pipe;
    Receiver receiver(pipe.ours());
    pipe.write("abcd");
    if (!read_bytes(receiver, 0, "abcd")) return;
    w32::check(::DisconnectNamedPipe(pipe.ours()), "DisconnectNamedPipe");
    receiver.start(0);
    expect(receiver, Got::failure, "", ERROR_PIPE_NOT_CONNECTED);
}

EXPLORE_STUCK_TEST(Lab_08_ThreeAnswers, Test7_WhoWaitsForBytesSleeps) {
    const PipeEnds pipe;
    Receiver receiver(pipe.ours());
    receiver.start(0);
    (void)receiver.finish();
}
