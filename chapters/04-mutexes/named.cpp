// What is in a name?
//
// Create a mutex with a name, start this program a second time, and let it create the same one.
//
// Before you run it, write down: does the second process get a handle? And the mutex?
// Then put Global\ in front of one of the two names only.
// In the debugger: Process Explorer or WinObj lists the name under \Sessions\<n>\BaseNamedObjects.
// Topics: T45 T48 T49 M25
#include "common/demo/demo.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/process.hpp"

// A number of its own for each run, so that two runs do not meet.
static std::wstring name_for(DWORD id) {
    return L"Local\\workbook.demo.named." + std::to_wstring(id);
}

static void create(const char* who, const std::wstring& name, w32::Handle& mutex) {
    const HANDLE raw = ::CreateMutexW(nullptr, FALSE, name.c_str());
    const DWORD error = ::GetLastError();  // read at once: it is half of the answer
    mutex = w32::own(raw, "CreateMutexW");
    lab::saw(std::string(who) + ": a handle, and the last error is " + std::to_string(error) +
             (error == ERROR_ALREADY_EXISTS ? ", ERROR_ALREADY_EXISTS" : ""));
}

static int second_process(DWORD id) {
    w32::Handle mutex;
    create("second process", name_for(id), mutex);
    const bool got = ::WaitForSingleObject(mutex.get(), 0) != WAIT_TIMEOUT;
    lab::saw(std::string("second process: the mutex is ") + (got ? "free" : "taken"));
    std::fflush(stdout);
    return 0;
}

int main(int argc, char** argv) {
    if (argc > 1) return second_process(std::stoul(argv[1]));
    return lab::demo("A name makes one mutex of two, across processes.", [] {
        const DWORD id = ::GetCurrentProcessId();
        lab::doing("create it and take it; then start a second process");
        w32::Handle mutex;
        create("first process ", name_for(id), mutex);
        (void)::WaitForSingleObject(mutex.get(), INFINITE);
        std::fflush(stdout);
        const std::wstring arguments[] = {std::to_wstring(id)};
        w32::Process(w32::command_line(w32::this_program(), arguments)).wait();

        lab::doing("close the only handle that is left, and ask for the name");
        mutex.reset();
        const w32::Handle gone(::OpenMutexW(SYNCHRONIZE, FALSE, name_for(id).c_str()));
        lab::saw(gone ? "it is there still" : "OpenMutexW: NULL, the name is gone");
        lab::why(
            "CreateMutexW opens the object of that name or makes it; the last error tells which.\n"
            "The name lives as long as any handle. Without a prefix, and with Local\\, it is one\n"
            "name per session; Global\\ makes it one for the machine.");
    });
}
