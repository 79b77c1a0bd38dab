// sequence.cpp - the calls, and how a step reads.
#include "common/explore/tests/conformance/sequence.hpp"

#include "common/explore/tests/conformance/interlocked_list.hpp"

#include <cstdio>
#include <iterator>

namespace conformance {
namespace {

constexpr CallInfo kCalls[] = {
    {Call::nothing, "(nothing)", Target::none, Call::nothing, 0},
    {Call::create_mutex, "CreateMutexW", Target::slot, Call::nothing, 1},
    {Call::create_semaphore, "CreateSemaphoreW", Target::slot, Call::nothing, 2},
    {Call::create_event, "CreateEventW", Target::slot, Call::nothing, 1},
    {Call::create_thread, "CreateThread", Target::slot, Call::nothing, 1},
    {Call::close_handle, "CloseHandle", Target::handle, Call::nothing, 3},
    {Call::release_mutex, "ReleaseMutex", Target::handle, Call::create_mutex, 10},
    {Call::release_semaphore, "ReleaseSemaphore", Target::handle, Call::create_semaphore, 10},
    {Call::set_event, "SetEvent", Target::handle, Call::create_event, 8},
    {Call::reset_event, "ResetEvent", Target::handle, Call::create_event, 4},
    {Call::wait_one, "WaitForSingleObject", Target::handle, Call::nothing, 24},
    {Call::wait_many, "WaitForMultipleObjects", Target::none, Call::nothing, 14},
    {Call::suspend_thread, "SuspendThread", Target::handle, Call::create_thread, 3},
    {Call::resume_thread, "ResumeThread", Target::handle, Call::create_thread, 4},
    {Call::get_exit_code, "GetExitCodeThread", Target::handle, Call::create_thread, 4},
    {Call::get_thread_id, "GetThreadId", Target::handle, Call::create_thread, 2},
    {Call::get_current_thread_id, "GetCurrentThreadId", Target::none, Call::nothing, 1},
    {Call::exit_actor, "(end of the thread)", Target::none, Call::nothing, 0},
    {Call::sleep, "Sleep", Target::none, Call::nothing, 1},
    {Call::initialize_section, "InitializeCriticalSection", Target::section, Call::nothing, 1},
    {Call::initialize_section_spin, "InitializeCriticalSectionAndSpinCount", Target::section,
     Call::nothing, 1},
    {Call::delete_section, "DeleteCriticalSection", Target::section, Call::nothing, 1},
    {Call::enter_section, "EnterCriticalSection", Target::section, Call::nothing, 4},
    {Call::try_enter_section, "TryEnterCriticalSection", Target::section, Call::nothing, 6},
    {Call::leave_section, "LeaveCriticalSection", Target::section, Call::nothing, 6},
    {Call::initialize_lock, "InitializeSRWLock", Target::lock, Call::nothing, 0},
    {Call::acquire_exclusive, "AcquireSRWLockExclusive", Target::lock, Call::nothing, 2},
    {Call::acquire_shared, "AcquireSRWLockShared", Target::lock, Call::nothing, 2},
    {Call::try_acquire_exclusive, "TryAcquireSRWLockExclusive", Target::lock, Call::nothing, 5},
    {Call::try_acquire_shared, "TryAcquireSRWLockShared", Target::lock, Call::nothing, 5},
    {Call::release_exclusive, "ReleaseSRWLockExclusive", Target::lock, Call::nothing, 4},
    {Call::release_shared, "ReleaseSRWLockShared", Target::lock, Call::nothing, 4},
    {Call::increment, "InterlockedIncrement", Target::variable, Call::nothing, 1},
    {Call::decrement, "InterlockedDecrement", Target::variable, Call::nothing, 1},
    {Call::exchange, "InterlockedExchange", Target::variable, Call::nothing, 1},
    {Call::exchange_add, "InterlockedExchangeAdd", Target::variable, Call::nothing, 1},
    {Call::compare_exchange, "InterlockedCompareExchange", Target::variable, Call::nothing, 1},
    {Call::open_mutex, "OpenMutexW", Target::slot, Call::nothing, 1},
    {Call::open_semaphore, "OpenSemaphoreW", Target::slot, Call::nothing, 1},
    {Call::open_event, "OpenEventW", Target::slot, Call::nothing, 1},
    {Call::duplicate_handle, "DuplicateHandle", Target::slot, Call::nothing, 2},
    {Call::pulse_event, "PulseEvent", Target::handle, Call::create_event, 1},
    {Call::signal_and_wait, "SignalObjectAndWait", Target::handle, Call::nothing, 4},
    {Call::sleep_alertable, "SleepEx", Target::none, Call::nothing, 2},
    {Call::wait_alertable, "WaitForSingleObjectEx", Target::none, Call::nothing, 2},
    {Call::queue_apc, "QueueUserAPC", Target::handle, Call::nothing, 4},
    {Call::create_port, "CreateIoCompletionPort", Target::slot, Call::nothing, 1},
    {Call::post_packet, "PostQueuedCompletionStatus", Target::handle, Call::create_port, 4},
    {Call::get_packet, "GetQueuedCompletionStatus", Target::handle, Call::create_port, 4},
    {Call::get_packets, "GetQueuedCompletionStatusEx", Target::handle, Call::create_port, 2},
    {Call::create_timer, "CreateWaitableTimerW", Target::slot, Call::nothing, 0},
    {Call::set_timer, "SetWaitableTimer", Target::handle, Call::create_timer, 0},
    {Call::cancel_timer, "CancelWaitableTimer", Target::handle, Call::create_timer, 1},
    {Call::sleep_section, "SleepConditionVariableCS", Target::section, Call::nothing, 0},
    {Call::sleep_lock, "SleepConditionVariableSRW", Target::lock, Call::nothing, 0},
    {Call::wake_condition, "WakeConditionVariable", Target::condition, Call::nothing, 0},
    {Call::wake_all_condition, "WakeAllConditionVariable", Target::condition, Call::nothing, 0},
    {Call::note_word, "(read the word)", Target::word, Call::nothing, 0},
    {Call::wait_on_word, "WaitOnAddress", Target::word, Call::nothing, 0},
    {Call::change_word, "InterlockedIncrement64", Target::word, Call::nothing, 0},
    {Call::wake_word, "WakeByAddressSingle", Target::word, Call::nothing, 0},
    {Call::wake_all_word, "WakeByAddressAll", Target::word, Call::nothing, 0},
    {Call::once_initialize, "InitOnceInitialize", Target::once, Call::nothing, 0},
    {Call::once_begin, "InitOnceBeginInitialize", Target::once, Call::nothing, 0},
    {Call::once_complete, "InitOnceComplete", Target::once, Call::nothing, 0},
    {Call::once_execute, "InitOnceExecuteOnce", Target::once, Call::nothing, 0},
    {Call::list_initialize, "InitializeSListHead", Target::list, Call::nothing, 0},
    {Call::list_push, "InterlockedPushEntrySList", Target::list, Call::nothing, 0},
    {Call::list_push_many, "InterlockedPushListSListEx", Target::list, Call::nothing, 0},
    {Call::list_pop, "InterlockedPopEntrySList", Target::list, Call::nothing, 0},
    {Call::list_flush, "InterlockedFlushSList", Target::list, Call::nothing, 0},
    {Call::list_depth, "QueryDepthSList", Target::list, Call::nothing, 0},
    {Call::tls_alloc, "TlsAlloc", Target::index, Call::nothing, 0},
    {Call::tls_free, "TlsFree", Target::index, Call::nothing, 0},
    {Call::tls_free_twice, "TlsFree, twice", Target::index, Call::nothing, 0},
    {Call::tls_set, "TlsSetValue", Target::index, Call::nothing, 0},
    {Call::tls_get, "TlsGetValue", Target::index, Call::nothing, 0},
    {Call::fls_alloc, "FlsAlloc", Target::index, Call::nothing, 0},
    {Call::fls_free, "FlsFree", Target::index, Call::nothing, 0},
    {Call::fls_free_twice, "FlsFree, twice", Target::index, Call::nothing, 0},
    {Call::fls_set, "FlsSetValue", Target::index, Call::nothing, 0},
    {Call::fls_get, "FlsGetValue", Target::index, Call::nothing, 0},
    {Call::fls_end_thread, "FlsSetValue and the end of a thread", Target::index, Call::nothing, 0},
    {Call::interlocked, "Interlocked", Target::word, Call::nothing, 0},
    {Call::open_file, "CreateFileW", Target::file, Call::nothing, 0},
    {Call::create_pipe, "CreateNamedPipeW", Target::file, Call::nothing, 0},
    {Call::open_client, "CreateFileW of the pipe", Target::file, Call::nothing, 0},
    {Call::close_file, "CloseHandle", Target::file, Call::nothing, 0},
    {Call::read_file, "ReadFile", Target::file, Call::nothing, 0},
    {Call::write_file, "WriteFile", Target::file, Call::nothing, 0},
    {Call::connect_pipe, "ConnectNamedPipe", Target::file, Call::nothing, 0},
    {Call::disconnect_pipe, "DisconnectNamedPipe", Target::file, Call::nothing, 0},
    {Call::finish_request, "GetOverlappedResult", Target::file, Call::nothing, 0},
    {Call::cancel_io, "CancelIo", Target::file, Call::nothing, 0},
    {Call::cancel_io_ex, "CancelIoEx", Target::file, Call::nothing, 0},
    {Call::wait_file, "WaitForSingleObject", Target::file, Call::nothing, 0},
    {Call::wait_request, "WaitForSingleObject of the event", Target::file, Call::nothing, 0},
    {Call::associate_file, "CreateIoCompletionPort", Target::file, Call::nothing, 0},
    {Call::get_io_packet, "GetQueuedCompletionStatus", Target::file, Call::nothing, 0},
    {Call::set_pipe_mode, "SetNamedPipeHandleState", Target::file, Call::nothing, 0},
    {Call::set_notification, "SetFileCompletionNotificationModes", Target::file, Call::nothing, 0},
};
static_assert(std::size(kCalls) == static_cast<std::size_t>(Call::count));

#define CONFORMANCE_NAME(name, type) #name,
#define CONFORMANCE_POINTER_NAME(name) #name,
constexpr const char* kInterlockedNames[] = {
    CONFORMANCE_INTERLOCKED(CONFORMANCE_NAME, CONFORMANCE_NAME, CONFORMANCE_NAME,
                            CONFORMANCE_POINTER_NAME, CONFORMANCE_POINTER_NAME)};

std::string handle_text(int target) {
    switch (target) {
        case kNull: return "NULL";
        case kNeverOpened: return "a handle never opened";
        case kCurrentProcess: return "INVALID_HANDLE_VALUE";
        case kCurrentThread: return "GetCurrentThread()";
        default: break;
    }
    if (target >= kMadeSlots) return "thread of actor " + std::to_string(target - kMadeSlots);
    return "slot " + std::to_string(target);
}

std::string arguments_of(const Step& step) {
    std::string text;
    switch (info_of(step.call).target) {
        case Target::none: break;
        case Target::slot:
        case Target::handle: text = handle_text(step.target) + (step.low_bits ? " | 3" : ""); break;
        case Target::section: text = "section " + std::to_string(step.target); break;
        case Target::lock: text = "lock " + std::to_string(step.target); break;
        case Target::variable: text = "variable " + std::to_string(step.target); break;
        case Target::condition: text = "condition " + std::to_string(step.target); break;
        case Target::word: text = "word " + std::to_string(step.target); break;
        case Target::once: text = "once " + std::to_string(step.target); break;
        case Target::list: text = "list " + std::to_string(step.target); break;
        case Target::index: text = "index " + std::to_string(step.target); break;
        case Target::file:
            text = "file " + std::to_string(step.target) + ", " + std::to_string(step.count) +
                   ", " + std::to_string(step.many[0]);
            break;
    }
    if (step.call == Call::interlocked)
        text += std::string(", ") + interlocked_name(static_cast<int>(step.count));
    if (step.call == Call::wait_many) {
        text = std::to_string(step.count) + " of {";
        for (const int target : step.many) text += handle_text(target) + ", ";
        text += "}";
    }
    if (step.call == Call::duplicate_handle || step.call == Call::signal_and_wait)
        text += ", " + handle_text(step.many[0]);
    if (step.name != 0) text += ", name " + std::to_string(step.name);
    return text + "; " + std::to_string(step.a) + ", " + std::to_string(step.b);
}

}  // namespace

const CallInfo& info_of(Call call) { return kCalls[static_cast<std::size_t>(call)]; }

int interlocked_count() { return static_cast<int>(std::size(kInterlockedNames)); }
const char* interlocked_name(int number) { return kInterlockedNames[number]; }

std::string text_of(const Step& step) {
    return "actor " + std::to_string(step.actor) + ": " + info_of(step.call).name + "(" +
           arguments_of(step) + ")" + (step.blocks ? " while the others go on" : "");
}

std::string text_of(const Seen& seen) {
    if (!seen.done) return seen.begun ? "does not return" : "not called";
    char text[96];
    std::snprintf(text, sizeof text, "%lld", static_cast<long long>(seen.result));
    std::string all = text;
    if (seen.error != kUntouched) all += ", last error " + std::to_string(seen.error);
    if (seen.out != kNotWritten) all += ", out " + std::to_string(seen.out);
    return all;
}

}  // namespace conformance
