// together.hpp - runs bodies at the same time, each on a thread, and waits for all of them.
#pragma once

#include "common/win32/thread.hpp"

template <class... Bodies>
void together(Bodies... bodies) {
    w32::Thread threads[] = {w32::Thread(bodies)...};
    for (w32::Thread& thread : threads) thread.join();
}
