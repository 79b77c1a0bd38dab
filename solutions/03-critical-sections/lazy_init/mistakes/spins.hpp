// MISTAKE: who comes second looks again and again until it is done.
// Caught by: Test3 as polls
#pragma once

#include "common/explore/shared.hpp"
#include "common/win32/windows.hpp"

#include <atomic>

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
    LONG begun = 0;
    std::atomic<bool> ready = false;
    Settings settings;

    LazySettings() = default;
    LazySettings(const LazySettings&) = delete;
    LazySettings& operator=(const LazySettings&) = delete;

    /// The settings. The first caller reads them, each value once; who asks meanwhile sleeps until
    /// they are complete.
    const Settings& get() {
        if (::InterlockedExchange(&begun, 1) == 0) {
            settings.width = read_width();
            settings.height = read_height();
            ready = true;
        }
        while (!ready) ::YieldProcessor();
        return settings;
    }
};
