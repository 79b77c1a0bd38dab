// LAB L06 - Which one fired?                                        about 30 minutes
//
// Goal    Whatever a wait for several objects answers is understood, and every object gets its
//         turn. As it stands, a failed wait is "object 4294967294", and the first object can keep
//         all others waiting for ever.
//
// Given   Source, Served, End, and serve(), below: serve() belongs to the judge. It may make any of
//         the objects fire again before it returns.
// To do   the places marked TODO. The contract of dispatch() stays as it is.
// Rules   WaitForMultipleObjects and WaitForSingleObject, no threads of your own, no Sleep.
//
// Judged  wb check L06   (Visual Studio: Test Explorer, ch02.lab.which_fired). A script lets real
//         objects fire in a fixed order, an abandoned mutex and a handle that is none among them.
// Stuck?  wb hint L06, then notes/02-waits.md#how-does-one-wait-for-several-objects
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
        // TODO 1: each kind of answer is told from the others: an index, a mutex that was
        //         abandoned, a time-out, a failure.
        if (answer == 0) return End::stopped;
        if (answer == WAIT_TIMEOUT) return End::quiet;
        // TODO 2: what fires only once is served once, and a mutex is given back.
        // TODO 3: no object waits while another one is served twice.
        serve(answer - 1, Served::signaled);
    }
}
