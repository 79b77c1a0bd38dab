// What notes/10-iocp.md claims about a port and its files: the key, the packet, and which requests
// queue one.
// Topics: T98 T99 T103 M17 S09
#include "chapters/10-iocp/ports.hpp"

#include "common/testing/claim.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"
#include "common/win32/named_pipe.hpp"
#include "common/win32/thread.hpp"

#include <type_traits>

using ports::How;
using ports::Joined;
using ports::kKey;

namespace {

// nullptr: the error of the association.
DWORD error_of_joining(HANDLE file, HANDLE port) {
    return ::CreateIoCompletionPort(file, port, 1, 0) != nullptr ? ERROR_SUCCESS : ::GetLastError();
}

HANDLE with_lowest_bit(HANDLE event) {
    return reinterpret_cast<HANDLE>(reinterpret_cast<ULONG_PTR>(event) | 1);
}

}  // namespace

TEST(Port, TellsOfARequestThatHasEnded) {
    WB_CLAIM("N10-01", "A packet has the bytes, the key of the file and the OVERLAPPED.");
    Joined now;
    ASSERT_EQ(now.read().how, w32::Io::pending);
    now.pipe.write("hello");
    const w32::Dequeued packet = now.packet();
    EXPECT_EQ(packet.how, How::completed);
    EXPECT_EQ(packet.bytes, 5u);
    EXPECT_EQ(packet.key, kKey);
    EXPECT_EQ(packet.overlapped, &now.request);
}

TEST(Port, KeepsAKeyAsWideAsAPointer) {
    WB_CLAIM("N10-02", "The key is a ULONG_PTR: a pointer goes in and comes out whole.");
    using Create = HANDLE WINAPI(HANDLE, HANDLE, ULONG_PTR, DWORD);
    static_assert(std::is_same_v<decltype(::CreateIoCompletionPort), Create>);
    w32::CompletionPort port;
    port.post(0, kKey);
    EXPECT_EQ(port.get(ports::kLimit).key, kKey);
}

TEST(Port, ServesManyFilesAndSaysWhich) {
    WB_CLAIM("N10-03",
             "Many files join one port; the key says which one, the OVERLAPPED which "
             "request of it.");
    w32::CompletionPort port;
    workbook::PipeEnds pipes[2];
    OVERLAPPED requests[2][2] = {};
    char bytes[2][2][4];
    for (ULONG_PTR i = 0; i < 2; ++i) {
        port.associate(pipes[i].ours(), i + 1);
        for (int k = 0; k < 2; ++k)
            ASSERT_FALSE(::ReadFile(pipes[i].ours(), bytes[i][k], 4, nullptr, &requests[i][k]));
    }
    pipes[1].write("abcd");
    const w32::Dequeued first = port.get(ports::kLimit);
    EXPECT_EQ(first.key, 2u);
    EXPECT_EQ(first.overlapped, &requests[1][0]);
    pipes[0].write("efgh");
    EXPECT_EQ(port.get(ports::kLimit).key, 1u);
    for (workbook::PipeEnds& pipe : pipes) pipe.leave();
    for (int left = 2; left > 0; --left) (void)port.get(ports::kLimit);
}

TEST(Port, KeepsAFileForLife) {
    WB_CLAIM("N10-04", "A file belongs to one port for life: a second association fails with 87.");
    Joined now;
    const w32::CompletionPort other;
    EXPECT_EQ(error_of_joining(now.pipe.ours(), other.raw()), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(error_of_joining(now.pipe.ours(), now.port.raw()), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Port, TakesOnlyWhatIsOpenedForOverlappedIo) {
    WB_CLAIM("N10-05",
             "What is not opened for overlapped I/O, an anonymous pipe for one, is "
             "refused with 87.");
    const w32::CompletionPort port;
    HANDLE read = nullptr, write = nullptr;
    w32::check(::CreatePipe(&read, &write, nullptr, 0), "CreatePipe");
    const w32::Handle ends[] = {w32::Handle(read), w32::Handle(write)};
    EXPECT_EQ(error_of_joining(ends[0].get(), port.raw()), DWORD{ERROR_INVALID_PARAMETER});
    const workbook::PipeEnds pipe;
    EXPECT_EQ(error_of_joining(pipe.theirs(), port.raw()), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Port, IsThatOfADuplicateToo) {
    WB_CLAIM("N10-06", "A duplicate of the handle belongs to the port as well.");
    Joined now;
    HANDLE copy = nullptr;
    w32::check(::DuplicateHandle(::GetCurrentProcess(), now.pipe.ours(), ::GetCurrentProcess(),
                                 &copy, 0, FALSE, DUPLICATE_SAME_ACCESS),
               "DuplicateHandle");
    const w32::Handle duplicate(copy);
    ASSERT_FALSE(::ReadFile(duplicate.get(), now.bytes, 4, nullptr, &now.request));
    now.pipe.write("abcd");
    EXPECT_EQ(now.packet().key, kKey);
}

TEST(Port, IsMadeAndJoinedInOneCall) {
    WB_CLAIM("N10-07", "With a file and no port, CreateIoCompletionPort makes one and joins both.");
    const workbook::PipeEnds pipe;
    const w32::Handle port =
        w32::own(::CreateIoCompletionPort(pipe.ours(), nullptr, kKey, 0), "CreateIoCompletionPort");
    OVERLAPPED request{};
    char bytes[4];
    ASSERT_FALSE(::ReadFile(pipe.ours(), bytes, 4, nullptr, &request));
    pipe.write("abcd");
    DWORD count = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* ended = nullptr;
    EXPECT_TRUE(::GetQueuedCompletionStatus(port.get(), &count, &key, &ended, 5000));
    EXPECT_EQ(key, kKey);
}

TEST(Packet, IsTakenByAnyThread) {
    WB_CLAIM("N10-08",
             "Any thread may take the packet, and its request outlives the thread that "
             "has started it.");
    Joined now;
    w32::Thread([&] { EXPECT_EQ(now.read().how, w32::Io::pending); }).join();
    now.pipe.write("abc");
    w32::Dequeued packet{};
    w32::Thread([&] { packet = now.packet(); }).join();
    EXPECT_EQ(packet.how, How::completed);
    EXPECT_EQ(packet.bytes, 3u);
}

TEST(Packet, ComesOfTheServersReadNotOfTheClientsWrite) {
    WB_CLAIM("N10-09",
             "A write of the client queues nothing; the read of the server that gets the "
             "bytes does.");
    Joined now;
    now.pipe.write("abc");
    EXPECT_TRUE(now.no_packet());
    EXPECT_NE(now.read().how, w32::Io::failed);
    EXPECT_EQ(now.packet().bytes, 3u);
}

TEST(Packet, OfWhatIsDoneAtOnceComesToo) {
    WB_CLAIM("N10-10", "A request that is done at once queues its packet all the same.");
    Joined now;
    now.pipe.write("abc");
    const w32::IoStarted started = now.read();
    ASSERT_EQ(started.how, w32::Io::done) << "the bytes were there";
    const w32::Dequeued packet = now.packet();
    EXPECT_EQ(packet.bytes, 3u);
    EXPECT_EQ(packet.overlapped, &now.request);
}

TEST(Packet, OfWhatIsRefusedNeverComes) {
    WB_CLAIM("N10-11", "A request that is refused queues none.");
    Joined now;
    now.pipe.leave();
    const w32::IoStarted started = now.read();
    EXPECT_EQ(started.how, w32::Io::failed);
    EXPECT_EQ(started.error, DWORD{ERROR_BROKEN_PIPE});
    EXPECT_TRUE(now.no_packet());
}

TEST(Packet, IsSkippedOnlyForWhatIsDoneAtOnce) {
    WB_CLAIM("N10-12",
             "With FILE_SKIP_COMPLETION_PORT_ON_SUCCESS what is done at once queues none; "
             "what was pending does.");
    Joined now;
    w32::check(
        ::SetFileCompletionNotificationModes(now.pipe.ours(), FILE_SKIP_COMPLETION_PORT_ON_SUCCESS),
        "SetFileCompletionNotificationModes");
    now.pipe.write("abc");
    ASSERT_EQ(now.read().how, w32::Io::done);
    EXPECT_TRUE(now.no_packet());
    ASSERT_EQ(now.read().how, w32::Io::pending);
    now.pipe.write("efgh");
    EXPECT_EQ(now.packet().bytes, 4u);
}

TEST(Packet, IsKeptAwayByTheLowestBitOfTheEvent) {
    WB_CLAIM("N10-13",
             "With the lowest bit set in hEvent the event is signaled, and no packet "
             "comes.");
    Joined now;
    const w32::Event ended(w32::Reset::manual);
    now.request.hEvent = with_lowest_bit(ended.get());
    ASSERT_EQ(now.read().how, w32::Io::pending);
    now.pipe.write("abc");
    EXPECT_EQ(::WaitForSingleObject(ended.get(), 5000), WAIT_OBJECT_0);
    DWORD count = 0;
    EXPECT_TRUE(::GetOverlappedResult(now.pipe.ours(), &now.request, &count, FALSE));
    EXPECT_EQ(count, 3u);
    EXPECT_TRUE(now.no_packet());
}

TEST(Packet, ComesWithAnEventThatIsSignaledToo) {
    WB_CLAIM("N10-14", "An event in hEvent is signaled as well; it does not replace the packet.");
    Joined now;
    const w32::Event ended(w32::Reset::manual);
    now.request.hEvent = ended.get();
    ASSERT_EQ(now.read().how, w32::Io::pending);
    now.pipe.write("abc");
    EXPECT_EQ(now.packet().bytes, 3u);
    EXPECT_EQ(::WaitForSingleObject(ended.get(), 0), WAIT_OBJECT_0);
}

TEST(Packet, OfACancelledRequestHas995) {
    WB_CLAIM("N10-15", "A cancelled request queues a failed packet with 995.");
    Joined now;
    ASSERT_EQ(now.read().how, w32::Io::pending);
    EXPECT_TRUE(w32::cancel(now.pipe.ours(), now.request));
    const w32::Dequeued packet = now.packet();
    EXPECT_EQ(packet.how, How::failed);
    EXPECT_EQ(packet.error, DWORD{ERROR_OPERATION_ABORTED});
    EXPECT_EQ(packet.overlapped, &now.request);
}

TEST(Packet, ComesWhenItsFileIsClosed) {
    WB_CLAIM("N10-16", "Closing the handle ends its pending requests, each with a failed packet.");
    w32::CompletionPort port;
    OVERLAPPED request{};
    char bytes[4];
    {
        const workbook::PipeEnds pipe;
        port.associate(pipe.ours(), kKey);
        ASSERT_FALSE(::ReadFile(pipe.ours(), bytes, 4, nullptr, &request));
    }
    const w32::Dequeued packet = port.get(ports::kLimit);
    EXPECT_EQ(packet.how, How::failed);
    EXPECT_EQ(packet.overlapped, &request);
}

TEST(Packet, OfALongMessageIsFalseWith234) {
    WB_CLAIM("N10-17",
             "A message that is longer than the buffer: a failed packet with 234 and the "
             "bytes that fit. The client is still there.");
    Joined now(PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    ASSERT_EQ(now.read(4).how, w32::Io::pending);
    now.pipe.write("abcdefg");
    const w32::Dequeued packet = now.packet();
    EXPECT_EQ(packet.how, How::failed);
    EXPECT_EQ(packet.error, DWORD{ERROR_MORE_DATA});
    EXPECT_EQ(packet.bytes, 4u);
    EXPECT_NE(now.read(4).how, w32::Io::failed);
    EXPECT_EQ(now.packet().bytes, 3u);
}

TEST(Connect, OfAClientThatIsThereQueuesNone) {
    WB_CLAIM("N10-18",
             "A client that has come before ConnectNamedPipe: FALSE, 535, and no packet. "
             "One that comes later queues one.");
    w32::CompletionPort port;
    const std::wstring name = workbook::name_here(LR"(\\.\pipe\connect)");
    OVERLAPPED request{};
    {
        w32::PipeServer server(name.c_str(), {});
        port.associate(server.get(), kKey);
        const w32::PipeClient early(name.c_str());
        EXPECT_FALSE(::ConnectNamedPipe(server.get(), &request));
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_PIPE_CONNECTED});
        EXPECT_EQ(port.get(std::chrono::milliseconds{50}).how, How::timed_out);
    }
    w32::PipeServer server(name.c_str(), {});
    port.associate(server.get(), kKey);
    EXPECT_FALSE(::ConnectNamedPipe(server.get(), &request));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_IO_PENDING});
    const w32::PipeClient late(name.c_str());
    EXPECT_EQ(port.get(ports::kLimit).overlapped, &request);
}
