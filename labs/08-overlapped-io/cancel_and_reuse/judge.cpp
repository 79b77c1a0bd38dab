// The judge of lab L31: lets bytes, time-outs and cancellations meet in every order, uses the
// buffer afterwards, and looks for what has been lost.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <cancel_and_reuse.hpp>  // <>: the build chooses the folder

#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <string>

namespace {

using workbook::PipeEnds;

constexpr DWORD kRoom = 4;
constexpr DWORD kSoon = 1;  // milliseconds; the explorer lets time pass when it likes

const std::string kNothing = "nothing";

/// One read(), in words; then the buffer is used for something else.
std::string read(PatientReader& reader, char* buffer, DWORD ms) {
    const std::optional<DWORD> bytes = reader.read(buffer, kRoom, ms);
    std::string seen = kNothing;
    if (bytes.has_value()) seen = *bytes == 0 ? "end" : std::string(buffer, *bytes);
    for (DWORD i = 0; i < kRoom; ++i) buffer[i] = static_cast<char>('0' + i);
    return seen;
}

bool expect(const std::string& seen, const std::string& expected) {
    explore::outcome(seen);
    if (seen == expected) return true;
    const std::string both = "read() returned " + seen + " instead of " + expected + ". ";
    if (seen == kNothing)
        WB_DIAGNOSE("gave-up-too-early") << both << "It was to wait until something comes.";
    else if (seen == "end" && expected == kNothing)
        WB_DIAGNOSE("given-up-taken-for-end")
            << both << "0 says that the other end has gone, and nobody has. A limit that is over "
            << "is told by 258, a limit of 0 by 996, and the end of a cancelled read by 995 and 0 "
            << "bytes: all of that is giving up, nullopt.";
    else if (seen == "end")
        WB_DIAGNOSE("woken-by-another")
            << both << "Nobody has gone. Either the result was asked for before there was one "
            << "(996), or what ended the wait was another request: one that was cancelled before, "
            << "and whose end was not collected.";
    else if (expected == kNothing)
        WB_DIAGNOSE("wrong-answer") << both << "Nobody had written anything.";
    else
        WB_DIAGNOSE("lost-bytes")
            << both << "A read that gave up had taken bytes already, or still took them: the "
            << "cancellation came too late, and how the request has ended was not looked at.";
    return false;
}

}  // namespace

EXPLORE_TEST(Lab_08_CancelAndReuse, Test1_TheBytesAreThere) {
    const PipeEnds pipe;
    PatientReader reader(pipe.ours());
    char buffer[kRoom];
    pipe.write("abcdef");
    if (expect(read(reader, buffer, INFINITE), "abcd"))
        expect(read(reader, buffer, INFINITE), "ef");
}

EXPLORE_TEST(Lab_08_CancelAndReuse, Test2_NothingComes) {
    const PipeEnds pipe;
    PatientReader reader(pipe.ours());
    char buffer[kRoom];
    if (!expect(read(reader, buffer, kSoon), kNothing)) return;
    pipe.write("abcd");
    if (expect(read(reader, buffer, INFINITE), "abcd")) expect(read(reader, buffer, 0), kNothing);
}

EXPLORE_TEST(Lab_08_CancelAndReuse, Test3_BytesAndCancellationMeet) {
    const PipeEnds pipe;
    PatientReader reader(pipe.ours());
    char buffer[kRoom];
    w32::Thread other("writes", [&] { pipe.write("abcd"); });
    std::string seen = read(reader, buffer, kSoon);
    explore::outcome(seen);
    other.join();
    pipe.write("efgh");
    if (seen == kNothing) seen = read(reader, buffer, INFINITE);
    if (expect(seen, "abcd")) expect(read(reader, buffer, INFINITE), "efgh");
}

EXPLORE_TEST(Lab_08_CancelAndReuse, Test4_OtherRequestsGoOn) {
    const PipeEnds pipe;
    PatientReader reader(pipe.ours());
    char buffer[kRoom], first[kRoom] = {};
    const w32::Event ended{w32::Reset::manual};
    OVERLAPPED request{};
    request.hEvent = ended.get();
    DWORD bytes = 0;
    (void)::ReadFile(pipe.ours(), first, kRoom, nullptr, &request);
    const std::string seen = read(reader, buffer, kSoon);
    explore::outcome(seen);
    pipe.write("abcd");
    if (!::GetOverlappedResult(pipe.ours(), &request, &bytes, TRUE))
        WB_DIAGNOSE("cancelled-another")
            << "Another read of the same pipe has ended with " << ::GetLastError()
            << ": it was cancelled together with that of read(). CancelIoEx with nullptr, and "
            << "CancelIo, end requests that are none of read()'s business.";
    else
        expect(seen, kNothing);
}

EXPLORE_TEST(Lab_08_CancelAndReuse, Test5_TheOtherEndGoes) {
    PipeEnds pipe;
    PatientReader reader(pipe.ours());
    char buffer[kRoom];
    w32::Thread other("leaves", [&] { pipe.leave(); });
    std::string seen = read(reader, buffer, kSoon);
    explore::outcome(seen);
    other.join();
    if (seen == kNothing) seen = read(reader, buffer, INFINITE);
    expect(seen, "end");
}

EXPLORE_STUCK_TEST(Lab_08_CancelAndReuse, Test6_WhoWaitsForBytesSleeps) {
    const PipeEnds pipe;
    PatientReader reader(pipe.ours());
    char buffer[kRoom];
    (void)read(reader, buffer, INFINITE);
}
