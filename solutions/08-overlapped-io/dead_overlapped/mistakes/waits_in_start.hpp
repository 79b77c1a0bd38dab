// MISTAKE: start() waits for the record, so that its local variables live long enough.
// Caught by: Test1 as never-signaled
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// Reads records from a pipe while its caller does something else.
struct Records {
    static constexpr DWORD kBytes = 4;

    struct Read {
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
        Read read;
        OVERLAPPED request{};
        request.hEvent = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        ::ReadFile(pipe, read.record, kBytes, nullptr, &request);
        DWORD bytes = 0;
        ::GetOverlappedResult(pipe, &request, &bytes, TRUE);
        ::CloseHandle(request.hEvent);
        reads.push_back(read);
        return reads.size() - 1;
    }

    /// Blocks until that read has ended, without using the processor; its record.
    std::string finish(std::size_t number) { return std::string(reads[number].record, kBytes); }
};
