// MISTAKE: makes the OVERLAPPED a base, and casts as if it came first.
// Caught by: Test1 as crash
#pragma once

#include "common/win32/windows.hpp"

#include <string_view>

/// Reads a file from its beginning to its end.
struct FileReader : OVERLAPPED {
    static constexpr DWORD kBlock = 4;  // bytes; the last block may have fewer

    HANDLE file = nullptr;  // opened with FILE_FLAG_OVERLAPPED
    char bytes[kBlock] = {};
    bool over = true;  // nothing is under way: the end was told, or start() was never called

    FileReader() : OVERLAPPED{} {}
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
        static_cast<OVERLAPPED&>(*this) = OVERLAPPED{};
        read();
    }

    /// Returns when the end was told. Blocks without using the processor.
    void wait() const {
        while (!over) ::SleepEx(INFINITE, TRUE);
    }

    /// Reads the next block.
    void read() {
        if (!::ReadFileEx(file, bytes, kBlock, this, &routine)) ended(::GetLastError(), 0);
    }

    /// What Windows calls.
    static void CALLBACK routine(DWORD error, DWORD count, OVERLAPPED* request) {
        static_cast<FileReader*>(static_cast<void*>(request))->ended(error, count);
    }

    /// A read has ended.
    void ended(DWORD error, DWORD count) {
        if (error != ERROR_SUCCESS) {
            over = true;
            end(error == ERROR_HANDLE_EOF ? 0 : error);
            return;
        }
        block({bytes, count});
        Offset += count;
        read();
    }
};
