// wait.hpp - the wait functions, with answers that have names.
//
//     switch (w32::wait(mutex.get(), 50ms)) {
//         case w32::Waited::signaled:  ...
//         case w32::Waited::timed_out: ...
//         case w32::Waited::abandoned: ...   // owned by us now, and its data may be half done
//
// WaitForSingleObject answers with a DWORD in which success, time-out, abandonment and failure are
// numbers side by side; `if (WaitForSingleObject(...))` compiles and means the opposite of what it
// says. A failed wait (a closed handle, 65 handles) is no answer at all: it throws w32::Error.
//
// A wait may end up to one timer tick (15.6 ms) early or late.
// https://learn.microsoft.com/windows/win32/sync/wait-functions
#pragma once

#include "common/win32/error.hpp"
#include "common/win32/timeout.hpp"

#include <span>

namespace w32 {

enum class Waited {
    signaled,   ///< the object was signaled; a mutex is ours, an automatic event is clear again
    timed_out,  ///< the limit has passed, nothing was taken
    abandoned,  ///< a mutex whose owner died holding it: ours now, its data must be repaired
    apc         ///< only alertable waits: an APC or a completion routine ran instead
};

/// Waits for one object: WaitForSingleObject. Blocks for at most `limit`. Any thread.
[[nodiscard]] Waited wait(HANDLE object, Timeout limit,
                          std::source_location where = std::source_location::current());

/// As wait(), but lets queued APCs run: WaitForSingleObjectEx with bAlertable = TRUE.
[[nodiscard]] Waited wait_alertable(HANDLE object, Timeout limit,
                                    std::source_location where = std::source_location::current());

/// Which of several objects ended a wait.
struct WaitedAny {
    Waited how;
    DWORD index;  ///< position in the span; only for signaled and abandoned
};

/// Waits for the first of 1 to 64 objects: WaitForMultipleObjects with bWaitAll = FALSE. If several
/// are signaled, the lowest index wins and the others are left as they are.
[[nodiscard]] WaitedAny wait_any(std::span<const HANDLE> objects, Timeout limit,
                                 std::source_location where = std::source_location::current());

/// Waits until all of 1 to 64 objects are signaled at the same moment, and takes none before:
/// WaitForMultipleObjects with bWaitAll = TRUE. `abandoned` if any of them is.
[[nodiscard]] Waited wait_all(std::span<const HANDLE> objects, Timeout limit,
                              std::source_location where = std::source_location::current());

/// True if the object is signaled now. Takes it, if taking is what a wait does to it.
[[nodiscard]] inline bool signaled_now(
    HANDLE object, std::source_location where = std::source_location::current()) {
    return wait(object, std::chrono::milliseconds{0}, where) != Waited::timed_out;
}

}  // namespace w32
