// LAB L33 - The member routine                                      about 30 minutes
//
// Goal    An object reads a file block by block, and each read is started by the routine of the one
//         before. As it stands, the routine takes something else for its object and crashes at the
//         first call of a virtual function; and the end of the file comes too early.
//
// Given   one thread calls start(), perhaps for several readers, and then wait(). Who derives from
//         FileReader gets the blocks: here that is the judge.
// To do   the places marked TODO. The contracts stay as they are; members may be added.
// Rules   ReadFileEx with a completion routine; no further thread, no Sleep, no polling, and no
//         global variables.
//
// Judged  wb check L33   (Visual Studio: Test Explorer, ch09.lab.member_routine). The judge lets
//         the reads of several readers end in every order; wb replay L33 runs the first order that
//         fails again.
// Stuck?  wb hint L33, then notes/09-apc.md#how-does-a-routine-find-its-object
#pragma once

#include "common/win32/windows.hpp"

#include <string_view>

/// Reads a file from its beginning to its end.
struct FileReader {
    static constexpr DWORD kBlock = 4;  // bytes; the last block may have fewer

    HANDLE file = nullptr;  // opened with FILE_FLAG_OVERLAPPED; may be a pipe
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
        read();
    }

    /// Returns when the end was told. Blocks without using the processor.
    void wait() const {
        while (!over) ::SleepEx(INFINITE, TRUE);
    }

    /// Reads the next block.
    void read() {
        // TODO 1: a request that is refused has no routine. What has to be done instead?
        ::ReadFileEx(file, bytes, kBlock, &request, &routine);
    }

    /// What Windows calls.
    static void CALLBACK routine(DWORD error, DWORD count, OVERLAPPED* request) {
        // TODO 2: the object begins with a pointer to its table, not with its OVERLAPPED.
        auto* reader = reinterpret_cast<FileReader*>(request);
        reader->ended(error, count);
    }

    /// A read has ended.
    void ended(DWORD error, DWORD count) {
        // TODO 3: which ends are blocks, which one is the end of the file, and which are failures?
        if (error != ERROR_SUCCESS || count < kBlock) {
            over = true;
            end(0);
            return;
        }
        block({bytes, count});
        request.Offset += count;
        read();
    }
};
