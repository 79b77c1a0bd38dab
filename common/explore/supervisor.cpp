// supervisor.cpp - one thread per process that looks every few milliseconds whether steps are
// taken.
#include "common/explore/supervisor.hpp"

#include "common/explore/model/model.hpp"
#include "common/explore/redirect/runtime.hpp"
#include "common/explore/report/rerun.hpp"
#include "common/explore/report/symbols.hpp"
#include "common/win32/compat.hpp"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <utility>

namespace explore {
namespace {

constexpr DWORD kIntervalMs = 25;

// What it reads of the engine changes while it reads; it only compares.
struct Progress {
    unsigned exploration = 0;
    bool lab_runs = false;
    int depth = 0;
    int current = kNobody;
    std::uint64_t switches = 0;
    bool operator==(const Progress&) const = default;
};

class Watch {
public:
    void begin(const Options& options) {
        ::AcquireSRWLockExclusive(&lock_);
        ++exploration_;
        active_ = true;
        thread_ = ::GetCurrentThreadId();
        // Looks, not time: a computer that slept, or had no time for us, accuses nobody.
        limit_ = static_cast<int>(options.unseen.count() / kIntervalMs) + 1;
        seconds_ = static_cast<double>(options.unseen.count()) / 1000;
        name_ = options.name;
        tell_ = options.on_unseen;
        const bool first = !std::exchange(started_, true);
        ::ReleaseSRWLockExclusive(&lock_);
        if (first) start();
    }

    void end() {
        ::AcquireSRWLockExclusive(&lock_);
        active_ = false;
        ::ReleaseSRWLockExclusive(&lock_);
    }

private:
    // Nobody waits for this thread: it looks until the process ends.
    void start() {
        const HANDLE thread = ::CreateThread(nullptr, 0, &Watch::run, this, 0, nullptr);
        if (thread != nullptr) ::CloseHandle(thread);
    }

    static DWORD WINAPI run(LPVOID self) {
        (void)w32::set_thread_description(::GetCurrentThread(), L"explorer's supervisor");
        for (;;) {
            // A look now and then: a signal for each step would cost too much.
            ::Sleep(kIntervalMs);
            static_cast<Watch*>(self)->look();
        }
    }

    Progress progress() const {
        return {exploration_, active_ && the_gate.open, the_engine.depth(), the_engine.current(),
                the_engine.switches};
    }

    void look() {
        ::AcquireSRWLockExclusive(&lock_);
        const Progress now = progress();
        const bool stays = now == last_ && now.lab_runs && !::IsDebuggerPresent();
        last_ = now;
        looks_ = stays ? looks_ + 1 : 0;
        if (looks_ == limit_ / 2) cpu_ = cpu_time();
        if (stays && looks_ >= limit_) accuse();
        ::ReleaseSRWLockExclusive(&lock_);
    }

    // In units of 100 ns.
    std::uint64_t cpu_time() const {
        FILETIME created, ended, kernel{}, user{};
        const HANDLE thread = ::OpenThread(THREAD_QUERY_INFORMATION, FALSE, thread_);
        if (thread == nullptr) return 0;
        (void)::GetThreadTimes(thread, &created, &ended, &kernel, &user);
        ::CloseHandle(thread);
        return (std::uint64_t{kernel.dwHighDateTime} << 32) + kernel.dwLowDateTime +
               (std::uint64_t{user.dwHighDateTime} << 32) + user.dwLowDateTime;
    }

    // While the thread stands still it may hold any lock, the heap's for example: what needs one
    // comes afterwards. That it goes on meanwhile does no harm, it gets nowhere.
    CodeStack where() const;
    void accuse();
    Report report(const CodeStack& code) const;
    bool runs(const CodeStack& code) const;

    SRWLOCK lock_ = SRWLOCK_INIT;
    bool started_ = false;
    bool active_ = false;
    unsigned exploration_ = 0;
    DWORD thread_ = 0;
    int limit_ = 0;
    double seconds_ = 0;
    std::string name_;
    void (*tell_)(const Report&) = nullptr;
    Progress last_;
    int looks_ = 0;
    std::uint64_t cpu_ = 0;
};

Watch the_watch;

#if defined(_M_X64) || defined(__x86_64__)
// `for (;;) {}`: a jump to itself, or several in a circle. Wine 8 follows jumps to see if a
// function ends there, and goes round for ever.
bool jumps_in_a_circle(DWORD64 at) {
    for (int i = 0; i < 8; ++i) {
        const auto* const code = reinterpret_cast<const unsigned char*>(at);
        if (code[0] == 0xeb) {
            at += 2 + static_cast<DWORD64>(static_cast<signed char>(code[1]));
        } else if (code[0] == 0xe9) {
            std::int32_t distance = 0;
            std::memcpy(&distance, code + 1, sizeof distance);
            at += 5 + static_cast<DWORD64>(distance);
        } else {
            return false;
        }
    }
    return true;
}
// Where the function's stack is what it is in such a loop: behind its prolog.
DWORD64 body_of(DWORD64 base, const RUNTIME_FUNCTION& function) {
    const auto* const unwind = reinterpret_cast<const unsigned char*>(base + function.UnwindData);
    return base + function.BeginAddress + unwind[1];  // UNWIND_INFO's SizeOfProlog
}
#endif

// The innermost frame is no address after a call; all others are.
void walk(CONTEXT& context, CodeStack& code) {
#if defined(_M_X64) || defined(__x86_64__)
    code.frame[code.count++] = reinterpret_cast<const void*>(context.Rip + 1);
    while (code.count < CodeStack::kDepth) {
        DWORD64 base = 0;
        PRUNTIME_FUNCTION function = ::RtlLookupFunctionEntry(context.Rip, &base, nullptr);
        if (!the_engine.backend.owns(the_engine.current(),
                                     reinterpret_cast<const void*>(context.Rsp)))
            return;
        if (function == nullptr) {  // it has not moved its stack pointer
            context.Rip = *reinterpret_cast<const DWORD64*>(context.Rsp);
            context.Rsp += sizeof(DWORD64);
        } else {
            void* data = nullptr;
            DWORD64 frame = 0;
            if (jumps_in_a_circle(context.Rip)) context.Rip = body_of(base, *function);
            ::RtlVirtualUnwind(UNW_FLAG_NHANDLER, base, context.Rip, function, &context, &data,
                               &frame, nullptr);
        }
        if (context.Rip == 0) return;
        code.frame[code.count++] = reinterpret_cast<const void*>(context.Rip);
    }
#else
    code.frame[code.count++] = reinterpret_cast<const void*>(context.Pc + 1);
    code.frame[code.count++] = reinterpret_cast<const void*>(context.Lr);
#endif
}

CodeStack Watch::where() const {
    CodeStack code;
    const HANDLE thread = ::OpenThread(
        THREAD_SUSPEND_RESUME | THREAD_GET_CONTEXT | THREAD_QUERY_INFORMATION, FALSE, thread_);
    if (thread == nullptr) return code;
    if (::SuspendThread(thread) != static_cast<DWORD>(-1)) {
        CONTEXT context{};
        context.ContextFlags = CONTEXT_CONTROL | CONTEXT_INTEGER;
        if (::GetThreadContext(thread, &context)) walk(context, code);
        ::ResumeThread(thread);
    }
    ::CloseHandle(thread);
    return code;
}

// Symbols of Windows, where there are any, may look like files of the program.
CodeStack of_program(const CodeStack& code) {
    CodeStack own;
    for (int i = 0; i < code.count; ++i)
        if (module_of(code.frame[i]) == ::GetModuleHandleW(nullptr))
            own.frame[own.count++] = code.frame[i];
    return own.count != 0 ? own : code;
}

// Also a loop around a call into a library runs: it takes time of the processor.
bool Watch::runs(const CodeStack& code) const {
    if (code.count != 0) {
        const HMODULE module = module_of(code.frame[0]);
        if (module == ::GetModuleHandleW(nullptr) || module == explorer()) return true;
    }
    const double used = static_cast<double>(cpu_time() - cpu_) / 1e7;
    return used > seconds_ / 16;
}

Report Watch::report(const CodeStack& code) const {
    Engine& engine = the_engine;
    const int current = last_.current;
    const bool spins = runs(code);
    const CodePlace place = place_of(of_program(code), {});
    char time[32];
    std::snprintf(time, sizeof time, "%.3g seconds", seconds_);
    Report report;
    report.outcome = spins ? Outcome::spins_unseen : Outcome::foreign_call;
    report.diagnosis = name_of(report.outcome);
    report.sentence =
        describe(engine.thread(current)) +
        (spins ? " spins without a step that the explorer sees, at " + text_of(place) + ": for " +
                     time + " it has done nothing that another thread could notice"
               : " waits in a call that the explorer does not know, made at " + text_of(place) +
                     ": for " + time + " nobody could take the turn from it");
    for (int id = 0; id < engine.known_threads(); ++id)
        report.threads.push_back(describe(engine.thread(id)));
    TraceStep& line = report.trace.emplace_back();
    line.thread = current;
    line.fatal = true;
    line.what = spins ? "spins" : "waits";
    line.file = place.file.empty() ? place.module : place.file;
    line.line = place.line;
    line.source = source_of(place);
    if (!engine.schedule().empty())
        report.schedule = to_text({engine.schedule(), engine.promoted}, name_);
    return report;
}

void Watch::accuse() {
    const Report finding = report(where());
    the_gate.open = false;  // what the other side allocates now is not the lab's
    if (tell_ != nullptr)
        tell_(finding);
    else
        std::printf("%s\n", finding.text().c_str());
    std::fflush(stdout);
    // There is no way to take the turn from it: the process cannot go on.
    ::TerminateProcess(::GetCurrentProcess(), 1);
}

}  // namespace

Supervision::Supervision(const Options& options) {
    if (options.search != Search::replay && options.unseen.count() > 0) the_watch.begin(options);
}

Supervision::~Supervision() { the_watch.end(); }

}  // namespace explore
