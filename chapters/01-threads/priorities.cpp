// Who runs next?
//
// Look at the six classes of a process, the seven levels of a thread, and the base priorities
// (0 to 31) that they make together.
//
// Before you run it, write down: which level of IDLE class equals NORMAL class, level LOWEST?
// Then ask for REALTIME_PRIORITY_CLASS; without a privilege Windows gives HIGH and says TRUE.
// In the debugger: the Threads window has a Priority column; Process Explorer shows the number.
// Topics: T72 T73 T74 T75
#include "common/demo/demo.hpp"
#include "common/win32/platform.hpp"

#include <algorithm>
#include <array>

struct Class {
    const char* name;
    DWORD value;
    int base;  // of a thread at level NORMAL
};
struct Level {
    const char* name;
    int value;
};

// REALTIME (24, its threads have 16 to 31) is left out: what one gets depends on the user's rights.
constexpr std::array<Class, 5> kClasses{{{"IDLE", IDLE_PRIORITY_CLASS, 4},
                                         {"BELOW_NORMAL", BELOW_NORMAL_PRIORITY_CLASS, 6},
                                         {"NORMAL", NORMAL_PRIORITY_CLASS, 8},
                                         {"ABOVE_NORMAL", ABOVE_NORMAL_PRIORITY_CLASS, 10},
                                         {"HIGH", HIGH_PRIORITY_CLASS, 13}}};
constexpr std::array<Level, 7> kLevels{{{"IDLE", THREAD_PRIORITY_IDLE},
                                        {"LOWEST", THREAD_PRIORITY_LOWEST},
                                        {"BELOW", THREAD_PRIORITY_BELOW_NORMAL},
                                        {"NORMAL", THREAD_PRIORITY_NORMAL},
                                        {"ABOVE", THREAD_PRIORITY_ABOVE_NORMAL},
                                        {"HIGHEST", THREAD_PRIORITY_HIGHEST},
                                        {"CRITICAL", THREAD_PRIORITY_TIME_CRITICAL}}};

// Two levels are absolute, five are relative to the class.
static int base_priority(const Class& of, const Level& level) {
    if (level.value == THREAD_PRIORITY_IDLE) return 1;
    if (level.value == THREAD_PRIORITY_TIME_CRITICAL) return 15;
    return of.base + level.value;
}

static std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

int main() {
    return lab::demo("Priority = class of the process + level of the thread.", [] {
        const HANDLE process = ::GetCurrentProcess();
        const HANDLE thread = ::GetCurrentThread();
        lab::doing("set each class and each level, read both back");
        std::string head = padded("class", 14);
        for (const Level& level : kLevels) head += padded(level.name, 9);
        lab::saw(head);
        for (const Class& of : kClasses) {
            w32::check(::SetPriorityClass(process, of.value), "SetPriorityClass");
            w32::check(::GetPriorityClass(process) == of.value, "GetPriorityClass");
            std::string row = padded(of.name, 14);
            for (const Level& level : kLevels) {
                w32::check(::SetThreadPriority(thread, level.value), "SetThreadPriority");
                w32::check(::GetThreadPriority(thread) == level.value, "GetThreadPriority");
                row += padded(std::to_string(base_priority(of, level)), 9);
            }
            lab::saw(row);
        }
        if (w32::running_under_wine())
            lab::differs_in_wine("the values are stored and read back; the scheduler is Linux's.");
        lab::why(
            "The ready thread with the highest priority runs, equals take turns. Windows raises a\n"
            "thread for a moment when its wait ends or its window comes to the front (dynamic\n"
            "boost, only up to 15). High priority is for short work: a busy thread starves\n"
            "others.");
    });
}
