// SOLUTION L29 - The dead OVERLAPPED
// (the task: labs/08-overlapped-io/dead_overlapped/dead_overlapped.hpp)
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
        ::GetOverlappedResult(pipe, &read.request, &bytes, TRUE);
        ::CloseHandle(read.request.hEvent);
        return std::string(read.record, bytes);
    }
};

// DISCUSSION
//
// Whose memory?   From ReadFile to the end of the request, the buffer and the OVERLAPPED belong to
//                 the system: it reads the OVERLAPPED at the beginning, and writes the bytes, the
//                 status and the count at the end. It knows addresses, not objects.
// It works?       The stack of a function that has returned is still memory. Until it is used
//                 again, the record even lies there; later, the system writes over the local
//                 variables, or the return address, of a function that has nothing to do with it.
// The copy?       GetOverlappedResult looks at the OVERLAPPED that it is given. In a copy the
//                 status stays what it was when it was copied: "pending", for ever. Identity is
//                 address.
// Why a deque?    std::deque::emplace_back moves no element, std::vector moves all when it grows. A
//                 vector of unique_ptr, or a list, does as well (alternatives/).
// On the stack?   It may lie there, if the function waits for the end before it returns - on each
//                 way out, an exception included. Then cancel and wait: lab L31.
// On the heap?    The original note says "usually". The heap is not the point, the lifetime is.
// Who frees it?   Who has been told the end: after GetOverlappedResult has answered anything but
//                 ERROR_IO_INCOMPLETE, a wait for hEvent, a packet, or the completion routine.
// In the library  Nothing. A wrapper such as w32::Overlapped can forbid moving and copying.
