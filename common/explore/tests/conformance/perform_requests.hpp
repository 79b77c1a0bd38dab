// perform_requests.hpp - steps that start overlapped requests, end them and ask what came of them.
//
// A request to the disk is waited for at once, and so is a write to a pipe: when it is completed is
// open. A read from a pipe and the wait for a client stay pending; steps that wait for their end
// become polls if the model says that it never comes.
#pragma once

#include "common/explore/tests/conformance/world.hpp"

namespace conformance {

/// What a call that succeeds leaves as last error is documented for few.
inline void forget_error_of_success(Seen& seen) {
    if (seen.result != 0) seen.error = kUntouched;
}

/// Other requests of the pipe may be ready now.
template <class Api>
void stir(World<Api>& world, int file) {
    if (!is_pipe(file)) return;
    for (int i = kServer; i <= kClient; ++i) world.io.file[i].stirred = true;
}

inline std::int64_t digest(const FileThings& file, DWORD bytes, bool reads) {
    std::int64_t sum = 0;
    for (DWORD i = 0; reads && i < bytes && i < kMostBytes; ++i)
        sum = (sum * 31 + file.buffer[i]) & 0xFFFFF;
    const auto status = static_cast<std::int64_t>(file.request.Internal & 0xFFFFFFFF);
    return (file.overlapped ? status << 28 : 0) + (static_cast<std::int64_t>(bytes) << 20) + sum;
}

/// Whether the handle or the event is signaled is open.
inline void forget_signals(FileThings& file) {
    file.used = false;
    if (file.request.hEvent != nullptr) file.told = false;
}

template <class Api>
void finish_request(FileThings& file, DWORD milliseconds, Seen& seen) {
    DWORD bytes = 0;
    record(seen, [&] {
        return milliseconds == INFINITE
                   ? Api::await_request(file.handle, &file.request, &bytes)
                   : Api::GetOverlappedResult(file.handle, &file.request, &bytes, FALSE);
    });
    forget_error_of_success(seen);
    if (seen.error == ERROR_IO_INCOMPLETE) {
        file.stirred = false;  // nothing has made it ready
        return;
    }
    file.pending = false;
    // The end of a file may be found before the call returns: then nothing else is told.
    const bool at_end = seen.error == ERROR_HANDLE_EOF;
    if (at_end) forget_signals(file);
    seen.out = at_end ? 0 : digest(file, bytes, true);
}

/// hEvent: none, an event, or an event with the bit that asks for no packet.
template <class Api>
void prepare_request(FileThings& file, const Step& step) {
    if (file.event == nullptr) file.event = Api::CreateEventW(TRUE, FALSE, nullptr);
    file.request = {};
    file.request.Offset = static_cast<DWORD>(step.b);
    if (step.count == 0 && !file.skips) return;
    const auto bits = reinterpret_cast<std::uintptr_t>(file.event) | (step.count == 2 ? 1u : 0u);
    file.request.hEvent = reinterpret_cast<HANDLE>(bits);
}

/// True: the request was started, and whether it has been completed already is open.
inline bool started(const FileThings& file, const Seen& seen) {
    return file.overlapped &&
           (seen.result != 0 || seen.error == ERROR_IO_PENDING || seen.error == ERROR_MORE_DATA);
}

/// A read may have found data.
inline void note_started(FileThings& file, const Step& step, Seen& seen) {
    seen.result = 1;
    seen.error = kUntouched;
    // With Wine a file on the disk is signaled although its request has an event, and so is a pipe
    // to which no bytes were written.
    file.used = file.request.hEvent == nullptr || (is_pipe(step.target) && step.a != 0);
    if (file.request.hEvent != nullptr) file.told = true;
    file.pending = true;
    file.stirred = step.call != Call::connect_pipe;
    file.issuer = step.actor;
}

/// The handle, or one that is of no file.
inline HANDLE file_handle(const FileThings& file, const Step& step) {
    return step.many[0] == 1 && file.event != nullptr ? file.event : file.handle;
}

template <class Api>
void perform_transfer(World<Api>& world, const Step& step, Seen& seen) {
    FileThings& file = world.io.file[step.target];
    const bool reads = step.call == Call::read_file;
    // Which packet of a read at the end comes, or none, differs between systems.
    if (file.pending || (reads && file.associated && !is_pipe(step.target))) return;
    prepare_request<Api>(file, step);
    const auto size = static_cast<DWORD>(step.a);
    for (char& byte : file.buffer) byte = reads ? 1 : world.io.next;
    if (!reads) world.io.next = world.io.next == 'z' ? 'a' : static_cast<char>(world.io.next + 1);
    LPOVERLAPPED request = &file.request;
    if (step.many[0] == 2 || (!file.overlapped && (is_pipe(step.target) || step.count != 0)))
        request = nullptr;
    DWORD bytes = 0;
    const HANDLE handle = file_handle(file, step);
    record(seen, [&] {
        void* buffer = file.buffer;
        return reads ? Api::ReadFile(handle, buffer, size, &bytes, request)
                     : Api::WriteFile(handle, buffer, size, &bytes, request);
    });
    stir(world, step.target);
    file.buffer[kMostBytes - 1] = 0;
    file.used = false;
    const bool was_started = handle == file.handle && request != nullptr && started(file, seen);
    forget_error_of_success(seen);
    if (!was_started) {
        if (seen.error == ERROR_HANDLE_EOF) forget_signals(file);
        seen.out = file.overlapped ? 0 : digest(file, bytes, reads);
        return;
    }
    note_started(file, step, seen);
    if (!reads || !is_pipe(step.target)) finish_request<Api>(file, INFINITE, seen);
}

template <class Api>
void perform_connect(World<Api>& world, const Step& step, Seen& seen) {
    FileThings& file = world.io.file[step.target];
    if (file.pending) return;
    // Before the call: it may not return.
    if (step.target == kServer && step.many[0] == 0 && world.io.disconnected) {
        world.io.listening = true;
        world.io.disconnected = false;
    }
    prepare_request<Api>(file, step);
    for (char& byte : file.buffer) byte = 0;
    record(seen, [&] {
        return Api::ConnectNamedPipe(file_handle(file, step),
                                     file.overlapped ? &file.request : nullptr);
    });
    stir(world, step.target);
    if (file_handle(file, step) == file.handle && started(file, seen))
        note_started(file, step, seen);
    else
        forget_signals(file);
    forget_error_of_success(seen);
}

template <class Api>
void perform_cancel(World<Api>& world, const Step& step, Seen& seen) {
    FileThings& file = world.io.file[step.target];
    if (file.pending && file.stirred) return;
    const bool own = step.call == Call::cancel_io;
    record(seen, [&] {
        if (own) return Api::CancelIo(file.handle);
        return Api::CancelIoEx(file.handle, step.a != 0 ? &file.request : nullptr);
    });
    forget_error_of_success(seen);
    if (!own || file.issuer == step.actor) file.stirred = true;
}

/// Cancels what is pending, and waits until it has ended.
template <class Api>
void abandon_request(FileThings& file) {
    if (!file.pending) return;
    Api::CancelIoEx(file.handle, &file.request);
    DWORD bytes = 0;
    Api::await_request(file.handle, &file.request, &bytes);
    file.pending = false;
}

}  // namespace conformance
