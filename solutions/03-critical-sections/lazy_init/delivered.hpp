// LAB L14 - The lazy settings                                       about 25 minutes
//
// Goal    The settings are read once, by the first one who asks, and whoever asks sees all of them.
//         As it stands, some see half of them.
//
// Given   LazySettings: a lock, a flag, and two checks of the flag. Members may be added, replaced
//         and removed. Shared<T> is T; it tells the judge of each access where the compiler cannot.
// To do   the places marked TODO in get(). Its contract stays as it is.
// Rules   any Win32 objects, std::atomic; no Sleep, no polling. Neither std::mutex nor
//         std::call_once: the judge cannot look into them.
//
// Judged  wb check L14   (Visual Studio: Test Explorer, ch03.lab.lazy_init). The judge lets up to
//         three threads ask in every order that their steps can come in; wb replay L14 runs the
//         first one that fails again, on real threads.
// Stuck?  wb hint L14, then notes/03-critical-sections.md#who-creates-what-all-need
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
    Shared<bool> ready = false;
    Settings settings;

    LazySettings() = default;
    LazySettings(const LazySettings&) = delete;
    LazySettings& operator=(const LazySettings&) = delete;

    /// The settings. The first caller reads them, each value once; who asks meanwhile sleeps until
    /// they are complete.
    const Settings& get() {
        // TODO 1: who does not take the lock knows that the settings are complete.
        if (!ready) {
            ::AcquireSRWLockExclusive(&lock);
            if (!ready) {
                // TODO 2: nobody hears that they are ready before they are.
                ready = true;
                settings.width = read_width();
                settings.height = read_height();
            }
            ::ReleaseSRWLockExclusive(&lock);
        }
        return settings;
    }
};
