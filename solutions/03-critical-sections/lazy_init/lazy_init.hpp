// SOLUTION L14 - The lazy settings
// (the task: labs/03-critical-sections/lazy_init/lazy_init.hpp)
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
        ::InitOnceExecuteOnce(&once, &read, this, nullptr);
        return settings;
    }

private:
    static BOOL CALLBACK read(PINIT_ONCE, PVOID self, PVOID*) {
        Settings& settings = static_cast<LazySettings*>(self)->settings;
        settings.width = read_width();
        settings.height = read_height();
        return TRUE;  // FALSE would say that it has failed: the next one to ask would try again
    }
};

// DISCUSSION
//
// What was wrong? Two things. The flag was set before the values, so it lied for a while. And it is
//                 read without the lock while somebody writes it: nothing says that who sees the
//                 flag also sees what was written before it. The compiler may even exchange the
//                 two.
// Why INIT_ONCE?  It is both the flag and the lock. Whoever comes while the callback runs sleeps;
//                 whoever comes later passes with one look, and sees all that the callback wrote.
// Two checks?     "Double-checked locking" is right if the first check is an atomic read that
//                 acquires, and the flag is written last by an atomic write that releases:
//                 alternatives/atomic_flag.hpp, alternatives/published_pointer.hpp.
// volatile?       Makes the compiler read and write each time, and orders nothing else for other
//                 threads. Microsoft's compiler gives it more on x86 and x64; the language does
//                 not.
// Why not read outside the lock?  With INIT_ONCE_ASYNC, or a compare-and-exchange of a pointer,
//                 each may build one and all but the first throw theirs away. That never waits; it
//                 is right when building twice does no harm. Here the contract says once.
// In the language a local static variable does all this (alternatives/local_static.hpp): since
//                 C++11 the first one initializes it and the others wait.
// In the library  std::call_once with a std::once_flag.
// Failure         InitOnceExecuteOnce lets the next one try if the callback answers FALSE; a local
//                 static does if its initializer throws. A flag that is set too early never does.
