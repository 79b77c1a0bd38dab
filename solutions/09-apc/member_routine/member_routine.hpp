// SOLUTION L33 - The member routine
// (the task: labs/09-apc/member_routine/member_routine.hpp)
#pragma once

#include "common/win32/windows.hpp"

#include <string_view>

/// Reads a file from its beginning to its end.
struct FileReader {
    static constexpr DWORD kBlock = 4;  // bytes; the last block may have fewer

    HANDLE file = nullptr;  // opened with FILE_FLAG_OVERLAPPED
    OVERLAPPED request{};
    char bytes[kBlock] = {};
    bool over = true;  // nothing is under way: the end was told, or start() was never called

    FileReader() = default;
    /// After the end.
    virtual ~FileReader() = default;
    FileReader(const FileReader&) = delete;
    FileReader& operator=(const FileReader&) = delete;

    /// Told of each block, in order; none of them is empty.
    virtual void block(std::string_view block) = 0;
    /// Told once, after the last block: 0 at the end of the file (error 38), else the error.
    virtual void end(DWORD error) = 0;

    /// Starts to read from the beginning, and waits for nobody. What comes is told on this thread,
    /// while it waits alertably; an end that comes at once may be told here. Again after an end.
    void start(HANDLE opened) {
        file = opened;
        over = false;
        request = OVERLAPPED{};
        request.hEvent = this;
        read();
    }

    /// Returns when the end was told. Blocks without using the processor.
    void wait() const {
        while (!over) ::SleepEx(INFINITE, TRUE);
    }

    /// Reads the next block.
    void read() {
        if (!::ReadFileEx(file, bytes, kBlock, &request, &routine)) ended(::GetLastError(), 0);
    }

    /// What Windows calls.
    static void CALLBACK routine(DWORD error, DWORD count, OVERLAPPED* request) {
        static_cast<FileReader*>(request->hEvent)->ended(error, count);
    }

    /// A read has ended.
    void ended(DWORD error, DWORD count) {
        if (error != ERROR_SUCCESS) {
            over = true;
            end(error == ERROR_HANDLE_EOF ? 0 : error);
            return;
        }
        block({bytes, count});
        request.Offset += count;
        read();
    }
};

// DISCUSSION
//
// Where is it?    Windows knows the address of the OVERLAPPED and nothing of the object around it.
//                 A cast takes the one for the other: it is right only if the OVERLAPPED comes
//                 first, and an object with a virtual function begins with the pointer to its
//                 table. The cast takes Internal for that pointer: 0 after a success, and so a
//                 crash, if you are lucky.
// Three ways      hEvent, which the Ex functions leave alone, holds `this`. Or the offset is known:
//                 CONTAINING_RECORD. Or the OVERLAPPED is a base, and static_cast subtracts what
//                 has to be subtracted; reinterpret_cast does not (alternatives/).
// And a global?   It holds one object. The second reader, or the second thread, gets its blocks.
// Static          because Windows has no `this` to give. A static member may use what is private.
// The short one   A block of 2 bytes is a block. That a read brings fewer bytes than it may says
//                 nothing about the end; 38 does. (Of a file of known size one may know better.)
// The end         comes at once or later: ReadFileEx answers FALSE, and no routine runs, or the
//                 routine is told 38. So both ways lead to ended().
// Other errors    995 after a cancellation, 109, 233: they end the chain too, and whoever waits for
//                 its end must hear of it.
// A chain         has one request under way, so one OVERLAPPED and one buffer are enough. In its
//                 routine they are ours again: the next read may be started there.
// Is it deep?     No: read() returns at once, and the next routine is called from the wait. Only if
//                 a request is refused does ended() run inside read(), and that ends the chain.
// Whose thread?   That of start(), for the whole chain: each read is started by a routine, and so
//                 by the same thread. If it has other things to do, the chain stands still. An idle
//                 thread can take over only with a completion port (chapter 10).
// What else?      accept and WaitCommEvent take no routine, and neither does AcceptEx;
//                 ReadDirectoryChangesW does.
// In the wrappers Nothing: the later chapters use completion ports.
