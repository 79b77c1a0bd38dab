// What does std::counting_semaphore do differently?
//
// Count with it as with the kernel's, and then ask both for their limits.
//
// Before you run it, write down: what does a release above the maximum answer?
// Then, with Visual Studio, let a second thread acquire() and release() for it.
// In the debugger: watch the object; the count is a plain number in this process's memory.
// Topics: M29 T56
#include "common/demo/demo.hpp"
#include "common/win32/semaphore.hpp"

#include <semaphore>

using namespace std::chrono_literals;

static std::string yes_no(bool yes) { return yes ? "yes" : "no"; }

int main() {
    return lab::demo("std::counting_semaphore counts the same, and checks nothing.", [] {
        lab::doing("take from one unit twice, release two, take");
        std::counting_semaphore<3> units(1);
        w32::Semaphore kernel_units(1, 3);
        const bool first = units.try_acquire();
        const bool second = units.try_acquire();
        units.release(2);
        lab::saw("standard: " + yes_no(first) + ", " + yes_no(second) + ", then " +
                 yes_no(units.try_acquire()));
        const bool kernel_first = kernel_units.acquire_for(0ms);
        const bool kernel_second = kernel_units.acquire_for(0ms);
        kernel_units.release(2);
        lab::saw("kernel:   " + yes_no(kernel_first) + ", " + yes_no(kernel_second) + ", then " +
                 yes_no(kernel_units.acquire_for(0ms)));

        lab::doing("release 3 more to the kernel's, which has one of at most 3");
        try {
            kernel_units.release(3);
        } catch (const w32::Error& error) {
            lab::saw("error " + std::to_string(error.code()));
        }
        lab::saw("the standard's is not asked: there it would be undefined behavior");
        lab::why(
            "The standard's semaphore is a number in memory: cheap, but for one process, without\n"
            "a handle and so without a wait for several objects. Its <3> is a promise by you that\n"
            "there will never be more. (mingw's g++ 12 may lose a wake-up in acquire(): here only\n"
            "calls are made that do not wait.)");
    });
}
