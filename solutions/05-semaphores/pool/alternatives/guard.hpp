// ALTERNATIVE: who takes a unit is an object, and its destructor gives it back.
#pragma once

#include "common/win32/semaphore.hpp"

enum class Answer { done, busy, failed };

/// Given by the judge. Uses one connection for the job; it takes as long as it takes.
Answer attempt(int job);

/// Takes a unit, and gives it back at the end of the scope, whichever way leads there.
class Unit {
public:
    explicit Unit(w32::Semaphore& from) : from_(from) { from_.acquire(); }
    ~Unit() { from_.release(); }
    Unit(const Unit&) = delete;
    Unit& operator=(const Unit&) = delete;

private:
    w32::Semaphore& from_;
};

/// A fixed number of connections. run() may be called by any number of threads at once.
struct ConnectionPool {
    w32::Semaphore free;  // one unit for each connection that nobody uses

    explicit ConnectionPool(LONG most) : free(most, most) {}

    /// Attempts the job, again and again as long as the answer is busy. true: done; false: failed.
    /// Of all attempts of all threads at most `most` are under way at once, and so many can be.
    /// Blocks, without using the processor, while there is no free connection.
    bool run(int job) {
        for (;;) {
            Answer answer = Answer::busy;
            {
                const Unit unit(free);
                answer = attempt(job);
            }
            if (answer != Answer::busy) return answer == Answer::done;
        }
    }
};
