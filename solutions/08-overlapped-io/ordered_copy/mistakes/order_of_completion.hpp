// MISTAKE: delivers each piece when it has come, whoever's turn it is.
// Caught by: Test2 as wrong-order
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
        DWORD next = 0;
        HANDLE events[kAtOnce];
        for (std::size_t i = 0; i < kAtOnce; ++i, next += kPiece) {
            events[i] = pieces[i].ended;
            if (next < size) start(pieces[i], next);
        }
        for (DWORD offset = 0; offset < size; offset += kPiece) {
            const DWORD any = ::WaitForMultipleObjects(kAtOnce, events, FALSE, INFINITE);
            ::ResetEvent(events[any]);
            Piece& piece = pieces[any];
            DWORD bytes = 0;
            ::GetOverlappedResult(file, &piece.request, &bytes, FALSE);
            deliver({piece.bytes, std::min(bytes, size - piece.request.Offset)});
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
