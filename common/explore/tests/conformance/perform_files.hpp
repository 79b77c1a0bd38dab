// perform_files.hpp - steps that open and close files and the ends of pipes, and steps on them.
#pragma once

#include "common/explore/tests/conformance/perform_requests.hpp"

namespace conformance {

template <class Api>
DWORD io_time_out(const Step& step) {
    return step.a == 0 ? 0 : Api::forever();
}

template <class Api>
HANDLE open_disk_file(const Step& step) {
    return Api::CreateFileW(kFileName.c_str(), DWORD{GENERIC_READ | GENERIC_WRITE},
                            DWORD{FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE}, nullptr,
                            static_cast<DWORD>(step.a),
                            DWORD{step.b != 0 ? FILE_FLAG_OVERLAPPED : 0u}, nullptr);
}

template <class Api>
HANDLE open_client_end(const Step& step) {
    return Api::CreateFileW(kPipeName.c_str(), DWORD{GENERIC_READ | GENERIC_WRITE}, DWORD{0},
                            nullptr, DWORD{OPEN_EXISTING},
                            DWORD{step.b != 0 ? FILE_FLAG_OVERLAPPED : 0u}, nullptr);
}

/// `a`: bytes, messages, messages that are read as bytes, and a mode that does not exist.
/// `count` instances at most.
template <class Api>
HANDLE create_server_end(const Step& step) {
    constexpr DWORD modes[] = {PIPE_TYPE_BYTE, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE,
                               PIPE_TYPE_MESSAGE, PIPE_TYPE_BYTE | PIPE_READMODE_MESSAGE};
    return Api::CreateNamedPipeW(
        kPipeName.c_str(), DWORD{PIPE_ACCESS_DUPLEX | (step.b != 0 ? FILE_FLAG_OVERLAPPED : 0u)},
        modes[step.a], step.count, DWORD{4096}, DWORD{4096}, DWORD{0}, nullptr);
}

// The last error of a success is documented for two dispositions of a file on the disk.
inline bool tells_by_error(const Step& step) {
    return step.call == Call::open_file && (step.a == CREATE_ALWAYS || step.a == OPEN_ALWAYS);
}

template <class Api>
void perform_open(World<Api>& world, const Step& step, Seen& seen) {
    FileThings& file = world.io.file[step.target];
    // One that cannot be closed stays; a second end of the pipe is refused.
    const bool second = file.open && (step.many[0] != 0 || file.pending);
    if (second && !is_pipe(step.target)) return;
    // Windows refuses this number of instances, Wine does not.
    const bool refused = step.call == Call::create_pipe && step.count != 1;
    if (refused && file.open) return;
    if (file.open && !second) {
        Api::CloseHandle(file.handle);
        stir(world, step.target);
    }
    HANDLE made = nullptr;
    record(seen, [&] {
        made = step.call == Call::open_file     ? open_disk_file<Api>(step)
               : step.call == Call::open_client ? open_client_end<Api>(step)
                                                : create_server_end<Api>(step);
        return made != INVALID_HANDLE_VALUE;
    });
    if (!tells_by_error(step)) forget_error_of_success(seen);
    stir(world, step.target);
    if (step.call == Call::open_file) world.io.disk = true;
    if (second || refused) {
        if (seen.result != 0) Api::CloseHandle(made);
        return;
    }
    const HANDLE event = file.event;
    file = {};
    file.event = event;
    file.told = event == nullptr;
    file.open = made != INVALID_HANDLE_VALUE;
    file.handle = file.open ? made : kNobodysHandle;
    file.overlapped = step.b != 0;
    if (step.target == kServer) world.io.disconnected = false;
    if (is_pipe(step.target) && file.open) world.io.listening = step.target == kServer;
}

template <class Api>
void perform_close_file(World<Api>& world, const Step& step, Seen& seen) {
    FileThings& file = world.io.file[step.target];
    if (file.pending && file.stirred) return;
    abandon_request<Api>(file);
    record(seen, [&] { return Api::CloseHandle(file.handle); });
    file.open = false;
    file.handle = kNobodysHandle;
    stir(world, step.target);
}

// One file at a time: the order of packets of several devices is open.
template <class Api>
void perform_associate(World<Api>& world, const Step& step, Seen& seen) {
    FileThings& file = world.io.file[step.target];
    for (int i = 0; i < kFiles; ++i)
        if (i != step.target && world.io.file[i].associated) return;
    if (file.pending || file.skips) return;
    if (world.io.port == nullptr) world.io.port = Api::CreateIoCompletionPort(DWORD{1});
    record(seen, [&] {
        return Api::associate(file.handle, world.io.port, static_cast<ULONG_PTR>(step.target)) !=
               nullptr;
    });
    forget_error_of_success(seen);
    if (seen.result != 0) file.associated = true;
}

template <class Api>
void perform_get_io_packet(World<Api>& world, const Step& step, Seen& seen) {
    if (world.io.port == nullptr) return;
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    LPOVERLAPPED request = nullptr;
    record(seen, [&] {
        return Api::GetQueuedCompletionStatus(world.io.port, &bytes, &key, &request,
                                              io_time_out<Api>(step));
    });
    forget_error_of_success(seen);
    seen.out = request == nullptr ? 0 : 1'000 + static_cast<std::int64_t>(key * 100 + bytes);
    for (int i = 0; i < kFiles; ++i)
        if (request == &world.io.file[i].request) seen.out += (1 + i) * 10'000;
}

template <class Api>
void perform_modes(World<Api>& world, const Step& step, Seen& seen) {
    FileThings& file = world.io.file[step.target];
    file.used = false;
    if (step.call == Call::set_pipe_mode) {
        DWORD mode = step.a != 0 ? PIPE_READMODE_MESSAGE : PIPE_READMODE_BYTE;
        record(seen,
               [&] { return Api::SetNamedPipeHandleState(file.handle, &mode, nullptr, nullptr); });
    } else {
        // A request that is pending may end before or after.
        if (file.associated || file.pending) return;
        record(seen, [&] {
            return Api::SetFileCompletionNotificationModes(file.handle, static_cast<UCHAR>(step.a));
        });
        if (seen.result != 0 && step.a != 0) file.skips = true;
    }
    forget_error_of_success(seen);
}

template <class Api>
void perform_on_file(World<Api>& world, const Step& step, Seen& seen) {
    FileThings& file = world.io.file[step.target];
    if (file.handle == nullptr) file.handle = kNobodysHandle;
    switch (step.call) {
        case Call::read_file:
        case Call::write_file: perform_transfer(world, step, seen); return;
        case Call::connect_pipe: perform_connect(world, step, seen); return;
        case Call::finish_request:
            if (file.pending) finish_request<Api>(file, static_cast<DWORD>(step.a), seen);
            return;
        case Call::cancel_io:
        case Call::cancel_io_ex: perform_cancel(world, step, seen); return;
        case Call::wait_file:
        case Call::wait_request: {
            if (step.call == Call::wait_file ? !file.used : !file.told || file.event == nullptr)
                return;
            const HANDLE awaited = step.call == Call::wait_file ? file.handle : file.event;
            record(seen, [&] { return Api::WaitForSingleObject(awaited, io_time_out<Api>(step)); });
            return;
        }
        case Call::disconnect_pipe:
            if (world.io.listening) return;
            record(seen, [&] { return Api::DisconnectNamedPipe(file.handle); });
            forget_error_of_success(seen);
            if (seen.result != 0) world.io.disconnected = true;
            // Wine forgets here whether the handles are signaled.
            for (int i = kServer; i <= kClient; ++i) world.io.file[i].used = false;
            stir(world, step.target);
            return;
        case Call::associate_file: perform_associate(world, step, seen); return;
        case Call::get_io_packet: perform_get_io_packet(world, step, seen); return;
        case Call::set_pipe_mode:
        case Call::set_notification: perform_modes(world, step, seen); return;
        case Call::close_file: perform_close_file(world, step, seen); return;
        default: perform_open(world, step, seen); return;
    }
}

/// Gives back what the sequence has left.
template <class Api>
void clean_files(World<Api>& world) {
    for (FileThings& file : world.io.file) {
        abandon_request<Api>(file);
        if (file.open) Api::CloseHandle(file.handle);
        if (file.event != nullptr) Api::CloseHandle(file.event);
    }
    if (world.io.port != nullptr) Api::CloseHandle(world.io.port);
    if (world.io.disk) Api::delete_file(kFileName.c_str());
}

}  // namespace conformance
