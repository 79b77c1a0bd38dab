// MISTAKE: INIT_ONCE_ASYNC: several may be at it at once, and each reads.
// Caught by: Test2 as built-twice
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

/// Given by the judge. Each reads one setting from the disk and takes as long as it takes.
int read_width();
int read_height();

struct Settings {
    Shared<int> width = 0;
    Shared<int> height = 0;
};

/// Reads the settings when they are asked for. The program has one of these; any number of threads
/// may ask at once.
struct LazySettings {
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    Settings settings;

    LazySettings() = default;
    LazySettings(const LazySettings&) = delete;
    LazySettings& operator=(const LazySettings&) = delete;

    /// The settings. The first caller reads them, each value once; who asks meanwhile sleeps until
    /// they are complete.
    const Settings& get() {
        BOOL pending = FALSE;
        ::InitOnceBeginInitialize(&once, INIT_ONCE_ASYNC, &pending, nullptr);
        if (pending) {
            settings.width = read_width();
            settings.height = read_height();
            ::InitOnceComplete(&once, INIT_ONCE_ASYNC, nullptr);
        }
        return settings;
    }
};
