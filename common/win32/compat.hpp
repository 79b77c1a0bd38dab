// compat.hpp - what Windows has and some headers or some systems lack, in one place.
//
// mingw-w64 10 declares neither SetThreadDescription nor the FILE_SKIP_* flags, and on Windows
// before 10 version 1607 the function itself is missing. So the function is looked up when it is
// first used, and the constants are named here.
#pragma once

#include "common/win32/windows.hpp"

#ifndef FILE_SKIP_COMPLETION_PORT_ON_SUCCESS
#define FILE_SKIP_COMPLETION_PORT_ON_SUCCESS 0x1
#endif
#ifndef FILE_SKIP_SET_EVENT_ON_HANDLE
#define FILE_SKIP_SET_EVENT_ON_HANDLE 0x2
#endif
#ifndef CREATE_WAITABLE_TIMER_HIGH_RESOLUTION
#define CREATE_WAITABLE_TIMER_HIGH_RESOLUTION 0x00000002
#endif

/// An address at the border between this function's frame and its caller's: what lies below it on
/// the stack is not the caller's any more.
#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#define WB_FRAME_ADDRESS() _AddressOfReturnAddress()
#else
#define WB_FRAME_ADDRESS() __builtin_frame_address(0)  // msvc-check: ok, gcc and clang only
#endif

namespace w32 {

/// The stack pointer in a thread's saved registers; each processor has its own name for it.
inline ULONG_PTR stack_pointer(const CONTEXT& context) noexcept {
#if defined(_M_ARM64) || defined(__aarch64__)
    return context.Sp;
#elif defined(_WIN64)
    return context.Rsp;
#else
    return context.Esp;
#endif
}

/// A function of a module that is already loaded, or nullptr where this system lacks it.
/// `Function` is the function's type with its calling convention:
/// `find_function<BOOL WINAPI(HANDLE)>(L"kernel32", "CancelSynchronousIo")`.
/// Do not keep the answer in a function's `static` that several threads may reach first: mingw
/// guards its initialization with a winpthreads mutex, which can lose its owner on first
/// contention.
template <class Function>
Function* find_function(const wchar_t* module, const char* name) noexcept {
    const HMODULE loaded = ::GetModuleHandleW(module);
    if (loaded == nullptr) return nullptr;
    // Through void*: FARPROC has another signature, and a direct cast would draw a warning.
    return reinterpret_cast<Function*>(reinterpret_cast<void*>(::GetProcAddress(loaded, name)));
}

/// SetThreadDescription where it exists; E_NOTIMPL where it does not. The debugger shows the text.
/// https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-setthreaddescription
inline HRESULT set_thread_description(HANDLE thread, const wchar_t* text) noexcept {
    const auto set =
        find_function<HRESULT WINAPI(HANDLE, PCWSTR)>(L"kernel32", "SetThreadDescription");
    return set != nullptr ? set(thread, text) : E_NOTIMPL;
}

/// GetThreadDescription where it exists; E_NOTIMPL where it does not. The caller frees `*text`
/// with LocalFree.
inline HRESULT get_thread_description(HANDLE thread, PWSTR* text) noexcept {
    const auto get =
        find_function<HRESULT WINAPI(HANDLE, PWSTR*)>(L"kernel32", "GetThreadDescription");
    return get != nullptr ? get(thread, text) : E_NOTIMPL;
}

}  // namespace w32
