// device_cases.cpp - files and pipes: requests that end by an event, a routine or a port.
#include "common/explore/tests/honesty/case.hpp"
#include "common/explore/tests/honesty/handles.hpp"
#include "common/explore/tests/together.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/event.hpp"

namespace {

constexpr wchar_t kPipe[] = L"\\\\.\\pipe\\explored";

HANDLE server_end(Handles& h, DWORD mode = PIPE_TYPE_BYTE) {
    return h.add(::CreateNamedPipeW(kPipe, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, mode, 4, 0, 0,
                                    0, nullptr));
}

HANDLE client_end() {
    return ::CreateFileW(kPipe, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0,
                         nullptr);
}

HANDLE disk_file(Handles& h) {
    return h.add(::CreateFileW(L"file", GENERIC_READ | GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS,
                               FILE_FLAG_OVERLAPPED, nullptr));
}

void write(HANDLE file, const char* text, DWORD bytes) {
    DWORD written = 0;
    ::WriteFile(file, text, bytes, &written, nullptr);
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
    DWORD read(HANDLE file, DWORD bytes) {
        return end(file, ::ReadFile(file, buffer, bytes, nullptr, &raw));
    }
};

// ---- files

EXPLORE_CASE(TwoWritesToDisk, .outcomes = {"0", "1", "none pends", "one pends"}) {
    Handles h;
    const HANDLE file = disk_file(h);
    Request first, second;
    second.raw.Offset = 4;
    const BOOL one = ::WriteFile(file, "aaaa", 4, nullptr, &first.raw);
    const bool pends = !one && ::GetLastError() == ERROR_IO_PENDING;
    const BOOL two = ::WriteFile(file, "bbbb", 4, nullptr, &second.raw);
    const bool pends_too = !two && ::GetLastError() == ERROR_IO_PENDING;
    const HANDLE both[] = {first.event.get(), second.event.get()};
    if (pends && pends_too)
        explore::outcome(std::to_string(::WaitForMultipleObjects(2, both, FALSE, INFINITE)));
    else
        explore::outcome(pends || pends_too ? "one pends" : "none pends");
    (void)first.end(file, TRUE);
    (void)second.end(file, TRUE);
}

EXPLORE_CASE(WriteThatRacesARead, .outcomes = {"0", "38"}) {
    Handles h;
    const HANDLE file = disk_file(h);
    Request written, read;
    const BOOL one = ::WriteFile(file, "aaaa", 4, nullptr, &written.raw);
    const BOOL pends = !one && ::GetLastError() == ERROR_IO_PENDING;
    explore::outcome(std::to_string(read.read(file, 4)));
    if (pends) written.event.wait();
}

EXPLORE_CASE(TwoWorkersOneFile) {
    Handles h;
    w32::CompletionPort port;
    const HANDLE file = disk_file(h);
    port.associate(file, 7);
    const auto work = [&] { (void)port.get(w32::forever); };
    w32::Thread first(work);
    w32::Thread second(work);
    OVERLAPPED a{}, b{};
    ::WriteFile(file, "aaaa", 4, nullptr, &a);
    ::WriteFile(file, "aaaa", 4, nullptr, &b);
    first.join();
    second.join();
}

std::string* order = nullptr;
void CALLBACK ended(DWORD, DWORD, LPOVERLAPPED request) {
    *order += static_cast<char>(reinterpret_cast<ULONG_PTR>(request->hEvent));
}

EXPLORE_CASE(TwoCompletionRoutines, .outcomes = {"ab", "ba"}) {
    Handles h;
    const HANDLE file = disk_file(h);
    std::string here;
    order = &here;
    OVERLAPPED a{}, b{};
    a.hEvent = reinterpret_cast<HANDLE>(ULONG_PTR{'a'});
    b.hEvent = reinterpret_cast<HANDLE>(ULONG_PTR{'b'});
    b.Offset = 4;
    char text[] = "aaaabbbb";
    EXPECT_TRUE(::WriteFileEx(file, text, 4, &a, ended));
    EXPECT_TRUE(::WriteFileEx(file, text + 4, 4, &b, ended));
    while (here.size() < 2) ::SleepEx(INFINITE, TRUE);
    explore::outcome(here);
}

EXPLORE_CASE(ResultWithATimeOut, .outcomes = {"done", "too late"}) {
    Handles h;
    const HANDLE file = disk_file(h);
    Request written;
    DWORD bytes = 0;
    const BOOL ok = ::WriteFile(file, "aaaa", 4, nullptr, &written.raw);
    const BOOL pends = !ok && ::GetLastError() == ERROR_IO_PENDING;
    const BOOL done = ::GetOverlappedResultEx(file, &written.raw, &bytes, 10, FALSE);
    explore::outcome(done ? "done" : "too late");
    if (pends) written.event.wait();
}

// ---- pipes

EXPLORE_CASE(ClientComesAtAnyTime,
             .outcomes = {std::to_string(ERROR_IO_PENDING), std::to_string(ERROR_PIPE_CONNECTED),
                          std::to_string(ERROR_NO_DATA)}) {
    Handles h;
    const HANDLE server = server_end(h);
    w32::Thread thread([] { ::CloseHandle(client_end()); });
    Request request;
    const BOOL ok = ::ConnectNamedPipe(server, &request.raw);
    const DWORD error = ok ? ERROR_SUCCESS : ::GetLastError();
    explore::outcome(std::to_string(error));
    if (error == ERROR_IO_PENDING) request.event.wait();
    thread.join();
}

EXPLORE_CASE(ReaderAndWriter, .outcomes = {"abcd"}) {
    Handles h;
    const HANDLE server = server_end(h);
    const HANDLE client = h.add(client_end());
    w32::Thread writer([&] { write(client, "abcd", 4); });
    Request first, second;
    (void)first.read(server, 2);
    (void)second.read(server, 2);
    explore::outcome(std::string(first.buffer) + second.buffer);
    writer.join();
}

EXPLORE_CASE(MessagesOfTwoWriters, .outcomes = {"ab", "ba"}) {
    Handles h;
    const HANDLE server = server_end(h, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    const HANDLE client = h.add(client_end());
    w32::Thread one([&] { write(client, "a", 1); });
    w32::Thread two([&] { write(client, "b", 1); });
    one.join();
    two.join();
    Request first, second;
    (void)first.read(server, 4);
    (void)second.read(server, 4);
    explore::outcome(std::string(first.buffer) + second.buffer);
}

EXPLORE_CASE(CancelledOrReadAlready, .outcomes = {"0", "995"}) {
    Handles h;
    const HANDLE server = server_end(h);
    const HANDLE client = h.add(client_end());
    w32::Thread writer([&] { write(client, "a", 1); });
    Request read;
    const BOOL ok = ::ReadFile(server, read.buffer, 1, nullptr, &read.raw);
    const DWORD error = ok ? ERROR_SUCCESS : ::GetLastError();
    ::CancelIoEx(server, &read.raw);
    ::SetLastError(error);
    explore::outcome(std::to_string(read.end(server, ok)));
    writer.join();
}

EXPLORE_CASE(CancelledByAnotherThread, .outcomes = {"0", "995"}) {
    Handles h;
    const HANDLE file = disk_file(h);
    Request written;
    w32::Thread other([&] { ::CancelIoEx(file, nullptr); });
    const BOOL ok = ::WriteFile(file, "a", 1, nullptr, &written.raw);
    explore::outcome(std::to_string(written.end(file, ok)));
    other.join();
}

EXPLORE_CASE(ClientLeavesTheReader, .outcomes = {"0", "109"}) {
    Handles h;
    const HANDLE server = server_end(h);
    const HANDLE client = client_end();
    w32::Thread writer([&] {
        write(client, "a", 1);
        ::CloseHandle(client);
    });
    Request first, second;
    explore::outcome(std::to_string(first.read(server, 1)));
    explore::outcome(std::to_string(second.read(server, 1)));
    writer.join();
}

EXPLORE_CASE(ServerDisconnectsAWriter) {
    Handles h;
    const HANDLE server = server_end(h);
    const HANDLE client = h.add(client_end());
    w32::Thread writer([&] {
        DWORD bytes = 0;
        const BOOL ok = ::WriteFile(client, "a", 1, &bytes, nullptr);
        explore::outcome(ok ? "written" : std::to_string(::GetLastError()));
    });
    ::DisconnectNamedPipe(server);
    writer.join();
}

EXPLORE_CASE(TwoClientsOneServer) {
    Handles h;
    (void)server_end(h);
    const auto come = [] {
        const HANDLE client = client_end();
        explore::outcome(client != INVALID_HANDLE_VALUE ? "in" : std::to_string(::GetLastError()));
        if (client != INVALID_HANDLE_VALUE) ::CloseHandle(client);
    };
    together(come, come);
}

EXPLORE_CASE(PacketUnlessItSucceedsAtOnce, .outcomes = {"at once", "by packet"}) {
    Handles h;
    w32::CompletionPort port;
    const HANDLE file = disk_file(h);
    port.associate(file, 7);
    ::SetFileCompletionNotificationModes(file, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS);
    OVERLAPPED request{};
    const BOOL ok = ::WriteFile(file, "aaaa", 4, nullptr, &request);
    const bool packet = !ok && port.get(w32::forever).overlapped == &request;
    EXPECT_NE(ok != FALSE, packet);
    explore::outcome(ok ? "at once" : "by packet");
}

}  // namespace
