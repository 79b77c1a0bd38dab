// In which order do APCs run, and how many in one wait?
//
// Five APCs are queued, then there is one alertable wait; then one APC that waits itself.
//
// Before you run it, write down how many waits the five of them need.
// Then give SleepEx FALSE in the last APC: where does 'x' come now?
// In the debugger: stop in apc::Letters::run at 'x', and read the call stack from below.
// Topics: T90 M19
#include "chapters/09-apc/apcs.hpp"

#include "common/demo/demo.hpp"

static void CALLBACK waits_itself(ULONG_PTR argument) {
    std::string& ran = *reinterpret_cast<std::string*>(argument);
    ran += '(';
    (void)::SleepEx(0, TRUE);
    ran += ')';
}

int main() {
    return lab::demo("First in, first out, and all of them in one wait.", [] {
        apc::Letters five;
        lab::doing("queue a, b, c, d and e, and wait once");
        for (const char letter : {'a', 'b', 'c', 'd', 'e'})
            w32::check(five.queue(letter), "QueueUserAPC");
        const DWORD first = ::SleepEx(0, TRUE);
        lab::saw("has run: " + five.ran + "; the wait has answered " + std::to_string(first));
        lab::saw("the next wait answers " + std::to_string(::SleepEx(0, TRUE)));

        apc::Letters nested;
        lab::doing("queue an APC that waits alertably itself, and x behind it");
        w32::check(::QueueUserAPC(&waits_itself, ::GetCurrentThread(),
                                  reinterpret_cast<ULONG_PTR>(&nested.ran)) != 0,
                   "QueueUserAPC");
        w32::check(nested.queue('x'), "QueueUserAPC");
        (void)::SleepEx(0, TRUE);
        lab::saw("has run: " + nested.ran);
        lab::why(
            "The wait ends when its queue is empty, so 192 says \"at least one\", never how many:\n"
            "who counts waits has counted wrongly. And an APC that waits alertably lets the next\n"
            "one run inside itself; with many of them the stack grows with each.");
    });
}
