// ALTERNATIVE: a pointer that is exchanged in when all behind it is complete.
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
    SRWLOCK lock = SRWLOCK_INIT;
    void* published = nullptr;  // &settings, from the moment when they are complete
    Settings settings;

    LazySettings() = default;
    LazySettings(const LazySettings&) = delete;
    LazySettings& operator=(const LazySettings&) = delete;

    /// The settings. The first caller reads them, each value once; who asks meanwhile sleeps until
    /// they are complete.
    const Settings& get() {
        void* found = ::InterlockedCompareExchangePointer(&published, nullptr, nullptr);
        if (found == nullptr) found = read_once();
        return *static_cast<const Settings*>(found);
    }

private:
    void* read_once() {
        ::AcquireSRWLockExclusive(&lock);
        if (::InterlockedCompareExchangePointer(&published, nullptr, nullptr) == nullptr) {
            settings.width = read_width();
            settings.height = read_height();
            ::InterlockedExchangePointer(&published, &settings);
        }
        ::ReleaseSRWLockExclusive(&lock);
        return &settings;
    }
};
