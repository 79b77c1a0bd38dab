// SOLUTION L30 - The ordered copy
// (the task: labs/08-overlapped-io/ordered_copy/ordered_copy.hpp)
#pragma once

#include "common/win32/windows.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

/// Given by the judge. Takes the next bytes; they may be overwritten when it has returned.
void deliver(std::string_view bytes);

struct OrderedCopy {
    static constexpr DWORD kPiece = 4;         // bytes; the last piece may have fewer
    static constexpr std::size_t kAtOnce = 2;  // pieces in memory

    struct Piece {
        OVERLAPPED request{};
        HANDLE ended = nullptr;
        char bytes[kPiece] = {};
    };

    HANDLE file;  // opened with FILE_FLAG_OVERLAPPED
    Piece pieces[kAtOnce];

    explicit OrderedCopy(HANDLE opened) : file(opened) {
        for (Piece& piece : pieces) piece.ended = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    }
    ~OrderedCopy() {
        for (const Piece& piece : pieces) ::CloseHandle(piece.ended);
    }
    OrderedCopy(const OrderedCopy&) = delete;
    OrderedCopy& operator=(const OrderedCopy&) = delete;

    /// Reads the first `size` bytes of the file, which may have more, and delivers them: from the
    /// first to the last, one piece with each call. Each time that deliver() is called, the read of
    /// the next piece has been started, if there is one, and none after that.
    void run(DWORD size) {
        DWORD next = 0;  // the offset of the next read
        for (Piece& piece : pieces) {
            if (next < size) start(piece, next);
            next += kPiece;
        }
        std::size_t turn = 0;
        for (DWORD offset = 0; offset < size; offset += kPiece) {
            Piece& piece = pieces[turn++ % kAtOnce];
            DWORD bytes = 0;
            ::GetOverlappedResult(file, &piece.request, &bytes, TRUE);
            deliver({piece.bytes, std::min(bytes, size - offset)});
            if (next < size) start(piece, next);
            next += kPiece;
        }
    }

    /// Starts to read a piece. It may be there when this returns.
    void start(Piece& piece, DWORD offset) {
        piece.request = OVERLAPPED{};
        piece.request.Offset = offset;
        piece.request.hEvent = piece.ended;
        ::ReadFile(file, piece.bytes, kPiece, nullptr, &piece.request);
    }
};

// DISCUSSION
//
// Which order?    There are three: in which reads are started, in which they end, and in which the
//                 pieces are delivered. The first and the third are ours; the second is the disk's,
//                 and nothing here depends on it.
// Why an event each?  A request without hEvent signals the file handle, and so does each other one
//                 of that file: "something has ended". GetOverlappedResult may then come back for a
//                 request that is still pending.
// Manual reset?   ReadFile resets it, the end of the request sets it, and every look finds it set.
//                 An automatic one would be cleared by the first wait, whoever that was.
// Whose offset?   Each request carries its own; an overlapped file has no position. One counter
//                 that "is advanced by each read" has to be advanced when reads are started, in
//                 order.
// Where is the gain?  While a piece is delivered the next one is being read. With kAtOnce places,
//                 kAtOnce - 1 reads cover the time of one delivery. More places help as long as the
//                 disk can do more at once; large pieces help more than many small ones.
// 64?             This waits for one piece at a time, so the number of places has no limit. Waiting
//                 for any of them (WaitForMultipleObjects) ends at 64: then a completion port.
// Leaving early?  If deliver() could throw, the reads under way would have to be cancelled and
//                 waited for before `pieces` goes: lab L31.
