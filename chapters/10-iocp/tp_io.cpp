// Who waits, if I have no port and no thread?
//
// Give a pipe to the thread pool, start a read, and wait for nothing but an event.
//
// Before you run it, write down: on which thread does the callback run?
// Then start the read without StartThreadpoolIo, and see (and read) what becomes of it.
// In the debugger: stop in the callback; below it is the pool's worker, which nobody here created.
// Topics: M14
#include "common/demo/demo.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/overlapped.hpp"

struct Scene {
    w32::Event told{w32::Reset::manual};
    DWORD thread = 0;
    ULONG error = 0;
    ULONG_PTR bytes = 0;
};

static void CALLBACK ended(PTP_CALLBACK_INSTANCE, PVOID context, PVOID, ULONG error,
                           ULONG_PTR bytes, PTP_IO) {
    Scene& scene = *static_cast<Scene*>(context);
    scene.thread = ::GetCurrentThreadId();
    scene.error = error;
    scene.bytes = bytes;
    scene.told.set();
}

int main() {
    return lab::demo("The thread pool has a port of its own, and calls back.", [] {
        workbook::PipeEnds pipe;
        Scene scene;
        const PTP_IO io = ::CreateThreadpoolIo(pipe.ours(), &ended, &scene, nullptr);
        w32::check(io != nullptr, "CreateThreadpoolIo");
        lab::doing("announce a request, start it, and let the other end write 4 bytes");
        OVERLAPPED request{};
        std::byte buffer[16];
        ::StartThreadpoolIo(io);
        const w32::IoStarted started = w32::start_read(pipe.ours(), buffer, request);
        if (started.how == w32::Io::failed) ::CancelThreadpoolIo(io);  // it will not call back
        pipe.write("four");
        scene.told.wait();
        lab::saw(std::to_string(scene.bytes) + " bytes, error " + std::to_string(scene.error) +
                 ", told on " +
                 (scene.thread == ::GetCurrentThreadId() ? "this thread" : "a thread of the pool"));
        ::WaitForThreadpoolIoCallbacks(io, FALSE);
        ::CloseThreadpoolIo(io);
        lab::why(
            "The pool counts what was announced: StartThreadpoolIo before each request, and\n"
            "CancelThreadpoolIo if it was refused, for then nothing will come. Wait for the\n"
            "callbacks before the object goes, and end the requests before that.");
    });
}
