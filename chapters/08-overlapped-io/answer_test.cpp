// What notes/08-overlapped-io.md claims about starting a request, and the answers it may get.
// Topics: T78 T79 T81 T84 T85 T86 T96
#include "chapters/08-overlapped-io/requests.hpp"

#include "common/testing/claim.hpp"

#include <memory>
#include <vector>

using io::Request;
using workbook::PipeEnds;

TEST(Pending, ReadsNeedNoThreads) {
    WB_CLAIM("N08-01", "300 pending reads do not change the number of threads.");
    constexpr std::size_t kReads = 300;
    const PipeEnds pipe;
    std::vector<std::unique_ptr<Request>> reads;
    const int before = io::thread_count();
    for (std::size_t i = 0; i < kReads; ++i) {
        reads.push_back(std::make_unique<Request>());
        ASSERT_EQ(reads.back()->read(pipe.ours(), 1).how, w32::Io::pending);
    }
    EXPECT_EQ(io::thread_count(), before);
    ::CancelIoEx(pipe.ours(), nullptr);
    for (const auto& read : reads)
        EXPECT_EQ(read->overlapped.finish(pipe.ours()).error, DWORD{ERROR_OPERATION_ABORTED});
}

TEST(Opened, WithTheFlagAReadNeedsAnOverlapped) {
    WB_CLAIM("N08-02",
             "With FILE_FLAG_OVERLAPPED, a read of a file without an OVERLAPPED fails with 87.");
    const w32::Handle file = workbook::overlapped_file("abcdef");
    char bytes[4];
    DWORD count = 0;
    EXPECT_FALSE(::ReadFile(file.get(), bytes, sizeof bytes, &count, nullptr));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Opened, WithoutTheFlagAnOverlappedIsOnlyAPlace) {
    WB_CLAIM("N08-03", "Without the flag the call waits, and the OVERLAPPED says where to read.");
    wchar_t folder[MAX_PATH + 1];
    ASSERT_NE(::GetTempPathW(MAX_PATH + 1, folder), 0u);
    const std::wstring name = folder + workbook::name_here(L"workbook.place.");
    const w32::Handle file =
        w32::own_file(::CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE | DELETE, 0, nullptr,
                                    CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, nullptr),
                      "CreateFileW");
    DWORD count = 0;
    ASSERT_TRUE(::WriteFile(file.get(), "abcdef", 6, &count, nullptr));
    OVERLAPPED place{};
    place.Offset = 2;
    char bytes[3];
    EXPECT_TRUE(::ReadFile(file.get(), bytes, 3, &count, &place));
    EXPECT_EQ(std::string(bytes, count), "cde");
    EXPECT_EQ(::SetFilePointer(file.get(), 0, nullptr, FILE_CURRENT), 5u);
}

TEST(Answer, PendingIsFalseAnd997) {
    WB_CLAIM("N08-04",
             "A request that has begun and not ended: FALSE, and ERROR_IO_PENDING (997).");
    const PipeEnds pipe;
    Request read;
    DWORD count = 0;
    EXPECT_FALSE(::ReadFile(pipe.ours(), read.bytes, 4, &count, &read.overlapped.raw()));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_IO_PENDING});
    pipe.write("abcd");
    EXPECT_EQ(read.text(pipe.ours()), "abcd");
}

TEST(Answer, BytesThatAreThereComeAtOnceOrLater) {
    WB_CLAIM("N08-05", "What is there may be read at once or later: GetOverlappedResult has both.");
    const PipeEnds pipe;
    pipe.write("abcd");
    Request of_pipe;
    EXPECT_NE(of_pipe.read(pipe.ours(), 4).how, w32::Io::failed);
    EXPECT_EQ(of_pipe.text(pipe.ours()), "abcd");
    EXPECT_TRUE(of_pipe.signaled());
    const w32::Handle file = workbook::overlapped_file("abcd");  // surely in the cache
    Request of_file;
    EXPECT_NE(of_file.read(file.get(), 4).how, w32::Io::failed);
    EXPECT_EQ(of_file.text(file.get()), "abcd");
    EXPECT_TRUE(of_file.signaled());
}

TEST(Answer, WhilePendingTheResultIs996) {
    WB_CLAIM("N08-06", "While the request is pending, GetOverlappedResult says 996, never 997.");
    const PipeEnds pipe;
    Request read;
    ASSERT_EQ(read.read(pipe.ours()).how, w32::Io::pending);
    DWORD count = 0;
    EXPECT_FALSE(::GetOverlappedResult(pipe.ours(), &read.overlapped.raw(), &count, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_IO_INCOMPLETE});
    pipe.write("a");
    EXPECT_EQ(read.text(pipe.ours()), "a");
}

TEST(Answer, WithALimitItIs258) {
    WB_CLAIM("N08-07", "GetOverlappedResultEx with a limit: 258 after it; with limit 0: 996.");
    const PipeEnds pipe;
    Request read;
    ASSERT_EQ(read.read(pipe.ours()).how, w32::Io::pending);
    DWORD count = 0;
    OVERLAPPED& raw = read.overlapped.raw();
    EXPECT_FALSE(::GetOverlappedResultEx(pipe.ours(), &raw, &count, 1, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{WAIT_TIMEOUT});
    EXPECT_FALSE(::GetOverlappedResultEx(pipe.ours(), &raw, &count, 0, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_IO_INCOMPLETE});
    pipe.write("a");
    EXPECT_EQ(read.text(pipe.ours()), "a");
}

TEST(Answer, TheEndOfAFileIs38AtOnceOrLater) {
    WB_CLAIM("N08-08", "A read at the end of a file ends with ERROR_HANDLE_EOF, at once or later.");
    const w32::Handle file = workbook::overlapped_file("abcdef");
    Request last;
    last.overlapped.set_offset(4);
    ASSERT_NE(last.read(file.get()).how, w32::Io::failed);
    EXPECT_EQ(last.text(file.get()), "ef") << "fewer bytes than asked for";
    Request beyond;
    beyond.overlapped.set_offset(6);
    const w32::IoStarted started = beyond.read(file.get());
    ASSERT_NE(started.how, w32::Io::done);
    const DWORD error =
        started.how == w32::Io::failed ? started.error : beyond.overlapped.finish(file.get()).error;
    EXPECT_EQ(error, DWORD{ERROR_HANDLE_EOF});
}

TEST(Answer, TheEndOfAPipeIs109) {
    WB_CLAIM("N08-09", "When the other end has gone, a read ends with ERROR_BROKEN_PIPE (109).");
    PipeEnds pipe;
    Request pending;
    ASSERT_EQ(pending.read(pipe.ours()).how, w32::Io::pending);
    pipe.leave();
    EXPECT_EQ(pending.overlapped.finish(pipe.ours()).error, DWORD{ERROR_BROKEN_PIPE});
    Request later;
    const w32::IoStarted started = later.read(pipe.ours());
    EXPECT_EQ(started.how, w32::Io::failed);
    EXPECT_EQ(started.error, DWORD{ERROR_BROKEN_PIPE});
}

TEST(Answer, ALongMessageIs234AndItsFirstPartIsThere) {
    WB_CLAIM("N08-10", "234: the buffer holds the first part of a message; the next read goes on.");
    const PipeEnds pipe(PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    Request first;
    ASSERT_EQ(first.read(pipe.ours(), 4).how, w32::Io::pending);
    pipe.write("abcdefg");
    const w32::IoResult result = first.overlapped.finish(pipe.ours());
    EXPECT_EQ(result.error, DWORD{ERROR_MORE_DATA});
    EXPECT_EQ(std::string(first.bytes, result.bytes), "abcd");
    Request second;
    ASSERT_NE(second.read(pipe.ours(), 4).how, w32::Io::failed);
    EXPECT_EQ(second.text(pipe.ours()), "efg");
}

TEST(Answer, ARefusalSignalsNothing) {
    WB_CLAIM("N08-11", "FALSE with another error: there is no request, and no event will be set.");
    PipeEnds pipe;
    pipe.leave();
    Request read;
    EXPECT_EQ(read.read(pipe.ours()).how, w32::Io::failed);
    EXPECT_FALSE(read.signaled()) << "who waits for it now waits for ever";
    DWORD bytes = 0;
    EXPECT_FALSE(::GetOverlappedResult(pipe.ours(), &read.overlapped.raw(), &bytes, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_IO_INCOMPLETE}) << "it looks pending";
}

TEST(Extending, AWriteMayAnswerEitherWay) {
    WB_CLAIM("N08-12", "A write that makes the file longer may be done at once or pend: ask.");
    const w32::Handle file = workbook::overlapped_file("abcd");
    w32::Overlapped write;
    write.set_offset(1'000'000);
    const char byte[] = {'x'};
    EXPECT_NE(w32::start_write(file.get(), std::as_bytes(std::span(byte)), write.raw()).how,
              w32::Io::failed);
    EXPECT_EQ(write.finish(file.get()).bytes, 1u);
    LARGE_INTEGER size{};
    EXPECT_TRUE(::GetFileSizeEx(file.get(), &size));
    EXPECT_EQ(size.QuadPart, 1'000'001);
}
