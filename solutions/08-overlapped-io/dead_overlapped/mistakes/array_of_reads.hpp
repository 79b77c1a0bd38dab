// MISTAKE: an array, whose places do not move - as many as seemed enough.
// Caught by: Test5 as fixed-number-of-reads
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <string>

/// Reads records from a pipe while its caller does something else.
struct Records {
    static constexpr DWORD kBytes = 4;

    struct Read {
        OVERLAPPED request{};
        char record[kBytes] = {};
    };

    HANDLE pipe;  // opened with FILE_FLAG_OVERLAPPED
    Read reads[64];
    std::size_t started = 0;

    explicit Records(HANDLE opened) : pipe(opened) {}
    /// After finish() of each read.
    ~Records() = default;
    Records(const Records&) = delete;
    Records& operator=(const Records&) = delete;

    /// Starts to read the next record, and waits for nobody: any number of reads may be under way.
    /// Returns the number of the read: 0, 1, 2, ...
    std::size_t start() {
        Read& read = reads[started];
        read.request.hEvent = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        ::ReadFile(pipe, read.record, kBytes, nullptr, &read.request);
        return started++;
    }

    /// Blocks until that read has ended, without using the processor; its record.
    std::string finish(std::size_t number) {
        Read& read = reads[number];
        DWORD bytes = 0;
        ::GetOverlappedResult(pipe, &read.request, &bytes, TRUE);
        ::CloseHandle(read.request.hEvent);
        return std::string(read.record, bytes);
    }
};
