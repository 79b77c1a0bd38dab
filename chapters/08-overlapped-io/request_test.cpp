// What notes/08-overlapped-io.md claims about a request that has begun: its memory, its signals,
// its order and its cancellation.
// Topics: T80 T82 T83 T87 T88 T89 M15
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/testing/claim.hpp"
#include "common/win32/thread.hpp"

#include <type_traits>

using io::Request;
using workbook::PipeEnds;

TEST(Fields, AreAsWideAsAPointer) {
    WB_CLAIM("N08-13",
             "Internal and InternalHigh are ULONG_PTR: on x64 an OVERLAPPED has 32 bytes.");
    static_assert(std::is_same_v<decltype(OVERLAPPED::Internal), ULONG_PTR>);
    static_assert(std::is_same_v<decltype(OVERLAPPED::InternalHigh), ULONG_PTR>);
    EXPECT_EQ(sizeof(OVERLAPPED), sizeof(void*) == 8 ? 32u : 20u);
}

TEST(Fields, HoldTheStatusAndTheCount) {
    WB_CLAIM("N08-14", "Internal is the status, 0x103 while pending; InternalHigh the byte count.");
    const PipeEnds pipe;
    Request read;
    OVERLAPPED& raw = read.overlapped.raw();
    ASSERT_EQ(read.read(pipe.ours()).how, w32::Io::pending);
    EXPECT_EQ(raw.Internal, ULONG_PTR{0x103});
    EXPECT_FALSE(HasOverlappedIoCompleted(&raw));
    pipe.write("abc");
    EXPECT_EQ(read.text(pipe.ours()), "abc");
    EXPECT_EQ(raw.Internal, ULONG_PTR{0});
    EXPECT_EQ(raw.InternalHigh, ULONG_PTR{3});
    EXPECT_TRUE(HasOverlappedIoCompleted(&raw));
}

TEST(Fields, ACopyStaysPending) {
    WB_CLAIM("N08-15", "The address is the request: a copy of a pending OVERLAPPED stays pending.");
    const PipeEnds pipe;
    Request read;
    ASSERT_EQ(read.read(pipe.ours()).how, w32::Io::pending);
    OVERLAPPED copy = read.overlapped.raw();
    pipe.write("abc");
    EXPECT_EQ(read.text(pipe.ours()), "abc");
    DWORD count = 0;
    EXPECT_FALSE(::GetOverlappedResult(pipe.ours(), &copy, &count, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_IO_INCOMPLETE}) << "for ever";
}

TEST(Signal, WithoutAnEventTheFileHandleIsSignaled) {
    WB_CLAIM("N08-16", "A request without hEvent signals the file handle when it ends.");
    const w32::Handle file = workbook::overlapped_file("abcd");
    OVERLAPPED request{};
    char bytes[4];
    if (!::ReadFile(file.get(), bytes, 4, nullptr, &request)) {
        ASSERT_EQ(::GetLastError(), DWORD{ERROR_IO_PENDING});
    }
    EXPECT_EQ(::WaitForSingleObject(file.get(), INFINITE), WAIT_OBJECT_0);
    DWORD count = 0;
    EXPECT_TRUE(::GetOverlappedResult(file.get(), &request, &count, FALSE));
    EXPECT_EQ(std::string(bytes, count), "abcd");
}

TEST(Signal, TheFileHandleDoesNotSayWhich) {
    WB_CLAIM("N08-17", "With two requests the file handle is signaled when one of them has ended.");
    const PipeEnds pipe;
    OVERLAPPED first{}, second{};
    char bytes[2][4];
    ASSERT_FALSE(::ReadFile(pipe.ours(), bytes[0], 4, nullptr, &first));
    ASSERT_FALSE(::ReadFile(pipe.ours(), bytes[1], 4, nullptr, &second));
    pipe.write("abcd");
    EXPECT_EQ(::WaitForSingleObject(pipe.ours(), INFINITE), WAIT_OBJECT_0);
    DWORD count = 0;
    EXPECT_TRUE(::GetOverlappedResult(pipe.ours(), &first, &count, FALSE));
    EXPECT_FALSE(HasOverlappedIoCompleted(&second));
    pipe.write("efgh");
    while (!HasOverlappedIoCompleted(&second)) ::SwitchToThread();  // no event to wait for
    EXPECT_EQ(std::string(bytes[1], 4), "efgh");
}

TEST(Signal, ARequestResetsItsEventFirst) {
    WB_CLAIM("N08-18", "ReadFile resets the event of the request, the end of the request sets it.");
    const PipeEnds pipe;
    Request read;
    w32::check(::SetEvent(read.overlapped.event()), "SetEvent");
    ASSERT_EQ(read.read(pipe.ours()).how, w32::Io::pending);
    EXPECT_FALSE(read.signaled());
    pipe.write("a");
    EXPECT_EQ(read.text(pipe.ours()), "a");
    EXPECT_TRUE(read.signaled());
    EXPECT_TRUE(read.signaled()) << "a manual one stays set";
}

TEST(Signal, AnAutomaticEventIsClearAfterTheFirstWait) {
    WB_CLAIM("N08-19", "An automatic event says only once that the request has ended.");
    const PipeEnds pipe;
    w32::Event ended{w32::Reset::automatic};
    OVERLAPPED request{};
    request.hEvent = ended.get();
    char bytes[4];
    ASSERT_FALSE(::ReadFile(pipe.ours(), bytes, 4, nullptr, &request));
    ASSERT_EQ(::GetLastError(), DWORD{ERROR_IO_PENDING});
    pipe.write("abcd");
    ended.wait();
    EXPECT_FALSE(ended.wait_for(io::kNow)) << "the second who waits for it waits for ever";
    EXPECT_TRUE(HasOverlappedIoCompleted(&request));
}

TEST(Order, ReadsOfAPipeGetTheBytesInTheirOrder) {
    WB_CLAIM("N08-20", "Two reads of a pipe: the bytes go to the one that was started first.");
    const PipeEnds pipe;
    Request first, second;
    ASSERT_EQ(first.read(pipe.ours(), 4).how, w32::Io::pending);
    ASSERT_EQ(second.read(pipe.ours(), 4).how, w32::Io::pending);
    pipe.write("abcd");
    pipe.write("efgh");
    EXPECT_EQ(second.text(pipe.ours()), "efgh");
    EXPECT_EQ(first.text(pipe.ours()), "abcd");
}

TEST(Order, EachReadOfAFileHasItsOwnPlace) {
    WB_CLAIM("N08-21", "Each request has its own offset, so any number may be under way at once.");
    const w32::Handle file = workbook::overlapped_file("abcdefghijkl");
    Request reads[6];
    DWORD offset = 0;
    for (Request& read : reads) {
        read.overlapped.set_offset(offset);
        EXPECT_NE(read.read(file.get(), 2).how, w32::Io::failed);
        offset += 2;
    }
    std::string all;
    for (Request& read : reads) all += read.text(file.get());
    EXPECT_EQ(all, "abcdefghijkl") << "in whatever order they have ended";
}

TEST(Cancel, EndsARequestWith995) {
    WB_CLAIM("N08-22", "A cancelled request still ends, with ERROR_OPERATION_ABORTED (995).");
    const PipeEnds pipe;
    Request read;
    ASSERT_EQ(read.read(pipe.ours()).how, w32::Io::pending);
    EXPECT_TRUE(::CancelIoEx(pipe.ours(), &read.overlapped.raw()));
    const w32::IoResult result = read.overlapped.finish(pipe.ours());
    EXPECT_EQ(result.error, DWORD{ERROR_OPERATION_ABORTED});
    EXPECT_EQ(result.bytes, 0u);
    pipe.write("abcd");
    Request next;
    EXPECT_NE(next.read(pipe.ours()).how, w32::Io::failed);
    EXPECT_EQ(next.text(pipe.ours()), "abcd") << "it had taken nothing";
}

TEST(Cancel, FindsNothingIfTheRequestHasEnded) {
    WB_CLAIM("N08-23",
             "CancelIoEx: FALSE and 1168 - nothing left to cancel, the result is waiting.");
    const PipeEnds pipe;
    Request read;
    ASSERT_EQ(read.read(pipe.ours()).how, w32::Io::pending);
    pipe.write("abcd");
    ASSERT_EQ(w32::wait(read.overlapped.event(), w32::forever), w32::Waited::signaled);
    EXPECT_FALSE(::CancelIoEx(pipe.ours(), &read.overlapped.raw()));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_NOT_FOUND});
    EXPECT_EQ(read.text(pipe.ours()), "abcd");
}

TEST(Cancel, WithNullptrIsOfAllRequestsOfTheHandle) {
    WB_CLAIM("N08-24",
             "CancelIoEx with nullptr cancels each request that is pending on the handle.");
    const PipeEnds pipe;
    Request first, second;
    ASSERT_EQ(first.read(pipe.ours()).how, w32::Io::pending);
    ASSERT_EQ(second.read(pipe.ours()).how, w32::Io::pending);
    EXPECT_TRUE(::CancelIoEx(pipe.ours(), nullptr));
    EXPECT_EQ(first.overlapped.finish(pipe.ours()).error, DWORD{ERROR_OPERATION_ABORTED});
    EXPECT_EQ(second.overlapped.finish(pipe.ours()).error, DWORD{ERROR_OPERATION_ABORTED});
}

TEST(Cancel, CancelIoIsOfTheRequestsOfItsThread) {
    WB_CLAIM("N08-25", "CancelIo cancels what the calling thread has started, and answers TRUE.");
    const PipeEnds pipe;
    Request read;
    ASSERT_EQ(read.read(pipe.ours()).how, w32::Io::pending);
    w32::Thread("has started nothing", [&] { EXPECT_TRUE(::CancelIo(pipe.ours())); }).join();
    EXPECT_FALSE(HasOverlappedIoCompleted(&read.overlapped.raw()));
    EXPECT_TRUE(::CancelIo(pipe.ours()));
    EXPECT_EQ(read.overlapped.finish(pipe.ours()).error, DWORD{ERROR_OPERATION_ABORTED});
}
