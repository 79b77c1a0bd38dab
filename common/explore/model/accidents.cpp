// accidents.cpp - a lab that crashes, ends the process, or leaves the world that the explorer
// controls.
#include "common/explore/model/kernel.hpp"
#include "common/explore/model/model.hpp"
#include "common/explore/redirect/calls.hpp"
#include "common/explore/redirect/runtime.hpp"

#include <cstdio>

namespace explore {
namespace {

DWORD crash_code = 0;
ULONG_PTR crash_address = 0;
ULONG_PTR crash_site = 0;
bool crash_writes = false;

std::string crash_sentence() {
    char text[160];
    switch (crash_code) {
        case EXCEPTION_ACCESS_VIOLATION:
            std::snprintf(text, sizeof text, "crashes: it %s address 0x%llx, where nothing is",
                          crash_writes ? "writes to" : "reads",
                          static_cast<unsigned long long>(crash_address));
            return text;
        case EXCEPTION_STACK_OVERFLOW: return "overflows its stack: does a function call itself?";
        case EXCEPTION_INT_DIVIDE_BY_ZERO: return "divides by zero";
        default:
            std::snprintf(text, sizeof text, "crashes with exception 0x%08lx", crash_code);
            return text;
    }
}

// Runs in place of what crashed, on the upper end of the same stack.
[[noreturn]] void after_crash() {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    if (crash_code == EXCEPTION_STACK_OVERFLOW) engine.backend.spoil(self.id);
    const char* where = in_apc(self) ? " (in an APC or completion routine)" : "";
    engine.fail_at(Outcome::crash, describe(self) + " " + crash_sentence() + where,
                   reinterpret_cast<const void*>(crash_site));
}

bool is_crash(DWORD code) {
    return code == EXCEPTION_ACCESS_VIOLATION || code == EXCEPTION_STACK_OVERFLOW ||
           code == EXCEPTION_INT_DIVIDE_BY_ZERO || code == EXCEPTION_ILLEGAL_INSTRUCTION ||
           code == EXCEPTION_PRIV_INSTRUCTION || code == EXCEPTION_DATATYPE_MISALIGNMENT ||
           code == EXCEPTION_ARRAY_BOUNDS_EXCEEDED || code == EXCEPTION_BREAKPOINT;
}

LONG CALLBACK answer(EXCEPTION_POINTERS* info) {
    const EXCEPTION_RECORD& record = *info->ExceptionRecord;
    Engine& engine = the_engine;
    if (!the_gate.open || !engine.active() || !is_crash(record.ExceptionCode) ||
        ::IsDebuggerPresent())
        return EXCEPTION_CONTINUE_SEARCH;
    void* top = engine.backend.stack_top(engine.current());
    if (top == nullptr) return EXCEPTION_CONTINUE_SEARCH;
    crash_code = record.ExceptionCode;
    crash_writes = record.NumberParameters > 0 && record.ExceptionInformation[0] == 1;
    crash_address = record.NumberParameters > 1 ? record.ExceptionInformation[1] : 0;
    crash_site = reinterpret_cast<ULONG_PTR>(record.ExceptionAddress);
#if defined(_M_ARM64) || defined(__aarch64__)
    info->ContextRecord->Sp = reinterpret_cast<ULONG_PTR>(top) & ~ULONG_PTR{15};
    info->ContextRecord->Pc = reinterpret_cast<ULONG_PTR>(&after_crash);
#else
    // As after a call: the return address, and 32 bytes that the callee may use.
    info->ContextRecord->Rsp = (reinterpret_cast<ULONG_PTR>(top) & ~ULONG_PTR{15}) - 40;
    info->ContextRecord->Rip = reinterpret_cast<ULONG_PTR>(&after_crash);
#endif
    return EXCEPTION_CONTINUE_EXECUTION;
}

}  // namespace

void answer_accidents() {
    static void* handler = nullptr;
    // The latest comes first, so it is entered again before each search.
    if (handler != nullptr) ::RemoveVectoredExceptionHandler(handler);
    handler = ::AddVectoredExceptionHandler(1, &answer);
}

void foreign(const char* what) {
    Engine& engine = the_engine;
    engine.fail(Outcome::foreign_call,
                describe(engine.self()) + " uses " + what +
                    ", which the explorer cannot look into: in this lab use what Windows offers");
}

void process_exit(const char* call) {
    Engine& engine = the_engine;
    engine.fail(Outcome::process_exit,
                describe(engine.self()) + " calls " + call +
                    ": it would end the whole process in the middle of the work of the others");
}

void terminated(const char* what) {
    Engine& engine = the_engine;
    // In the middle of an exception the stack cannot be walked.
    engine.fail_at(
        Outcome::exception,
        describe(engine.self()) +
            (what != nullptr ? std::string(" lets an exception out of its thread function: ") + what
                             : std::string(" calls std::terminate")),
        nullptr);
}

}  // namespace explore

using namespace explore;

void explored_ExitProcess(UINT code, const char*, int) {
    if (!the_engine.active()) ::ExitProcess(code);
    process_exit("ExitProcess");
}

BOOL explored_TerminateProcess(HANDLE process, UINT code, const char*, int) {
    if (!the_engine.active() || process != ::GetCurrentProcess())
        return ::TerminateProcess(process, code);
    process_exit("TerminateProcess");
}
