// The roles of the second process that name_test.cpp starts.
//
// It plays before main, so that neither GoogleTest nor the watchdog has a thread in it. Objects of
// other files may not be constructed then: raw calls only.
#include "chapters/04-mutexes/other_process.hpp"

#include "common/win32/process.hpp"

#include <string_view>

namespace chapter04 {
namespace {

constexpr wchar_t kSwitch[] = L"--other-process=";

// `order` is "tries:name" or "keeps:name".
DWORD play(std::wstring_view order) {
    const std::size_t colon = order.find(L':');
    const std::wstring name(order.substr(colon + 1));
    const HANDLE mutex = ::OpenMutexW(SYNCHRONIZE | MUTEX_MODIFY_STATE, FALSE, name.c_str());
    if (mutex == nullptr) return 99;
    const DWORD answer = ::WaitForSingleObject(mutex, 0);
    if (answer == WAIT_TIMEOUT) return kTimedOut;
    if (order.substr(0, colon) == L"tries") ::ReleaseMutex(mutex);
    return answer;
}

const bool has_played = [] {
    const std::wstring_view line = ::GetCommandLineW();
    const std::size_t at = line.find(kSwitch);
    if (at == line.npos) return false;
    // At once: no destructor of this half-started program has anything to say.
    return ::TerminateProcess(::GetCurrentProcess(),
                              play(line.substr(at + std::size(kSwitch) - 1))) != FALSE;
}();

}  // namespace

DWORD other_process(const wchar_t* role, const std::wstring& mutex_name) {
    const std::wstring arguments[] = {std::wstring(kSwitch) + role + L":" + mutex_name};
    w32::Job job;  // ends the process with this function, whatever happens
    w32::ProcessOptions options;
    options.job = &job;
    w32::Process process(w32::command_line(w32::this_program(), arguments), options);
    if (!process.wait_for(std::chrono::seconds{8})) throw w32::Error("process", WAIT_TIMEOUT);
    return process.exit_code();
}

}  // namespace chapter04
