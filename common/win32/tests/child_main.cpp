// child_main.cpp - the other process of the tests: `win32_test_child <role> [argument ...]`.
#include "common/win32/console.hpp"
#include "common/win32/file_mapping.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/process.hpp"

#include <shellapi.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

int hang() {
    ::Sleep(INFINITE);
    return 0;
}

// Starts a child of its own, says its id, and stays.
int spawn() {
    const w32::Process grandchild(w32::quote(w32::this_program()) + L" hang");
    std::printf("%lu\n", grandchild.id());
    std::fflush(stdout);
    return hang();
}

// One bit per argument: is that number a handle in this process?
int inherited(int count, wchar_t** values) {
    int bits = 0;
    for (int i = 0; i < count; ++i) {
        const auto value = static_cast<ULONG_PTR>(std::wcstoull(values[i], nullptr, 10));
        DWORD flags = 0;
        if (::GetHandleInformation(reinterpret_cast<HANDLE>(value), &flags)) bits |= 1 << i;
    }
    return bits;
}

int increment(const wchar_t* name) {
    const w32::FileMapping shared(name, sizeof(LONG));
    (void)::InterlockedIncrement(&shared.as<volatile LONG>());
    return shared.created() ? 1 : 0;
}

int die_owning(const wchar_t* name) {
    w32::Mutex mutex(name);
    (void)mutex.lock_for(w32::forever);
    ::ExitProcess(0);  // on purpose without unlock()
}

// Shows UTF-8 on a console of another code page, and ends: returns, or by ctrl+C.
int speak(const std::wstring& how) {
    w32::console_in_utf8();
    w32::console_in_utf8();  // a second time: changes nothing
    if (::GetConsoleOutputCP() != CP_UTF8) return 91;
    if (how == L"returns") return 0;
    ::GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
    return hang();
}

BOOL WINAPI stay(DWORD) { return TRUE; }

// Has a console to itself. Which code page does it have after somebody has spoken? 90: none at all.
int listen(const wchar_t* how) {
    constexpr UINT kOurs = 936;
    ::SetConsoleCtrlHandler(nullptr, FALSE);  // whoever started us may have ctrl+C switched off
    ::SetConsoleCtrlHandler(&stay, TRUE);
    if (!::SetConsoleOutputCP(kOurs)) return 90;
    w32::Process speaker(w32::quote(w32::this_program()) + L" speak " + how);
    speaker.wait();
    if (speaker.exit_code() == 91) return 91;
    return ::GetConsoleOutputCP() == kOurs ? 0 : 92;
}

int run(int argc, wchar_t** argv) {
    const std::wstring role = argc > 1 ? argv[1] : L"";
    if (role == L"exit" && argc == 3) return static_cast<int>(std::wcstol(argv[2], nullptr, 10));
    if (role == L"hang") return hang();
    if (role == L"spawn") return spawn();
    if (role == L"inherited") return inherited(argc - 2, argv + 2);
    if (role == L"increment" && argc == 3) return increment(argv[2]);
    if (role == L"speak" && argc == 3) return speak(argv[2]);
    if (role == L"listen" && argc == 3) return listen(argv[2]);
    if (role == L"die-owning" && argc == 3) return die_owning(argv[2]);
    return 99;
}

}  // namespace

int main() {
    int argc = 0;
    wchar_t** argv = ::CommandLineToArgvW(::GetCommandLineW(), &argc);
    try {
        return run(argc, argv);
    } catch (const w32::Error& error) {
        std::printf("%s\n", error.what());
        return 98;
    }
}
