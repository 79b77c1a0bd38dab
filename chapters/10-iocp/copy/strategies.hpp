// strategies.hpp - the five ways to be told that a request has ended, under one signature.
//
//     copy::Task task(source, target, blocks, request, depth);
//     copy::kStrategies[3].run(task);       // returns when nothing is pending any more
//     task.check();                         // throws what has failed, if anything
#pragma once

#include "chapters/10-iocp/copy/apc_io.hpp"
#include "chapters/10-iocp/copy/event_io.hpp"
#include "chapters/10-iocp/copy/pool_io.hpp"
#include "chapters/10-iocp/copy/port_io.hpp"
#include "chapters/10-iocp/copy/sync_io.hpp"

namespace copy {

struct Strategy {
    const char* name;
    DWORD flags;         ///< for CreateFileW
    void (*run)(Task&);  ///< blocks until each slot has stopped
};

/// The first one is the yardstick; it has one request under way whatever the depth.
inline constexpr Strategy kStrategies[] = {
    {"synchronous", 0, &run_synchronously},       {"event", FILE_FLAG_OVERLAPPED, &run_by_events},
    {"APC", FILE_FLAG_OVERLAPPED, &run_by_apcs},  {"port", FILE_FLAG_OVERLAPPED, &run_by_port},
    {"pool", FILE_FLAG_OVERLAPPED, &run_by_pool},
};

inline constexpr unsigned kMostAtOnce = MAXIMUM_WAIT_OBJECTS;  // what waiting for any allows

}  // namespace copy
