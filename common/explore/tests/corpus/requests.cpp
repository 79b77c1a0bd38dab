// requests.cpp - overlapped requests: until one is completed, its memory belongs to the system.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/event.hpp"

namespace {

using explore::Outcome;

struct Disk {
    w32::Handle file =
        w32::own_file(::CreateFileW(L"corpus", GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                                    CREATE_ALWAYS, FILE_FLAG_OVERLAPPED, nullptr),
                      "CreateFileW");
    w32::Event done{w32::Reset::manual};
    bool write(const char* text, OVERLAPPED& request) const {
        request.hEvent = done.get();
        return ::WriteFile(file.get(), text, 3, nullptr, &request) ||
               ::GetLastError() == ERROR_IO_PENDING;
    }
    DWORD finish(OVERLAPPED& request) const {
        DWORD bytes = 0;
        return ::GetOverlappedResult(file.get(), &request, &bytes, TRUE) ? bytes : 0;
    }
};

CORPUS_BUG(FreesAPendingRequest, Outcome::pending_request) {
    const Disk disk;
    auto* request = new OVERLAPPED{};
    expect(disk.write("abc", *request));
    delete request;
}
CORPUS_TWIN(FreesAPendingRequest) {
    const Disk disk;
    auto* request = new OVERLAPPED{};
    expect(disk.write("abc", *request));
    expect(disk.finish(*request) == 3);
    delete request;
}

// The device is there until the end, and is no thread that could still close the event.
CORPUS_BUG(LeaksTheEventOfARequest, Outcome::handle_leak) {
    const Disk disk;
    OVERLAPPED request{};
    expect(disk.write("abc", request));
    expect(disk.finish(request) == 3);
    ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
}
CORPUS_TWIN(LeaksTheEventOfARequest) {
    const Disk disk;
    OVERLAPPED request{};
    expect(disk.write("abc", request));
    expect(disk.finish(request) == 3);
    const w32::Event event{w32::Reset::manual};
}

CORPUS_BUG(OneOverlappedForTwoRequests, Outcome::pending_request) {
    const Disk disk;
    OVERLAPPED request{};
    expect(disk.write("abc", request));
    expect(disk.write("def", request));
    disk.finish(request);
}
CORPUS_TWIN(OneOverlappedForTwoRequests) {
    const Disk disk;
    OVERLAPPED request{};
    expect(disk.write("abc", request));
    expect(disk.finish(request) == 3);
    expect(disk.write("def", request));
    expect(disk.finish(request) == 3);
}

CORPUS_BUG(ChangesTheBufferOfAPendingWrite, Outcome::pending_request) {
    const Disk disk;
    OVERLAPPED request{};
    char text[] = "abc";
    expect(disk.write(text, request));
    text[0] = 'x';  // which one is written?
    disk.finish(request);
}
CORPUS_TWIN(ChangesTheBufferOfAPendingWrite) {
    const Disk disk;
    OVERLAPPED request{};
    char text[] = "abc";
    expect(disk.write(text, request));
    disk.finish(request);
    text[0] = 'x';
}

CORPUS_BUG(CancelsAndReusesAtOnce, Outcome::pending_request) {
    const Disk disk;
    OVERLAPPED request{};
    expect(disk.write("abc", request));
    ::CancelIoEx(disk.file.get(), &request);
    request = OVERLAPPED{};  // the cancelled request has not ended yet
}
CORPUS_TWIN(CancelsAndReusesAtOnce) {
    const Disk disk;
    OVERLAPPED request{};
    expect(disk.write("abc", request));
    ::CancelIoEx(disk.file.get(), &request);
    disk.finish(request);  // done, or aborted
    request = OVERLAPPED{};
}

CORPUS_BUG(ReadsTheBufferTooEarly, Outcome::assertion) {
    const Disk disk;
    OVERLAPPED request{};
    expect(disk.write("abc", request));
    disk.finish(request);
    char text[4] = {};
    ::ResetEvent(disk.done.get());
    ::ReadFile(disk.file.get(), text, 3, nullptr, &request);
    expect(text[0] == 'a', "the read has not ended");
    disk.finish(request);
}
CORPUS_TWIN(ReadsTheBufferTooEarly) {
    const Disk disk;
    OVERLAPPED request{};
    expect(disk.write("abc", request));
    disk.finish(request);
    char text[4] = {};
    ::ResetEvent(disk.done.get());
    ::ReadFile(disk.file.get(), text, 3, nullptr, &request);
    disk.finish(request);
    expect(text[0] == 'a');
}

CORPUS_BUG(SynchronousSuccessHandledTwice, Outcome::assertion) {
    const Disk disk;
    w32::CompletionPort port;
    port.associate(disk.file.get(), 1);
    OVERLAPPED request{};
    int handled = 0;
    if (::WriteFile(disk.file.get(), "abc", 3, nullptr, &request)) ++handled;
    (void)port.get(w32::forever);
    ++handled;  // a packet comes also if the call has succeeded at once
    expect(handled == 1, "one request, handled twice");
}
CORPUS_TWIN(SynchronousSuccessHandledTwice) {
    const Disk disk;
    w32::CompletionPort port;
    port.associate(disk.file.get(), 1);
    OVERLAPPED request{};
    int handled = 0;
    ::WriteFile(disk.file.get(), "abc", 3, nullptr, &request);
    (void)port.get(w32::forever);
    ++handled;
    expect(handled == 1);
}

}  // namespace
