// Which functions may be a thread's routine?
//
// Look at the static_asserts: the compiler answers, the program only prints.
//
// Before you build it, write down: does a lambda that captures fit? An `int (void*)`?
// Then pass &Counter::count to CreateThread and read the error.
// In the debugger: step into the lambda; Call Stack shows BaseThreadInitThunk below it, the
// function that calls every thread routine. On Windows its name comes with the public symbols.
// Topics: T11 T14
#include "common/demo/demo.hpp"
#include "common/win32/handle.hpp"

#include <type_traits>

struct Counter {
    DWORD count(void*) { return ++value; }
    static DWORD WINAPI routine(LPVOID self) { return static_cast<Counter*>(self)->count(nullptr); }
    DWORD value = 0;
};

static DWORD WINAPI plain(LPVOID) { return 1; }
static const DWORD captured = 0;
// In a 32-bit program only cl.exe turns a lambda into a WINAPI function.
static const auto bare_lambda = [](LPVOID) -> DWORD { return 2; };
[[maybe_unused]] static const auto capturing_lambda = [copy = captured](LPVOID) -> DWORD {
    return copy;
};

template <class F>
constexpr bool fits = std::is_convertible_v<F, LPTHREAD_START_ROUTINE>;

static_assert(fits<decltype(&plain)>);
static_assert(fits<decltype(&Counter::routine)>, "a static member has no hidden `this`");
static_assert(!fits<decltype(&Counter::count)>, "a member needs an object, Windows has none");
static_assert(fits<decltype(bare_lambda)>);
static_assert(!fits<decltype(capturing_lambda)>, "a capture needs memory, a pointer has none");
static_assert(!fits<int (*)(void*)>, "the exit code is a DWORD; a cast would hide the lie");

static DWORD exit_code_of(LPTHREAD_START_ROUTINE routine, void* argument) {
    const w32::Handle thread =
        w32::own(::CreateThread(nullptr, 0, routine, argument, 0, nullptr), "CreateThread");
    ::WaitForSingleObject(thread.get(), INFINITE);
    DWORD code = 0;
    w32::check(::GetExitCodeThread(thread.get(), &code), "GetExitCodeThread");
    return code;
}

int main() {
    return lab::demo("A thread routine is DWORD WINAPI (void*), nothing else.", [] {
        lab::doing("run three kinds of function on a thread");
        Counter counter;
        counter.value = 2;
        lab::saw("a function:            " + std::to_string(exit_code_of(&plain, nullptr)));
        lab::saw("a lambda, no captures: " + std::to_string(exit_code_of(bare_lambda, nullptr)));
        lab::saw("a static member:       " +
                 std::to_string(exit_code_of(&Counter::routine, &counter)));
        lab::saw(sizeof(void*) == 8
                     ? "this is a 64-bit program: WINAPI changes nothing here"
                     : "this is a 32-bit program: WINAPI says that the routine cleans the stack");
        lab::why(
            "A calling convention says who cleans the stack and what lies in which register. In\n"
            "32-bit programs WINAPI (__stdcall) and C++'s default (__cdecl) differ; 64-bit\n"
            "Windows has one convention and ignores the words. Write WINAPI, and never cast a\n"
            "routine.");
    });
}
