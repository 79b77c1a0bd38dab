// How large is a thread's stack?
//
// Look at what the program's own header says, and at the stack of threads that asked for more or
// for less.
//
// Before you run it, write down: how much address space does a thread get that asks for 64 KB?
// Then build with another default: /STACK:4194304 (MSVC), -Wl,--stack,4194304 (mingw).
// In the debugger: stop in measure(), watch high - low; Memory at low shows what is not there yet.
// Topics: T10
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"
#include "common/win32/platform.hpp"

#include <cstddef>

// The EXE's header is mapped with the EXE: a module's handle is the address where it begins.
static SIZE_T reserve_in_header() {
    const auto* base = reinterpret_cast<const std::byte*>(::GetModuleHandleW(nullptr));
    const auto* dos = reinterpret_cast<const IMAGE_DOS_HEADER*>(base);
    const auto* nt = reinterpret_cast<const IMAGE_NT_HEADERS*>(base + dos->e_lfanew);
    return nt->OptionalHeader.SizeOfStackReserve;
}

static DWORD WINAPI measure(LPVOID argument) {
    ULONG_PTR low = 0;
    ULONG_PTR high = 0;
    ::GetCurrentThreadStackLimits(&low, &high);
    *static_cast<SIZE_T*>(argument) = high - low;
    return 0;
}

static void show(const char* what, SIZE_T size, DWORD flags) {
    SIZE_T bytes = 0;
    const w32::Handle thread =
        w32::own(::CreateThread(nullptr, size, &measure, &bytes, flags, nullptr), "CreateThread");
    ::WaitForSingleObject(thread.get(), INFINITE);
    lab::saw(std::string(what) + std::to_string(bytes / 1024) + " KB");
}

int main() {
    return lab::demo("Stack size 0 means: as the EXE's header says. That is not always 1 MB.", [] {
        lab::doing("read the header of this program, then start threads of several sizes");
        lab::saw("header, SizeOfStackReserve:   " + std::to_string(reserve_in_header() / 1024) +
                 " KB");
        show("0, the default:               ", 0, 0);
        show("64 KB:                        ", 64 * 1024, 0);
        show("64 KB, \"it is the reserve\":   ", 64 * 1024, STACK_SIZE_PARAM_IS_A_RESERVATION);
        show("4 MB:                         ", 4 * 1024 * 1024, 0);
        if (w32::running_under_wine())
            lab::differs_in_wine("no stack is smaller than 1 MB; Windows reserves 64 KB as asked.");
        lab::why(
            "Reserved is address space, committed is memory. The parameter is what to commit at\n"
            "once, unless STACK_SIZE_PARAM_IS_A_RESERVATION says otherwise; the reserve comes\n"
            "from the header: 1 MB from Microsoft's linker, 2 MB from mingw's.");
    });
}
