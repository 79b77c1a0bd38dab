// names_a.cpp - the functions that take a name as bytes.
#include "common/explore/redirect/kernel_calls.hpp"

#include <cstddef>

namespace {

// Names of the workbook are ASCII. An execution that is abandoned in the middle of a call runs no
// destructors, so the text lives on the stack.
struct Wide {
    explicit Wide(LPCSTR bytes) : none(bytes == nullptr) {
        std::size_t length = 0;
        while (!none && bytes[length] != 0 && length < MAX_PATH) {
            text[length] = static_cast<unsigned char>(bytes[length]);
            ++length;
        }
        text[length] = 0;
    }
    LPCWSTR get() const { return none ? nullptr : text; }
    bool none;
    wchar_t text[MAX_PATH + 1];
};

}  // namespace

HANDLE explored_CreateMutexA(LPSECURITY_ATTRIBUTES security, BOOL owned, LPCSTR name,
                             const char* file, int line) {
    return explored_CreateMutexW(security, owned, Wide(name).get(), file, line);
}

HANDLE explored_CreateEventA(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL signaled,
                             LPCSTR name, const char* file, int line) {
    return explored_CreateEventW(security, manual, signaled, Wide(name).get(), file, line);
}

HANDLE explored_CreateSemaphoreA(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum,
                                 LPCSTR name, const char* file, int line) {
    return explored_CreateSemaphoreW(security, initial, maximum, Wide(name).get(), file, line);
}

HANDLE explored_OpenMutexA(DWORD access, BOOL inherit, LPCSTR name, const char* file, int line) {
    return explored_OpenMutexW(access, inherit, Wide(name).get(), file, line);
}

HANDLE explored_OpenEventA(DWORD access, BOOL inherit, LPCSTR name, const char* file, int line) {
    return explored_OpenEventW(access, inherit, Wide(name).get(), file, line);
}

HANDLE explored_OpenSemaphoreA(DWORD access, BOOL inherit, LPCSTR name, const char* file,
                               int line) {
    return explored_OpenSemaphoreW(access, inherit, Wide(name).get(), file, line);
}
