// pipe_sink.cpp - the bare floor: reads what comes through the pipe and throws it away.
//
//     pipe_sink --pipe NAME --ready EVENT --expect BYTES --done EVENT
//
// One thread, the largest reads, a millisecond before each, no packets for reads that are done at
// once: who takes records from this pipe in this way can hardly do less. Sets `done` when BYTES
// have come.
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "chapters/11-syelog/protocol/names.hpp"
#include "chapters/11-syelog/protocol/record.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/named_pipe.hpp"

#include <cstdio>
#include <memory>
#include <vector>

namespace {

constexpr ULONG_PTR kClientKey = 1;

struct Client : OVERLAPPED {
    w32::PipeServer pipe;
    bool connected = false;
    std::vector<std::byte> buffer = std::vector<std::byte>(64 * 1024);
};

class Sink {
public:
    Sink(std::wstring pipe, std::uint64_t expected, std::wstring done)
        : pipe_(std::move(pipe)), expected_(expected), done_(w32::Reset::manual, done.c_str()) {
        add_instance();
    }

    void run(HANDLE stop) {
        while (w32::wait(stop, std::chrono::milliseconds(0)) == w32::Waited::timed_out) {
            // Waits only if nobody rests; each time for all packets that are there.
            ULONG count = 0;
            OVERLAPPED_ENTRY entries[64];
            if (::GetQueuedCompletionStatusEx(port_.raw(), entries, 64, &count,
                                              resting_.empty() ? 1000 : 0, FALSE))
                for (ULONG i = 0; i < count; ++i)
                    take(*static_cast<Client*>(entries[i].lpOverlapped),
                         entries[i].dwNumberOfBytesTransferred);
            if (resting_.empty()) continue;
            ::Sleep(1);  // meanwhile more comes
            std::vector<Client*> rested;
            rested.swap(resting_);
            for (Client* const client : rested) read(*client);
        }
    }

private:
    void add_instance() {
        for (;;) {
            auto client = std::make_unique<Client>();
            client->pipe = w32::PipeServer(pipe_.c_str(), {.read_mode = w32::PipeType::byte,
                                                           .access = w32::PipeAccess::inbound,
                                                           .quota = syelog::kMaxBatchBytes});
            port_.associate(client->pipe.get(), kClientKey);
            w32::check(::SetFileCompletionNotificationModes(client->pipe.get(),
                                                            FILE_SKIP_COMPLETION_PORT_ON_SUCCESS),
                       "SetFileCompletionNotificationModes");
            Client& waiting = *client.release();
            if (waiting.pipe.start_connect(waiting).how != w32::Io::done) return;
            waiting.connected = true;
            resting_.push_back(&waiting);
        }
    }

    void take(Client& client, DWORD bytes) {
        if (client.connected)
            count(bytes);
        else
            add_instance();
        client.connected = true;
        resting_.push_back(&client);
    }

    // A client that has left is forgotten; so little leaks until the end.
    void read(Client& client) {
        static_cast<OVERLAPPED&>(client) = OVERLAPPED{};
        const auto started = w32::start_read(client.pipe.get(), client.buffer, client);
        if (started.how != w32::Io::done) return;  // its packet comes, or nothing any more
        count(started.bytes);
        resting_.push_back(&client);
    }

    void count(DWORD bytes) {
        received_ += bytes;
        if (received_ == expected_) done_.set();
    }

    const std::wstring pipe_;
    const std::uint64_t expected_;
    std::uint64_t received_ = 0;
    w32::Event done_;
    w32::CompletionPort port_;
    std::vector<Client*> resting_;  // nothing is pending
};

int run() {
    const syelog::Arguments arguments({L"pipe", L"ready", L"expect", L"done"});
    const std::wstring pipe = arguments.text(L"pipe", syelog::kDefaultPipe);
    const w32::Event stop(w32::Reset::manual, syelog::stop_event_name(pipe).c_str());
    Sink sink(pipe, arguments.number(L"expect", 0, 0, 999'999'999), arguments.text(L"done", L""));
    w32::Event(w32::Reset::manual, arguments.text(L"ready", L"sink.ready").c_str()).set();
    sink.run(stop.get());
    return 0;
}

}  // namespace

int main() {
    try {
        return run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "pipe_sink: %s\n", error.what());
        return 1;
    }
}
