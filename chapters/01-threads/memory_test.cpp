// What notes/01-threads.md claims about memory, stacks and slots: shared, or each thread's own.
// Topics: T01 T02 T03 T04 T05 T06 T10 T15 M22
#include "chapters/01-threads/raw_thread.hpp"
#include "common/testing/claim.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/event.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/process.hpp"
#include "common/win32/semaphore.hpp"

#include <atomic>

using chapter01::run;
using chapter01::StackLimits;
using chapter01::start;
using chapter01::wait_for_end;
using w32::Event;
using w32::Reset;

namespace {

int global = 0;

struct Places {
    const void* code = nullptr;
    const void* data = nullptr;
    int* heap = nullptr;
    int heap_value = 0;
    const void* local = nullptr;
    StackLimits stack;
};

DWORD WINAPI note_places(LPVOID argument) {
    int local = 0;
    Places& places = *static_cast<Places*>(argument);
    places.code = reinterpret_cast<const void*>(&note_places);
    places.data = &global;
    places.heap_value = *places.heap;
    places.local = &local;
    places.stack = chapter01::this_stack();
    return 0;
}

SIZE_T stack_of(SIZE_T size, DWORD flags) {
    StackLimits limits;
    run(
        [](LPVOID out) -> DWORD {
            *static_cast<StackLimits*>(out) = chapter01::this_stack();
            return 0;
        },
        &limits, flags, size);
    return limits.high - limits.low;
}

SIZE_T reserve_in_header() {
    const auto* base = reinterpret_cast<const std::byte*>(::GetModuleHandleW(nullptr));
    const auto* dos = reinterpret_cast<const IMAGE_DOS_HEADER*>(base);
    const auto* nt = reinterpret_cast<const IMAGE_NT_HEADERS*>(base + dos->e_lfanew);
    return nt->OptionalHeader.SizeOfStackReserve;
}

}  // namespace

TEST(Memory, CodeDataAndHeapAreOneForAllThreads) {
    WB_CLAIM("N01-01", "All threads of a process share its code, its globals and its heap.");
    int on_heap = 42;  // any address would do; the other thread gets it as a pointer
    Places here;
    Places there;
    here.heap = there.heap = &on_heap;
    note_places(&here);
    run(&note_places, &there);
    EXPECT_EQ(there.code, here.code);
    EXPECT_EQ(there.data, here.data);
    EXPECT_EQ(there.heap_value, 42) << "an address means the same in every thread";
}

TEST(Memory, ALocalLiesInItsThreadsOwnStack) {
    WB_CLAIM("N01-02", "Each thread has a stack of its own; its local variables lie there.");
    int unused = 0;
    Places here;
    Places there;
    here.heap = there.heap = &unused;
    note_places(&here);
    run(&note_places, &there);
    EXPECT_TRUE(here.stack.hold(here.local));
    EXPECT_TRUE(there.stack.hold(there.local));
    EXPECT_FALSE(here.stack.hold(there.local));
}

TEST(SuspendedThread, ItsStackPointerLiesInItsStack) {
    WB_CLAIM("N01-03", "A thread that does not run is a set of saved registers and a stack.");
    struct Work {
        StackLimits stack;
        Event waits{Reset::manual};
        Event may_end{Reset::manual};
    } work;
    const w32::Handle thread = start(
        [](LPVOID argument) -> DWORD {
            Work& mine = *static_cast<Work*>(argument);
            mine.stack = chapter01::this_stack();
            mine.waits.set();
            mine.may_end.wait();
            return 0;
        },
        &work);
    work.waits.wait();
    ASSERT_EQ(::SuspendThread(thread.get()), 0u);
    CONTEXT context{};
    context.ContextFlags = CONTEXT_CONTROL;
    EXPECT_TRUE(::GetThreadContext(thread.get(), &context));
    EXPECT_EQ(::ResumeThread(thread.get()), 1u);
    EXPECT_TRUE(work.stack.hold(w32::stack_pointer(context)));
    work.may_end.set();
    wait_for_end(thread);
}

TEST(Fiber, RunsOnlyWhenItIsSwitchedTo) {
    WB_CLAIM("N01-04", "Fibers are cooperative: one runs only when another hands over to it.");
    struct Turn {
        int taken = 0;
        void* back = nullptr;
    } turn;
    turn.back = ::ConvertThreadToFiber(nullptr);
    ASSERT_NE(turn.back, nullptr);
    void* const fiber = ::CreateFiber(
        0,
        [](void* argument) {
            Turn& mine = *static_cast<Turn*>(argument);
            for (;;) {
                ++mine.taken;
                ::SwitchToFiber(mine.back);
            }
        },
        &turn);
    ASSERT_NE(fiber, nullptr);
    EXPECT_EQ(turn.taken, 0);
    ::SwitchToFiber(fiber);
    ::SwitchToFiber(fiber);
    EXPECT_EQ(turn.taken, 2);
    ::DeleteFiber(fiber);
    EXPECT_TRUE(::ConvertFiberToThread());
}

TEST(Preemption, NeedsNoCooperation) {
    WB_CLAIM("N01-05",
             "Threads are pre-empted: one that never gives way does not stop the others.");
    std::atomic<bool> flag{false};
    const w32::Handle spinner = start(
        [](LPVOID argument) -> DWORD {
            while (!static_cast<std::atomic<bool>*>(argument)->load()) {
            }
            return 0;
        },
        &flag, CREATE_SUSPENDED);
    const w32::Handle raiser = start(
        [](LPVOID argument) -> DWORD {
            static_cast<std::atomic<bool>*>(argument)->store(true);
            return 0;
        },
        &flag, CREATE_SUSPENDED);
    for (const HANDLE thread : {spinner.get(), raiser.get()}) {
        ASSERT_NE(::SetThreadAffinityMask(thread, chapter01::one_processor()), 0u);
        ASSERT_EQ(::ResumeThread(thread), 1u);
    }
    wait_for_end(raiser);  // a hang here would be the answer no
    wait_for_end(spinner);
}

TEST(KernelObjects, AllKindsCloseWithCloseHandle) {
    WB_CLAIM("N01-06", "Threads, events, mutexes, semaphores and pipes: one CloseHandle for all.");
    const HANDLE objects[] = {
        ::CreateThread(
            nullptr, 0, [](LPVOID) -> DWORD { return 0; }, nullptr, 0, nullptr),
        ::CreateEventW(nullptr, TRUE, FALSE, nullptr), ::CreateMutexW(nullptr, FALSE, nullptr),
        ::CreateSemaphoreW(nullptr, 0, 1, nullptr), w32::make_output_pipe().read.release()};
    for (const HANDLE object : objects) {
        DWORD flags = 0;
        EXPECT_TRUE(::GetHandleInformation(object, &flags));
        EXPECT_TRUE(::CloseHandle(object));
    }
}

TEST(KernelObjects, GdiObjectsAreNotAmongThem) {
    WB_CLAIM("N01-07", "GDI and USER objects are not kernel objects: the calls refuse them.");
    const HBRUSH brush = ::CreateSolidBrush(RGB(1, 2, 3));
    ASSERT_NE(brush, nullptr);
    DWORD flags = 0;
    EXPECT_FALSE(::GetHandleInformation(brush, &flags));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_TRUE(::DeleteObject(brush));
}

TEST(Stack, ReserveComesFromTheExeHeader) {
    WB_CLAIM("N01-08", "Stack size 0 means the reserve in the EXE's header, not always 1 MB.");
    EXPECT_EQ(stack_of(0, 0), reserve_in_header());
}

TEST(Stack, SizeIsTheReserveOnlyWithTheFlag) {
    WB_CLAIM("N01-09", "A stack size is what to commit, unless the flag makes it the reserve.");
    constexpr SIZE_T k64K = 64 * 1024;
    EXPECT_EQ(stack_of(k64K, 0), reserve_in_header());
    WB_SKIP_UNDER_WINE("no stack is smaller than 1 MB");
    EXPECT_EQ(stack_of(k64K, STACK_SIZE_PARAM_IS_A_RESERVATION), k64K);
}

TEST(Stack, IsReservedNotCommitted) {
    WB_CLAIM("N01-10", "Of a reserved stack only what is used so far is memory.");
    WB_SKIP_UNDER_WINE("the whole stack is committed at once");
    SIZE_T committed = 0;
    run(
        [](LPVOID out) -> DWORD {
            const StackLimits limits = chapter01::this_stack();
            MEMORY_BASIC_INFORMATION region{};
            for (ULONG_PTR at = limits.low; at < limits.high; at += region.RegionSize) {
                if (!::VirtualQuery(reinterpret_cast<void*>(at), &region, sizeof region)) return 1;
                if (region.State == MEM_COMMIT) *static_cast<SIZE_T*>(out) += region.RegionSize;
            }
            return 0;
        },
        &committed);
    EXPECT_GT(committed, 0u);
    EXPECT_LT(committed, reserve_in_header() / 2);
}

TEST(ThreadSlot, BeginsEmptyInEachThread) {
    WB_CLAIM("N01-11", "A TLS slot is one index with one value per thread, empty at first.");
    struct Slot {
        DWORD index = ::TlsAlloc();
        void* found = &index;  // anything but null
    } slot;
    ASSERT_NE(slot.index, TLS_OUT_OF_INDEXES);
    ASSERT_TRUE(::TlsSetValue(slot.index, &global));
    run(
        [](LPVOID argument) -> DWORD {
            Slot& shared = *static_cast<Slot*>(argument);
            shared.found = ::TlsGetValue(shared.index);
            ::TlsSetValue(shared.index, &shared);
            return 0;
        },
        &slot);
    EXPECT_EQ(slot.found, nullptr);
    EXPECT_EQ(::TlsGetValue(slot.index), &global) << "the other thread's value is not ours";
    EXPECT_TRUE(::TlsFree(slot.index));
}

TEST(ThreadSlot, FlsCallbackRunsWhenTheThreadEnds) {
    WB_CLAIM("N01-12", "An FLS slot has a callback; it runs on a thread that ends with a value.");
    struct Ending {
        DWORD index = FLS_OUT_OF_INDEXES;
        DWORD worker = 0;
        DWORD cleaner = 0;
    } ending;
    ending.index = ::FlsAlloc([](void* value) {
        if (value != nullptr) static_cast<Ending*>(value)->cleaner = ::GetCurrentThreadId();
    });
    ASSERT_NE(ending.index, FLS_OUT_OF_INDEXES);
    run(
        [](LPVOID argument) -> DWORD {
            Ending& mine = *static_cast<Ending*>(argument);
            mine.worker = ::GetCurrentThreadId();
            ::FlsSetValue(mine.index, &mine);
            return 0;
        },
        &ending);
    EXPECT_NE(ending.cleaner, 0u);
    EXPECT_EQ(ending.cleaner, ending.worker);
    EXPECT_TRUE(::FlsFree(ending.index));
}
