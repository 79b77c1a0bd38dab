// handles.hpp - the handles of a case: created in one line, closed at its end.
#pragma once

#include "common/win32/windows.hpp"

struct Handles {
    Handles() = default;
    ~Handles() {
        for (int i = 0; i < count; ++i) ::CloseHandle(all[i]);
    }
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;

    HANDLE add(HANDLE handle) {
        all[count++] = handle;
        return handle;
    }
    HANDLE event(bool manual, bool set = false) {
        return add(::CreateEventW(nullptr, manual, set, nullptr));
    }
    HANDLE semaphore(LONG initial, LONG maximum) {
        return add(::CreateSemaphoreW(nullptr, initial, maximum, nullptr));
    }
    HANDLE mutex() { return add(::CreateMutexW(nullptr, FALSE, nullptr)); }

    HANDLE all[8] = {};
    int count = 0;
};

inline void wait(HANDLE handle) { (void)::WaitForSingleObject(handle, INFINITE); }
