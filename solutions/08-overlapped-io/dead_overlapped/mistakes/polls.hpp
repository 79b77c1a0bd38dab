// MISTAKE: asks again and again whether the read has ended.
// Caught by: Test7 as polls
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <deque>
#include <string>

/// Reads records from a pipe while its caller does something else.
struct Records {
    static constexpr DWORD kBytes = 4;

    struct Read {
        OVERLAPPED request{};
        char record[kBytes] = {};
    };

    HANDLE pipe;             // opened with FILE_FLAG_OVERLAPPED
    std::deque<Read> reads;  // its elements never move while it grows

    explicit Records(HANDLE opened) : pipe(opened) {}
    /// After finish() of each read.
    ~Records() = default;
    Records(const Records&) = delete;
    Records& operator=(const Records&) = delete;

    /// Starts to read the next record, and waits for nobody: any number of reads may be under way.
    /// Returns the number of the read: 0, 1, 2, ...
    std::size_t start() {
        Read& read = reads.emplace_back();
        read.request.hEvent = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        ::ReadFile(pipe, read.record, kBytes, nullptr, &read.request);
        return reads.size() - 1;
    }

    /// Blocks until that read has ended, without using the processor; its record.
    std::string finish(std::size_t number) {
        Read& read = reads[number];
        DWORD bytes = 0;
        while (!::GetOverlappedResult(pipe, &read.request, &bytes, FALSE) &&
               ::GetLastError() == ERROR_IO_INCOMPLETE)
            ::SwitchToThread();
        ::CloseHandle(read.request.hEvent);
        return std::string(read.record, bytes);
    }
};
