// LAB L30 - The ordered copy                                        about 40 minutes
//
// Goal    The pieces of a file are delivered in order while the next ones are being read. As it
//         stands, the disk has nothing to do while a piece is delivered.
//
// Given   deliver(), below: it belongs to the judge. It takes as long as it takes.
// To do   the places marked TODO. The contract of run() stays as it is; members may be added.
// Rules   ReadFile with an OVERLAPPED, GetOverlappedResult; no second thread, no Sleep, no polling.
//
// Judged  wb check L30   (Visual Studio: Test Explorer, ch08.lab.ordered_copy). The judge's disk
//         ends the reads in every order, at once or later; wb replay L30 runs the first order that
//         fails again.
// Stuck?  wb hint L30, then notes/08-overlapped-io.md#in-which-order-do-requests-end
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
        char bytes[kPiece] = {};
    };

    HANDLE file;  // opened with FILE_FLAG_OVERLAPPED
    Piece pieces[kAtOnce];
    // TODO 1: each piece needs something that says that it has come - and only it.

    explicit OrderedCopy(HANDLE opened) : file(opened) {}
    OrderedCopy(const OrderedCopy&) = delete;
    OrderedCopy& operator=(const OrderedCopy&) = delete;

    /// Reads the first `size` bytes of the file, which may have more, and delivers them: from the
    /// first to the last, one piece with each call. Each time that deliver() is called, the read of
    /// the next piece has been started, if there is one, and none after that.
    void run(DWORD size) {
        // TODO 2: the first kAtOnce reads are started before anybody waits.
        for (DWORD offset = 0; offset < size; offset += kPiece) {
            Piece& piece = pieces[0];
            start(piece, offset);
            // TODO 3: wait for the piece whose turn it is, deliver it, use its place for the next.
            DWORD bytes = 0;
            ::GetOverlappedResult(file, &piece.request, &bytes, TRUE);
            deliver({piece.bytes, std::min(bytes, size - offset)});
        }
    }

    /// Starts to read a piece. It may be there when this returns.
    void start(Piece& piece, DWORD offset) {
        piece.request = OVERLAPPED{};
        piece.request.Offset = offset;
        ::ReadFile(file, piece.bytes, kPiece, nullptr, &piece.request);
    }
};
