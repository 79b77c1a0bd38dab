// ALTERNATIVE: a local static variable: the language lets the first one initialize it.
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
    LazySettings() = default;
    LazySettings(const LazySettings&) = delete;
    LazySettings& operator=(const LazySettings&) = delete;

    /// The settings. The first caller reads them, each value once; who asks meanwhile sleeps until
    /// they are complete.
    const Settings& get() {
        static const Settings settings{read_width(), read_height()};
        return settings;
    }
};
