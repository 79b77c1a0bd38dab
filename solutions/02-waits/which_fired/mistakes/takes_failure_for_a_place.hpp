// MISTAKE: nobody looks for WAIT_FAILED, and the place it seems to be is far behind the array.
// Caught by: Test2 as crashes
#pragma once

#include "common/win32/windows.hpp"

#include <numeric>
#include <vector>

enum class Kind {
    event,   // automatic; fires again and again
    mutex,   // fires once: when its owner lets go, or ends
    thread,  // fires once: when it ends
};

struct Source {
    HANDLE handle;
    Kind kind;
};

enum class Served { signaled, abandoned };

enum class End {
    stopped,  // the stop event is signaled
    quiet,    // nothing has fired for so long
    failed,   // a wait has failed
};

/// Given by the judge: object `index` has fired. `how`: abandoned if it is a mutex whose owner has
/// ended without giving it back.
void serve(std::size_t index, Served how);

/// Serves whatever fires, until the stop event does (stop is manual, sources are 1 to 63; serve()
/// is told the index in `sources`). A thread and a mutex are served once, and a mutex is given back
/// then. Before an object is served again, each other one that was signaled is served.
/// Returns what has ended it; after quiet_ms without anything, quiet.
inline End dispatch(HANDLE stop, const std::vector<Source>& sources, DWORD quiet_ms) {
    std::vector<std::size_t> turns(sources.size());  // whose turn comes first, by index
    std::iota(turns.begin(), turns.end(), std::size_t{0});
    for (;;) {
        std::vector<HANDLE> handles{stop};
        for (const std::size_t index : turns) handles.push_back(sources[index].handle);
        const DWORD answer = ::WaitForMultipleObjects(static_cast<DWORD>(handles.size()),
                                                      handles.data(), FALSE, quiet_ms);
        if (answer == WAIT_TIMEOUT) return End::quiet;
        const bool abandoned = answer >= WAIT_ABANDONED_0 && answer < WAIT_ABANDONED_0 + 64;
        const DWORD place = answer - (abandoned ? WAIT_ABANDONED_0 : WAIT_OBJECT_0);
        if (place == 0) return End::stopped;
        const std::size_t index = turns[place - 1];
        turns.erase(turns.begin() + static_cast<std::ptrdiff_t>(place - 1));
        serve(index, abandoned ? Served::abandoned : Served::signaled);
        if (sources[index].kind == Kind::mutex) ::ReleaseMutex(sources[index].handle);
        // The lowest index wins, so who was served goes to the end of the queue.
        if (sources[index].kind == Kind::event) turns.push_back(index);
    }
}
