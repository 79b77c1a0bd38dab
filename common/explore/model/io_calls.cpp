// io_calls.cpp - the calls that start requests, end them and ask what came of them.
#include "common/explore/redirect/io_calls.hpp"

#include "common/explore/model/devices.hpp"

#include <cwchar>
#include <map>

namespace explore {
namespace {

std::map<std::wstring, Disk> disk;  // their addresses are their identity

BOOL refuse(DWORD error) {
    ::SetLastError(error);
    return FALSE;
}

Disk& file_on_disk(LPCWSTR text) {
    Disk& found = disk[text];
    found.object = &the_engine.at(ObjectType::device, &found);
    if (found.object->limit == 0) {  // not yet met in this execution: there is no such file
        found.data.clear();
        found.object->limit = 1;
        found.object->label = "disk file";
    }
    return found;
}

// `limit` of the object: 1 = does not exist, 2 = exists.
HANDLE open_file(LPCWSTR text, DWORD disposition, bool overlapped, const Place& place) {
    Thread& self = the_engine.self();
    Disk& found = file_on_disk(text);
    the_engine.perform(self, Kind::create, Want::nothing, true, found.object, place);
    the_engine.acted(self);
    const bool exists = found.object->limit == 2;
    const bool must_exist = disposition == OPEN_EXISTING || disposition == TRUNCATE_EXISTING;
    if (exists ? disposition == CREATE_NEW : must_exist) {
        ::SetLastError(exists ? ERROR_FILE_EXISTS : ERROR_FILE_NOT_FOUND);
        return INVALID_HANDLE_VALUE;
    }
    if (disposition == CREATE_ALWAYS || disposition == TRUNCATE_EXISTING) found.data.clear();
    found.object->limit = 2;
    File& file = new_file(self);
    file.disk = &found;
    file.overlapped = overlapped;
    ::SetLastError(exists && !must_exist && disposition != CREATE_NEW ? ERROR_ALREADY_EXISTS
                                                                      : ERROR_SUCCESS);
    return open_handle(*file.object, place);
}

struct Call {
    const char* name;
    Request::Kind kind;
    HANDLE handle;
    void* buffer;
    DWORD bytes;
    LPDWORD transferred;
    LPOVERLAPPED overlapped;
    void* routine;
};

BOOL start(const Call& call, const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    File* file = file_of(call.handle, call.name, place);
    if (file == nullptr) return FALSE;
    if (call.kind == Request::Kind::connect && (file->pipe == nullptr || file->side != 0))
        return refuse(ERROR_INVALID_FUNCTION);
    if (file->overlapped && call.overlapped == nullptr && call.kind != Request::Kind::connect)
        return refuse(ERROR_INVALID_PARAMETER);
    if (call.routine != nullptr && (!file->overlapped || file->port != nullptr))
        return refuse(ERROR_INVALID_PARAMETER);
    if (call.transferred != nullptr) *call.transferred = 0;
    Request& request =
        new_request(self, *file, call.kind, file->overlapped ? call.overlapped : nullptr);
    request.buffer = static_cast<char*>(call.buffer);
    request.bytes = call.bytes;
    request.routine = call.routine;
    request.offset = file->position;
    request.positioned = call.overlapped != nullptr;
    if (call.overlapped != nullptr)
        request.offset =
            (std::uint64_t{call.overlapped->OffsetHigh} << 32) | call.overlapped->Offset;
    begin_request(self, request, place);
    const DWORD error = file->pipe != nullptr ? enter_pipe(request) : ERROR_SUCCESS;
    if (error != ERROR_SUCCESS) {
        request.done = request.refused = true;
        request.error = error;
        return refuse(error);
    }
    const BOOL result = end_request(self, request, call.transferred, place);
    if (!file->overlapped && file->disk != nullptr)
        file->position = request.offset + request.transferred;
    return result;
}

}  // namespace
}  // namespace explore

using namespace explore;

HANDLE explored_CreateFileW(LPCWSTR name, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD disposition,
                            DWORD flags, HANDLE, const char* at, int line) {
    const bool overlapped = (flags & FILE_FLAG_OVERLAPPED) != 0;
    if (std::wcsncmp(name, L"\\\\.\\pipe\\", 9) == 0)
        return open_pipe(name, overlapped, {at, line});
    return open_file(name, disposition, overlapped, {at, line});
}

BOOL explored_ReadFile(HANDLE handle, LPVOID buffer, DWORD bytes, LPDWORD read,
                       LPOVERLAPPED overlapped, const char* at, int line) {
    return start(
        {"ReadFile", Request::Kind::read, handle, buffer, bytes, read, overlapped, nullptr},
        {at, line});
}

BOOL explored_WriteFile(HANDLE handle, LPCVOID buffer, DWORD bytes, LPDWORD written,
                        LPOVERLAPPED overlapped, const char* at, int line) {
    return start({"WriteFile", Request::Kind::write, handle, const_cast<void*>(buffer), bytes,
                  written, overlapped, nullptr},
                 {at, line});
}

BOOL explored_ReadFileEx(HANDLE handle, LPVOID buffer, DWORD bytes, LPOVERLAPPED overlapped,
                         LPOVERLAPPED_COMPLETION_ROUTINE routine, const char* at, int line) {
    the_engine.need(kApcs);
    return start({"ReadFileEx", Request::Kind::read, handle, buffer, bytes, nullptr, overlapped,
                  reinterpret_cast<void*>(routine)},
                 {at, line});
}

BOOL explored_WriteFileEx(HANDLE handle, LPCVOID buffer, DWORD bytes, LPOVERLAPPED overlapped,
                          LPOVERLAPPED_COMPLETION_ROUTINE routine, const char* at, int line) {
    the_engine.need(kApcs);
    return start({"WriteFileEx", Request::Kind::write, handle, const_cast<void*>(buffer), bytes,
                  nullptr, overlapped, reinterpret_cast<void*>(routine)},
                 {at, line});
}

BOOL explored_ConnectNamedPipe(HANDLE handle, LPOVERLAPPED overlapped, const char* at, int line) {
    return start({"ConnectNamedPipe", Request::Kind::connect, handle, nullptr, 0, nullptr,
                  overlapped, nullptr},
                 {at, line});
}

BOOL explored_GetOverlappedResultEx(HANDLE handle, LPOVERLAPPED overlapped, LPDWORD bytes,
                                    DWORD milliseconds, BOOL alertable, const char* at, int line) {
    const Place place{at, line};
    Engine& engine = the_engine;
    Thread& self = engine.self();
    File* file = file_of(handle, "GetOverlappedResult", place);
    Request* request = file != nullptr ? request_of(overlapped) : nullptr;
    if (file != nullptr && request == nullptr && overlapped->Internal == STATUS_PENDING)
        engine.fail(Outcome::pending_request,
                    describe(self) +
                        " asks for the result of a request with a copy of its OVERLAPPED: the "
                        "system writes to the address that was given to it, not to this one");
    if (request == nullptr) return refuse(ERROR_INVALID_HANDLE);
    engine.perform_look(self, Kind::query, false, request->device, place);
    // What was refused looks pending for ever.
    const auto ended = [&] { return request->done && !request->refused; };
    if (!ended()) engine.looked(self, *request->device, place);
    if (!ended() && milliseconds == 0) return refuse(ERROR_IO_INCOMPLETE);
    if (request->refused && milliseconds == INFINITE)
        engine.fail(Outcome::never_signaled,
                    describe(self) +
                        " waits for the end of a request that was refused: nothing has begun, and "
                        "nobody signals that it has ended");
    if (!ended()) {
        Wait wait;
        wait.objects[wait.count++] = request->event != nullptr ? request->event : file->object;
        wait.milliseconds = milliseconds;
        wait.alertable = alertable != FALSE;
        wait.place = place;
        const DWORD answer = wait_for(self, wait);
        if (answer != WAIT_OBJECT_0) return refuse(answer);
        if (!ended()) return refuse(ERROR_IO_INCOMPLETE);
    }
    engine.acquire(self, *request->device);
    request->observed = true;
    *bytes = request->transferred;
    return request->error == ERROR_SUCCESS ? TRUE : refuse(request->error);
}

BOOL explored_GetOverlappedResult(HANDLE handle, LPOVERLAPPED overlapped, LPDWORD bytes, BOOL wait,
                                  const char* at, int line) {
    return explored_GetOverlappedResultEx(handle, overlapped, bytes, wait ? INFINITE : 0, FALSE, at,
                                          line);
}

BOOL explored_CancelIoEx(HANDLE handle, LPOVERLAPPED overlapped, const char* at, int line) {
    const Place place{at, line};
    Thread& self = the_engine.self();
    File* file = file_of(handle, "CancelIoEx", place);
    if (file == nullptr) return FALSE;
    perform_on_device(self, *file, place);
    const int count = cancel_requests(file, nullptr, overlapped, ERROR_OPERATION_ABORTED);
    return count != 0 ? TRUE : refuse(ERROR_NOT_FOUND);
}

BOOL explored_CancelIo(HANDLE handle, const char* at, int line) {
    const Place place{at, line};
    Thread& self = the_engine.self();
    File* file = file_of(handle, "CancelIo", place);
    if (file == nullptr) return FALSE;
    perform_on_device(self, *file, place);
    cancel_requests(file, &self, nullptr, ERROR_OPERATION_ABORTED);
    return TRUE;
}

BOOL explored_SetFileCompletionNotificationModes(HANDLE handle, UCHAR flags, const char* at,
                                                 int line) {
    File* file = file_of(handle, "SetFileCompletionNotificationModes", {at, line});
    if (file == nullptr) return FALSE;
    if (!file->overlapped) return refuse(ERROR_INVALID_PARAMETER);
    file->skip_on_success |= (flags & FILE_SKIP_COMPLETION_PORT_ON_SUCCESS) != 0;
    file->skip_event |= (flags & FILE_SKIP_SET_EVENT_ON_HANDLE) != 0;
    return TRUE;
}
