// devices.hpp - files and pipes of the model, and the requests to them.
//
// A request is one step that enters it and one that completes it. The second is taken by an agent,
// whenever it can; if it comes before the call returns, the request has completed at once. A thread
// whose handle is not overlapped completes its requests itself: it waits until it can.
#pragma once

#include "common/explore/model/kernel.hpp"

namespace explore {

struct Pipe;
struct PipeName;
struct Disk;
struct File;

struct Request {
    enum class Kind : std::uint8_t { read, write, connect } kind = Kind::read;
    File* file = nullptr;
    OVERLAPPED* overlapped = nullptr;  // nullptr: not overlapped
    char* buffer = nullptr;
    DWORD bytes = 0;
    std::uint64_t offset = 0;
    bool positioned = false;  // by an OVERLAPPED, even if the handle is not overlapped
    int side = 0;             // of a pipe: whose data
    bool waits = false;       // a write that does not fit: until it has been read
    bool done = false;
    bool decided = false;   // it can end, whatever becomes of the pipe; a read has its bytes
    std::string taken;      // by a read, and not yet in its buffer
    bool returned = false;  // the call has answered ERROR_IO_PENDING
    bool refused = false;   // the call has answered another error: nothing else tells the end
    bool observed = false;  // its thread has been told the end
    DWORD cancelled = 0;    // the error that it ends with
    DWORD error = 0;
    DWORD transferred = 0;
    Thread* issuer = nullptr;
    Thread* by = nullptr;  // who completes it
    Object* device = nullptr;
    Object* event = nullptr;
    bool no_packet = false;  // the lowest bit of hEvent
    void* routine = nullptr;
    Object* objects[5] = {};  // of the step that completes it
};

/// What a file handle refers to.
struct File {
    Object* object = nullptr;  // signaled when a request has been completed
    Pipe* pipe = nullptr;
    int side = 0;          // 0: the server's
    bool cut_off = false;  // a client's end that the server has disconnected
    Disk* disk = nullptr;
    bool overlapped = false;
    bool message_reads = false;
    bool skip_on_success = false;
    bool skip_event = false;
    std::uint64_t position = 0;
    Object* port = nullptr;
    ULONG_PTR key = 0;
};

enum class Connection : std::uint8_t { listening, claimed, connected, closing, disconnected };

struct Chunk {
    std::string data;
    Request* writer = nullptr;  // who waits until it is read
};

/// One instance of a named pipe.
struct Pipe {
    Object* object = nullptr;
    Object* name = nullptr;
    PipeName* instances = nullptr;
    Connection connection = Connection::listening;
    File* client = nullptr;  // that is connected
    bool messages = false;
    DWORD quota = 0;                // of each direction
    std::deque<Chunk> data[2];      // for the server, for the client
    std::vector<Request*> pending;  // in order of issue
};

/// A file on the explored disk.
struct Disk {
    Object* object = nullptr;
    std::string data;
};

File* file_of(HANDLE handle, const char* call, const Place& place);
File& new_file(Thread& self);
void reset_devices();
void reset_pipes();

/// Announces and performs a step on the device and all that the request will change.
void begin_request(Thread& self, Request& request, const Place& place);
Request& new_request(Thread& self, File& file, Request::Kind kind, OVERLAPPED* overlapped);
/// What came of the request, as ReadFile and WriteFile answer.
BOOL end_request(Thread& self, Request& request, LPDWORD bytes, const Place& place);
/// The latest request with this OVERLAPPED; nullptr if there is none.
Request* request_of(const OVERLAPPED* overlapped);
/// Those of a file that are pending, or of a thread, or one of them. Returns how many.
int cancel_requests(const File* file, const Thread* issuer, const OVERLAPPED* overlapped,
                    DWORD error);
/// The threads that may complete requests of the pipe now: part of a step on it.
void settle(Pipe& pipe);
void settle(Request& request);
/// A write that is being cancelled takes back what nobody has read of it.
void withdraw(Request& request);
/// Moves the bytes: part of the step that completes the request.
void transfer(Pipe& pipe, Request& request);
/// ERROR_SUCCESS: the request may be entered.
DWORD enter_pipe(Request& request);

/// A step on the device of the file, and on its name if it is a pipe.
void perform_on_device(Thread& self, const File& file, const Place& place);
HANDLE open_pipe(LPCWSTR name, bool overlapped, const Place& place);

void close_file(Thread& self, Object& object, const Place& place);
void close_pipe_end(Thread& self, File& file, const Place& place);
/// Ends what the thread has not waited for, unless a completion port does.
void end_requests(Thread& self);

}  // namespace explore
