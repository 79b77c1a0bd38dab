// ALTERNATIVE: a queue of reads in the order of their pieces, each in a block of its own.
#pragma once

#include "common/win32/windows.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <string_view>

/// Given by the judge. Takes the next bytes; they may be overwritten when it has returned.
void deliver(std::string_view bytes);

struct OrderedCopy {
    static constexpr DWORD kPiece = 4;         // bytes; the last piece may have fewer
    static constexpr std::size_t kAtOnce = 2;  // pieces in memory

    struct Piece {
        OVERLAPPED request{};
        HANDLE ended = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
        Piece() = default;
        Piece(const Piece&) = delete;
        Piece& operator=(const Piece&) = delete;
        ~Piece() { ::CloseHandle(ended); }
        char bytes[kPiece] = {};
    };

    HANDLE file;                                // opened with FILE_FLAG_OVERLAPPED
    std::deque<std::unique_ptr<Piece>> pieces;  // the next to deliver is in front

    explicit OrderedCopy(HANDLE opened) : file(opened) {}
    OrderedCopy(const OrderedCopy&) = delete;
    OrderedCopy& operator=(const OrderedCopy&) = delete;

    /// Reads the first `size` bytes of the file, which may have more, and delivers them: from the
    /// first to the last, one piece with each call. Each time that deliver() is called, the read of
    /// the next piece has been started, if there is one, and none after that.
    void run(DWORD size) {
        DWORD next = 0;
        const auto start_next = [&] {
            if (next < size) start(*pieces.emplace_back(std::make_unique<Piece>()), next);
            next += kPiece;
        };
        for (std::size_t i = 0; i < kAtOnce; ++i) start_next();
        for (DWORD offset = 0; offset < size; offset += kPiece) {
            DWORD bytes = 0;
            ::GetOverlappedResult(file, &pieces.front()->request, &bytes, TRUE);
            deliver({pieces.front()->bytes, std::min(bytes, size - offset)});
            pieces.pop_front();
            start_next();
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
