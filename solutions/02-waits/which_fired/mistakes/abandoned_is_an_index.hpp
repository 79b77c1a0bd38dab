// MISTAKE: a failure is looked for; what else is not 0 is an index.
// Caught by: Test3 as abandoned-taken-for-index
#pragma once

#include "common/win32/windows.hpp"

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
    std::vector<HANDLE> handles{stop};
    for (const Source& source : sources) handles.push_back(source.handle);
    for (;;) {
        const DWORD answer = ::WaitForMultipleObjects(static_cast<DWORD>(handles.size()),
                                                      handles.data(), FALSE, quiet_ms);
        if (answer == 0) return End::stopped;
        if (answer == WAIT_TIMEOUT) return End::quiet;
        if (answer == WAIT_FAILED) return End::failed;
        serve(answer - 1, Served::signaled);
    }
}
