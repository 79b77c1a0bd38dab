// ALTERNATIVE: after each wait that has an answer, all others get a look, too. What a look takes is
// served at once: it took the signal.
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

/// Serves one object that a wait has answered. true: it fires no more.
inline bool serve_one(const Source& source, std::size_t index, Served how) {
    serve(index, how);
    if (source.kind == Kind::mutex) ::ReleaseMutex(source.handle);
    return source.kind != Kind::event;
}

/// Serves whatever fires, until the stop event does (stop is manual, sources are 1 to 63; serve()
/// is told the index in `sources`). A thread and a mutex are served once, and a mutex is given back
/// then. Before an object is served again, each other one that was signaled is served.
/// Returns what has ended it; after quiet_ms without anything, quiet.
inline End dispatch(HANDLE stop, const std::vector<Source>& sources, DWORD quiet_ms) {
    std::vector<bool> done(sources.size(), false);
    for (;;) {
        std::vector<HANDLE> handles{stop};
        std::vector<std::size_t> indices{0};  // of stop: not used
        for (std::size_t index = 0; index < sources.size(); ++index) {
            if (done[index]) continue;
            handles.push_back(sources[index].handle);
            indices.push_back(index);
        }
        const DWORD count = static_cast<DWORD>(handles.size());
        DWORD place = 0;
        Served how = Served::signaled;
        switch (const DWORD answer =
                    ::WaitForMultipleObjects(count, handles.data(), FALSE, quiet_ms)) {
            case WAIT_FAILED: return End::failed;
            case WAIT_TIMEOUT: return End::quiet;
            case WAIT_OBJECT_0: return End::stopped;
            default:
                how = answer >= WAIT_ABANDONED_0 ? Served::abandoned : Served::signaled;
                place = answer % WAIT_ABANDONED_0;
        }
        done[indices[place]] = serve_one(sources[indices[place]], indices[place], how);
        // Everybody else gets a look before that one can win again.
        for (DWORD other = 1; other < count; ++other) {
            if (other == place) continue;
            const DWORD answer = ::WaitForSingleObject(handles[other], 0);
            if (answer != WAIT_OBJECT_0 && answer != WAIT_ABANDONED) continue;
            how = answer == WAIT_ABANDONED ? Served::abandoned : Served::signaled;
            done[indices[other]] = serve_one(sources[indices[other]], indices[other], how);
        }
    }
}
