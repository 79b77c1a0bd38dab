// MISTAKE: the reads lie in the vector itself, which moves them when it grows.
// Caught by: Test2 as pending-request
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// Reads records from a pipe while its caller does something else.
struct Records {
    static constexpr DWORD kBytes = 4;

    struct Read {
        OVERLAPPED request{};
        char record[kBytes] = {};
    };

    HANDLE pipe;  // opened with FILE_FLAG_OVERLAPPED
    std::vector<Read> reads;

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
        ::GetOverlappedResult(pipe, &read.request, &bytes, TRUE);
        ::CloseHandle(read.request.hEvent);
        return std::string(read.record, bytes);
    }
};
