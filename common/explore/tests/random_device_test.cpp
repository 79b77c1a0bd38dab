// random_device_test.cpp - random programs with overlapped requests to a file and to a pipe.
#include "common/explore/tests/random_programs.hpp"

namespace {

using random_programs::compare;
using random_programs::kMost;
using random_programs::kThreads;
using random_programs::program;

struct Request {
    OVERLAPPED raw{};
    char buffer[4] = {};
    HANDLE event = nullptr;
    HANDLE file = nullptr;  // nullptr: it is not pending
};

struct State {
    State() {
        constexpr wchar_t kPipe[] = L"\\\\.\\pipe\\explored";
        file = ::CreateFileW(L"file", GENERIC_READ | GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS,
                             FILE_FLAG_OVERLAPPED, nullptr);
        server = ::CreateNamedPipeW(kPipe, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                                    PIPE_TYPE_BYTE, 1, 0, 0, 0, nullptr);
        client = ::CreateFileW(kPipe, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
                               FILE_FLAG_OVERLAPPED, nullptr);
        for (auto& of_thread : requests)
            for (Request& each : of_thread)
                each.raw.hEvent = each.event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    }
    ~State() {
        for (HANDLE handle : {file, server, client}) ::CloseHandle(handle);
        for (auto& of_thread : requests)
            for (Request& each : of_thread) ::CloseHandle(each.event);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    HANDLE file, server, client;
    Request requests[kThreads][kMost];
};

void started(Request& request, HANDLE file, BOOL ok) {
    if (ok || ::GetLastError() == ERROR_IO_PENDING) request.file = file;
}

void end(Request& request, BOOL wait) {
    DWORD bytes = 0;
    if (request.file == nullptr) return;
    const BOOL ok = ::GetOverlappedResult(request.file, &request.raw, &bytes, wait);
    if (ok || ::GetLastError() != ERROR_IO_INCOMPLETE) request.file = nullptr;
}

// `before`: the request of the operation before.
void act(State& state, Request& request, Request& before, int operation) {
    OVERLAPPED* const raw = &request.raw;
    switch (operation) {
        case 0:
        case 1:
            started(request, state.file, ::WriteFile(state.file, request.buffer, 2, nullptr, raw));
            break;
        case 2:
            started(request, state.file, ::ReadFile(state.file, request.buffer, 2, nullptr, raw));
            break;
        case 3: end(before, TRUE); break;
        case 4: end(before, FALSE); break;
        case 5: ::CancelIoEx(state.file, nullptr); break;
        case 6: ::CancelIo(state.server); break;
        case 7:
        case 8:
            started(request, state.client,
                    ::WriteFile(state.client, request.buffer, 2, nullptr, raw));
            break;
        case 9:
        case 10:
            started(request, state.server,
                    ::ReadFile(state.server, request.buffer, 1, nullptr, raw));
            break;
        default: ::DisconnectNamedPipe(state.server); break;
    }
}

struct Turn {
    State* state = nullptr;
    int thread = 0;
};

// What is pending when a thread ends is cancelled with it.
DWORD WINAPI run_turn(void* argument) {
    const Turn& turn = *static_cast<Turn*>(argument);
    Request* const own = turn.state->requests[turn.thread];
    for (int i = 0; i < program.count[turn.thread]; ++i)
        act(*turn.state, own[i], own[i > 0 ? i - 1 : 0], program.operation[turn.thread][i]);
    return 0;
}

void run() {
    State state;
    Turn turns[kThreads];
    HANDLE threads[kThreads];
    for (int t = 0; t < program.threads; ++t) {
        turns[t] = {&state, t};
        threads[t] = ::CreateThread(nullptr, 0, run_turn, &turns[t], 0, nullptr);
    }
    for (int t = 0; t < program.threads; ++t) {
        ::WaitForSingleObject(threads[t], INFINITE);
        ::CloseHandle(threads[t]);
    }
    for (auto& of_thread : state.requests)
        for (Request& each : of_thread) {
            if (each.file != nullptr) ::CancelIoEx(each.file, &each.raw);
            end(each, TRUE);
        }
}

TEST(RandomPrograms, WithDevicesAreReducedRightly) { compare(run, 2, {}, 12); }

}  // namespace
