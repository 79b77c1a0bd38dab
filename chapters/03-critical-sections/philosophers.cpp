// Three ways to two forks: by order, by trying, by all or nothing. Who eats, who goes round?
//
// Three philosophers eat 50 times each, once in each way.
//
// Before you run it, write down: in which of the three does somebody put a fork back for nothing?
// Then replace the order by "left, then right", and let the debugger show you the circle.
// In the debugger: Parallel Stacks, while one waits: who has his second fork?
// Topics: T41 T42 T43 M08
#include "common/demo/demo.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/mutex.hpp"
#include "common/win32/thread.hpp"
#include "common/win32/unchecked_locking.hpp"

#include <atomic>

static constexpr int kSeats = 3;
static constexpr int kMeals = 50;

template <class Dine>
static void dine_all(const char* how, Dine dine) {
    std::atomic<int> meals = 0;
    {
        w32::Thread philosophers[kSeats];
        for (int seat = 0; seat < kSeats; ++seat)
            philosophers[seat] = w32::Thread("philosopher", [&, seat] {
                for (int meal = 0; meal < kMeals; ++meal) {
                    dine(seat, (seat + 1) % kSeats);
                    ++meals;
                }
            });
    }
    lab::saw(std::string(how) + std::to_string(meals) + " meals");
}

int main() {
    return lab::demo(
        "An order costs nothing; trying may go round; all or nothing needs mutexes.", [] {
            w32::CriticalSection forks[kSeats];
            w32::Mutex mutexes[kSeats];
            std::atomic<int> put_back = 0;
            lab::doing("the lower number first, always");
            dine_all("by order:       ", [&](int left, int right) {
                const w32::Guard first(forks[left < right ? left : right]);
                const w32::Guard second(forks[left < right ? right : left]);
            });
            lab::doing(
                "take the left one, try the right one, put back and begin again if it is taken");
            dine_all("by trying:      ", [&](int left, int right) {
                for (;; ++put_back) {
                    const w32::Guard first(forks[left]);
                    if (!forks[right].try_lock()) continue;
                    forks[right].unlock();
                    return;
                }
            });
            lab::saw("put back: " + std::to_string(put_back) + " times (varies; often 0)");
            lab::doing("wait for both mutexes in one call");
            dine_all("all or nothing: ", [&](int left, int right) {
                const HANDLE both[] = {mutexes[left].get(), mutexes[right].get()};
                ::WaitForMultipleObjects(2, both, TRUE, INFINITE);
                mutexes[left].unlock();
                mutexes[right].unlock();
            });
            lab::why(
                "An order leaves no circle. Who tries never waits with a fork in his hand, but\n"
                "may be busy for nothing, and with bad luck all are. WaitForMultipleObjects takes\n"
                "both or neither, and takes kernel objects only.");
        });
}
