// What does TerminateThread leave behind?
//
// A child process terminates a thread that is inside a heap, and then wants memory from that heap.
//
// Before you run it, write down the child's last line.
// Then take the HeapLock away: does the child come to its end?
// In the debugger: attach to the child while it hangs; the owner of the heap's lock is no thread.
// Topics: T68
#include "common/demo/demo.hpp"
#include "common/win32/child.hpp"

#include <cstring>

struct Scene {
    HANDLE heap = ::HeapCreate(0, 0, 0);
    HANDLE ready = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    HANDLE never = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
};

static DWORD WINAPI allocates(LPVOID argument) {
    const Scene& scene = *static_cast<Scene*>(argument);
    ::HeapLock(scene.heap);  // what every HeapAlloc does inside; here it takes a little longer
    ::SignalObjectAndWait(scene.ready, scene.never, INFINITE, FALSE);
    ::HeapUnlock(scene.heap);
    return 0;
}

static void say(const char* text) {
    std::printf("%s", text);
    std::fflush(stdout);
}

static int child() {
    Scene scene;
    const HANDLE thread = ::CreateThread(nullptr, 0, &allocates, &scene, 0, nullptr);
    ::WaitForSingleObject(scene.ready, INFINITE);
    ::TerminateThread(thread, 1);
    ::WaitForSingleObject(thread, INFINITE);
    say("the thread is gone; now HeapAlloc ...");
    (void)::HeapAlloc(scene.heap, 0, 16);
    say(" has returned");
    ::TerminateProcess(::GetCurrentProcess(), 0);  // any lock may be held: nothing else is safe
    return 0;
}

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "child") == 0) return child();
    return lab::demo("What a terminated thread holds, it holds for ever.", [] {
        lab::doing("a child process terminates a thread that is inside a heap");
        const std::wstring arguments[] = {L"child"};
        std::string said;
        const w32::ChildEnd end =
            w32::run_child(w32::command_line(w32::this_program(), arguments),
                           std::chrono::seconds{2}, [&](std::string_view text) { said += text; });
        lab::saw("child: " + said);
        lab::saw(end.ended ? "the child has ended by itself" : "the child hung, and was ended");
        lab::why(
            "The heap's lock is held by a thread that no longer is. The heap of the process has a\n"
            "lock as well, and so have the loader and the C library: a thread that is terminated\n"
            "inside malloc stops all others at their next malloc. Ask threads to stop.");
    });
}
