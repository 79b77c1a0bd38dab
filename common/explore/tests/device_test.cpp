// device_test.cpp - overlapped requests to files and pipes in every schedule.
#include "common/explore/testing/explore_test.hpp"
#include "common/explore/tests/plain.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <cstring>

namespace {

using explore::Outcome;

constexpr wchar_t kPipe[] = L"\\\\.\\pipe\\explored";

w32::Handle server_end(DWORD flags = FILE_FLAG_OVERLAPPED, DWORD mode = PIPE_TYPE_BYTE) {
    return w32::own_file(
        ::CreateNamedPipeW(kPipe, PIPE_ACCESS_DUPLEX | flags, mode, 4, 0, 0, 0, nullptr),
        "CreateNamedPipeW");
}

w32::Handle client_end(DWORD flags = 0) {
    return w32::own_file(::CreateFileW(kPipe, GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                                       OPEN_EXISTING, flags, nullptr),
                         "CreateFileW");
}

w32::Handle disk_file() {
    return w32::own_file(::CreateFileW(L"file", GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                                       CREATE_ALWAYS, FILE_FLAG_OVERLAPPED, nullptr),
                         "CreateFileW");
}

struct Request {
    w32::Event event{w32::Reset::manual};
    OVERLAPPED raw{};
    char buffer[8] = {};
    Request() { raw.hEvent = event.get(); }
    // The error; ERROR_IO_PENDING is waited for.
    DWORD end(HANDLE file, BOOL ok) {
        DWORD bytes = 0;
        const DWORD error = ok ? ERROR_SUCCESS : ::GetLastError();
        if (!ok && error != ERROR_IO_PENDING) return error;
        return ::GetOverlappedResult(file, &raw, &bytes, TRUE) ? ERROR_SUCCESS : ::GetLastError();
    }
};

EXPLORE_TEST(ExploredPipe, CarriesBytes) {
    const w32::Handle server = server_end();
    w32::Thread thread([] {
        const w32::Handle client = client_end();
        DWORD bytes = 0;
        EXPECT_TRUE(::WriteFile(client.get(), "abc", 3, &bytes, nullptr));
        char answer[4] = {};
        EXPECT_TRUE(::ReadFile(client.get(), answer, 3, &bytes, nullptr));
        EXPECT_STREQ(answer, "xyz");
    });
    Request request;
    const DWORD connected =
        request.end(server.get(), ::ConnectNamedPipe(server.get(), &request.raw));
    EXPECT_TRUE(connected == ERROR_SUCCESS || connected == ERROR_PIPE_CONNECTED);
    Request read;
    EXPECT_EQ(read.end(server.get(), ::ReadFile(server.get(), read.buffer, 3, nullptr, &read.raw)),
              DWORD{ERROR_SUCCESS});
    EXPECT_STREQ(read.buffer, "abc");
    EXPECT_EQ(read.raw.InternalHigh, 3u);
    Request write;
    EXPECT_EQ(write.end(server.get(), ::WriteFile(server.get(), "xyz", 3, nullptr, &write.raw)),
              DWORD{ERROR_SUCCESS});
    thread.join();
    EXPECT_EQ(read.end(server.get(), ::ReadFile(server.get(), read.buffer, 3, nullptr, &read.raw)),
              DWORD{ERROR_BROKEN_PIPE});
}

EXPLORE_TEST(ExploredPipe, MessagesKeepTheirBounds) {
    const w32::Handle server = server_end(0, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    const w32::Handle client = client_end();
    DWORD bytes = 0;
    ::WriteFile(client.get(), "abcdef", 6, &bytes, nullptr);
    ::WriteFile(client.get(), "g", 1, &bytes, nullptr);
    char buffer[8] = {};
    EXPECT_FALSE(::ReadFile(server.get(), buffer, 4, &bytes, nullptr));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_MORE_DATA});
    EXPECT_EQ(bytes, 4u);
    EXPECT_TRUE(::ReadFile(server.get(), buffer, 8, &bytes, nullptr));
    EXPECT_EQ(bytes, 2u);
    EXPECT_TRUE(::ReadFile(server.get(), buffer, 8, &bytes, nullptr));
    EXPECT_EQ(bytes, 1u);
}

EXPLORE_TEST(ExploredPipe, OpensOnlyWhatListens) {
    EXPECT_EQ(::CreateFileW(kPipe, 0, 0, nullptr, OPEN_EXISTING, 0, nullptr), INVALID_HANDLE_VALUE);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_FILE_NOT_FOUND});
    const w32::Handle server = server_end();
    const w32::Handle client = client_end();
    EXPECT_EQ(::CreateFileW(kPipe, 0, 0, nullptr, OPEN_EXISTING, 0, nullptr), INVALID_HANDLE_VALUE);
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_PIPE_BUSY});
}

EXPLORE_TEST(ExploredPipe, ACancelledReadEndsWithItsError) {
    const w32::Handle server = server_end();
    const w32::Handle client = client_end();
    Request read;
    EXPECT_FALSE(::CancelIoEx(server.get(), nullptr));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_NOT_FOUND});
    EXPECT_FALSE(::ReadFile(server.get(), read.buffer, 3, nullptr, &read.raw));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_IO_PENDING});
    DWORD bytes = 0;
    EXPECT_FALSE(::GetOverlappedResult(server.get(), &read.raw, &bytes, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_IO_INCOMPLETE});
    EXPECT_TRUE(::CancelIoEx(server.get(), &read.raw));
    EXPECT_FALSE(::GetOverlappedResult(server.get(), &read.raw, &bytes, TRUE));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_OPERATION_ABORTED});
    EXPECT_EQ(read.raw.Internal, ULONG_PTR{0xC0000120});
}

EXPLORE_TEST(ExploredPipe, ARefusedReadLooksPending) {
    const w32::Handle server = server_end();
    client_end().reset();
    Request read;
    EXPECT_FALSE(::ReadFile(server.get(), read.buffer, 3, nullptr, &read.raw));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_BROKEN_PIPE});
    EXPECT_FALSE(HasOverlappedIoCompleted(&read.raw));
    DWORD bytes = 0;
    EXPECT_FALSE(::GetOverlappedResult(server.get(), &read.raw, &bytes, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_IO_INCOMPLETE});
    EXPECT_FALSE(::GetOverlappedResultEx(server.get(), &read.raw, &bytes, 10, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{WAIT_TIMEOUT});
}

TEST(ExploredPipe, WhoWaitsForARefusedReadWaitsForEver) {
    EXPLORE_EXPECT_FAILURE(
        [] {
            const w32::Handle server = server_end();
            client_end().reset();
            Request read;
            DWORD bytes = 0;
            ::ReadFile(server.get(), read.buffer, 3, nullptr, &read.raw);
            ::GetOverlappedResult(server.get(), &read.raw, &bytes, TRUE);
        },
        Outcome::never_signaled);
}

void packets(bool skip, bool counts_twice) {
    w32::CompletionPort port;
    const w32::Handle file = disk_file();
    port.associate(file.get(), 7);
    if (skip)
        ::SetFileCompletionNotificationModes(file.get(), FILE_SKIP_COMPLETION_PORT_ON_SUCCESS);
    OVERLAPPED request{};
    int handled = 0;
    const BOOL ok = ::WriteFile(file.get(), "aaaa", 4, nullptr, &request);
    if (ok && (skip || counts_twice)) ++handled;
    if (!ok || !skip) {
        const w32::Dequeued packet = port.get(w32::forever);
        EXPECT_EQ(packet.overlapped, &request);
        ++handled;
    }
    EXPECT_EQ(handled, 1);
    EXPECT_EQ(port.get(w32::Timeout{std::chrono::milliseconds{0}}).how,
              w32::Dequeued::How::timed_out);
}

EXPLORE_TEST(ExploredDisk, QueuesOnePacketForEachRequest) {
    packets(false, false);
    packets(true, false);
}

TEST(ExploredDisk, SuccessAtOnceQueuesAPacketToo) {
    EXPLORE_EXPECT_FAILURE([] { packets(false, true); }, Outcome::assertion);
}

void CALLBACK ended(DWORD error, DWORD bytes, LPOVERLAPPED request) {
    *static_cast<DWORD*>(request->hEvent) = error == ERROR_SUCCESS ? bytes : 100 + error;
}

void routine(bool alertable) {
    const w32::Handle file = disk_file();
    DWORD told = 0;
    char buffer[4] = {'a', 'b', 'c', 'd'};
    OVERLAPPED request{};
    request.hEvent = &told;
    EXPECT_TRUE(::WriteFileEx(file.get(), buffer, 4, &request, ended));
    if (alertable)
        EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    else
        ::Sleep(100);  // virtual time: the bug that is looked for
    EXPECT_EQ(told, 4u);
    OVERLAPPED past_the_end{};
    past_the_end.hEvent = &told;
    past_the_end.Offset = 4;
    EXPECT_TRUE(::ReadFileEx(file.get(), buffer, 4, &past_the_end, ended));
    ::SleepEx(INFINITE, TRUE);
    EXPECT_EQ(told, 100u + ERROR_HANDLE_EOF);
}

EXPLORE_TEST(ExploredDisk, TellsACompletionRoutineInAnAlertableWait) { routine(true); }

TEST(ExploredDisk, TellsNoRoutineInAPlainWait) {
    EXPLORE_EXPECT_FAILURE([] { routine(false); }, Outcome::assertion);
}

// ---- memory that belongs to the device

enum class Wrong { nothing, buffer, overlapped, again, freed };

void pending(Wrong wrong) {
    const w32::Handle file = disk_file();
    auto request = std::make_unique<Request>();
    const BOOL ok = ::WriteFile(file.get(), request->buffer, 4, nullptr, &request->raw);
    if (wrong == Wrong::buffer) request->buffer[0] = 'x';
    if (wrong == Wrong::overlapped) request->raw.Offset = 4;
    if (wrong == Wrong::again) ::WriteFile(file.get(), request->buffer, 4, nullptr, &request->raw);
    if (wrong == Wrong::freed) {
        const HANDLE event = request->event.get();
        (void)event;
        auto* memory = new char[16];
        OVERLAPPED* gone = new OVERLAPPED{};
        gone->Offset = 8;
        ::WriteFile(file.get(), memory, 4, nullptr, gone);
        delete gone;
        delete[] memory;
    }
    (void)request->end(file.get(), ok);
    request->buffer[0] = 'y';
}

EXPLORE_TEST(PendingRequest, MemoryIsTheLabsAgainAfterItsEnd) { pending(Wrong::nothing); }

TEST(PendingRequest, UsingItsMemoryIsAFinding) {
    if (!plain_accesses_are_seen()) GTEST_SKIP() << kPlainAccessesAreNotSeen;
    EXPLORE_EXPECT_FAILURE([] { pending(Wrong::buffer); }, Outcome::pending_request);
    EXPLORE_EXPECT_FAILURE([] { pending(Wrong::overlapped); }, Outcome::pending_request);
    EXPLORE_EXPECT_FAILURE([] { pending(Wrong::again); }, Outcome::pending_request);
    EXPLORE_EXPECT_FAILURE([] { pending(Wrong::freed); }, Outcome::pending_request);
}

void start_on_the_stack(HANDLE file) {
    OVERLAPPED request{};
    char buffer[4] = {'a', 'b', 'c', 'd'};
    ::WriteFile(file, buffer, 4, nullptr, &request);
}

void write_over_the_stack() {
    volatile char other[512];
    for (volatile char& c : other) c = 1;
}

TEST(PendingRequest, OfAFunctionThatHasReturnedIsAFinding) {
    if (!plain_accesses_are_seen()) GTEST_SKIP() << kPlainAccessesAreNotSeen;
    const explore::Report report = EXPLORE_EXPECT_FAILURE(
        [] {
            const w32::Handle file = disk_file();
            start_on_the_stack(file.get());
            write_over_the_stack();
        },
        Outcome::pending_request);
    EXPECT_NE(report.sentence.find("on its stack"), std::string::npos) << report.sentence;
}

TEST(PendingRequest, IsNotThatOfACopyOfItsOverlapped) {
    EXPLORE_EXPECT_FAILURE(
        [] {
            const w32::Handle server = server_end();
            const w32::Handle client = client_end();
            Request read;
            ::ReadFile(server.get(), read.buffer, 3, nullptr, &read.raw);
            OVERLAPPED copy = read.raw;
            DWORD bytes = 0;
            ::GetOverlappedResult(server.get(), &copy, &bytes, TRUE);
        },
        Outcome::pending_request);
}

TEST(PendingRequest, OfAThreadThatHasEndedIsAFinding) {
    EXPLORE_EXPECT_FAILURE(
        [] {
            const w32::Handle file = disk_file();
            w32::Thread thread([&] { start_on_the_stack(file.get()); });
            thread.join();
        },
        Outcome::pending_request);
}

}  // namespace
