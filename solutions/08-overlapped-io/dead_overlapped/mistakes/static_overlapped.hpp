// MISTAKE: a static OVERLAPPED, which outlives every function - and is the same one for all.
// Caught by: Test2 as pending-request
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <deque>
#include <string>

/// Reads records from a pipe while its caller does something else.
struct Records {
    static constexpr DWORD kBytes = 4;

    struct Read {
        HANDLE ended;
        char record[kBytes] = {};
    };

    HANDLE pipe;  // opened with FILE_FLAG_OVERLAPPED
    std::deque<Read> reads;

    explicit Records(HANDLE opened) : pipe(opened) {}
    /// After finish() of each read.
    ~Records() = default;
    Records(const Records&) = delete;
    Records& operator=(const Records&) = delete;

    /// Starts to read the next record, and waits for nobody: any number of reads may be under way.
    /// Returns the number of the read: 0, 1, 2, ...
    std::size_t start() {
        Read& read = reads.emplace_back();
        static OVERLAPPED request;
        read.ended = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        request = OVERLAPPED{};
        request.hEvent = read.ended;
        ::ReadFile(pipe, read.record, kBytes, nullptr, &request);
        return reads.size() - 1;
    }

    /// Blocks until that read has ended, without using the processor; its record.
    std::string finish(std::size_t number) {
        Read& read = reads[number];
        ::WaitForSingleObject(read.ended, INFINITE);
        ::CloseHandle(read.ended);
        return std::string(read.record, kBytes);
    }
};
