// MISTAKE: only counts in start(), and reads in finish(), where all addresses live long enough: no
// read is ever under way.
// Caught by: Test6 as not-under-way
#pragma once

#include "common/win32/windows.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// Reads records from a pipe while its caller does something else.
struct Records {
    static constexpr DWORD kBytes = 4;

    HANDLE pipe;                       // opened with FILE_FLAG_OVERLAPPED
    std::vector<std::string> records;  // what was read so far
    std::size_t started = 0;

    explicit Records(HANDLE opened) : pipe(opened) {}
    /// After finish() of each read.
    ~Records() = default;
    Records(const Records&) = delete;
    Records& operator=(const Records&) = delete;

    /// Starts to read the next record, and waits for nobody: any number of reads may be under way.
    /// Returns the number of the read: 0, 1, 2, ...
    std::size_t start() { return started++; }

    /// Blocks until that read has ended, without using the processor; its record.
    std::string finish(std::size_t number) {
        while (records.size() <= number) {
            OVERLAPPED request{};
            char record[kBytes] = {};
            request.hEvent = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
            ::ReadFile(pipe, record, kBytes, nullptr, &request);
            DWORD bytes = 0;
            ::GetOverlappedResult(pipe, &request, &bytes, TRUE);
            ::CloseHandle(request.hEvent);
            records.emplace_back(record, bytes);
        }
        return records[number];
    }
};
