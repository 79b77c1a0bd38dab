// MISTAKE: starts all reads at once, with as many buffers as the file has pieces.
// Caught by: Test3 as too-many-at-once
#pragma once

#include "common/win32/windows.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <string_view>

/// Given by the judge. Takes the next bytes; they may be overwritten when it has returned.
void deliver(std::string_view bytes);

struct OrderedCopy {
    static constexpr DWORD kPiece = 4;         // bytes; the last piece may have fewer
    static constexpr std::size_t kAtOnce = 2;  // pieces in memory

    struct Piece {
        OVERLAPPED request{};
        HANDLE ended = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        char bytes[kPiece] = {};
    };

    HANDLE file;  // opened with FILE_FLAG_OVERLAPPED
    std::deque<Piece> pieces;

    explicit OrderedCopy(HANDLE opened) : file(opened) {}
    OrderedCopy(const OrderedCopy&) = delete;
    OrderedCopy& operator=(const OrderedCopy&) = delete;

    /// Reads the first `size` bytes of the file, which may have more, and delivers them: from the
    /// first to the last, one piece with each call. Each time that deliver() is called, the read of
    /// the next piece has been started, if there is one, and none after that.
    void run(DWORD size) {
        for (DWORD offset = 0; offset < size; offset += kPiece)
            start(pieces.emplace_back(), offset);
        DWORD offset = 0;
        for (Piece& piece : pieces) {
            DWORD bytes = 0;
            ::GetOverlappedResult(file, &piece.request, &bytes, TRUE);
            deliver({piece.bytes, std::min(bytes, size - offset)});
            ::CloseHandle(piece.ended);
            offset += kPiece;
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
