// article_syelogd.cpp - the article's daemon, as a baseline: the same work in its way of working.
//
//     article_syelogd --pipe NAME --file PATH --ready EVENT [--workers N] [--quota BYTES]
//
// Two workers per processor; the pipe is read in message mode, one record per ReadFile, and the
// next read starts when the line is written; each line is one WriteFile of its own, formatted by
// printf, its time converted for each record. The pipe has no buffer (0, as the original has it),
// so a client's write ends when the daemon's read takes it. What the article gets wrong and what
// costs nothing (its exits, its missing checks) is not rebuilt: baseline and daemon must both live
// to the end of a measurement. Nor are its three calls of printf per line; it gets one write.
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "chapters/11-syelog/protocol/names.hpp"
#include "chapters/11-syelog/protocol/record.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/named_pipe.hpp"
#include "common/win32/thread.hpp"

#include <cstdio>
#include <memory>
#include <vector>

namespace {

constexpr ULONG_PTR kQuitKey = 0;
constexpr ULONG_PTR kClientKey = 1;

// Of a client, and of the one request that it has in flight.
struct Client : OVERLAPPED {
    w32::PipeServer pipe;
    bool awaiting_accept = true;
    syelog::WireRecord message;
};

class ArticleDaemon {
public:
    ArticleDaemon(std::wstring pipe, HANDLE log, DWORD quota, unsigned workers)
        : pipe_(std::move(pipe)), log_(log), quota_(quota) {
        (void)::GetTimeZoneInformation(&zone_);
        for (unsigned i = 0; i < workers; ++i) workers_.emplace_back("worker", [this] { work(); });
        create_connection();
    }

    /// Clients have gone by then. The instance that waits for one more ends with the process.
    ~ArticleDaemon() {
        for (std::size_t i = 0; i < workers_.size(); ++i) port_.post(0, kQuitKey);
    }

private:
    // ConnectNamedPipe for the next client. One that was quicker is served here.
    void create_connection() {
        for (;;) {
            auto client = std::make_unique<Client>();
            client->pipe = w32::PipeServer(pipe_.c_str(),
                                           {.access = w32::PipeAccess::inbound, .quota = quota_});
            port_.associate(client->pipe.get(), kClientKey);
            Client& waiting = *client.release();  // its packet brings it back
            const auto started = waiting.pipe.start_connect(waiting);
            if (started.how != w32::Io::done) return;
            waiting.awaiting_accept = false;
            read(waiting);
        }
    }

    void work() {
        for (;;) {
            const w32::Dequeued packet = port_.get(w32::forever);
            if (packet.overlapped == nullptr) return;
            Client& client = *static_cast<Client*>(packet.overlapped);
            if (packet.how == w32::Dequeued::How::failed) {
                delete &client;
            } else if (client.awaiting_accept) {
                client.awaiting_accept = false;
                read(client);
                create_connection();
            } else {
                write_line(client.message, packet.bytes);
                read(client);
            }
        }
    }

    void read(Client& client) {
        static_cast<OVERLAPPED&>(client) = OVERLAPPED{};
        const std::span message(&client.message, 1);
        const auto started =
            w32::start_read(client.pipe.get(), std::as_writable_bytes(message), client);
        if (started.how == w32::Io::failed) delete &client;  // no packet comes
    }

    void write_line(syelog::WireRecord& message, DWORD bytes) {
        if (bytes <= syelog::kHeaderBytes) return;
        const char* const begin = message.text;
        char* end = message.text + (bytes - syelog::kHeaderBytes - 1);  // at its NUL
        while (end > begin && (end[-1] == '\n' || end[-1] == ' ')) --end;
        *end = '\0';
        SYSTEMTIME utc, local;
        ::FileTimeToSystemTime(&message.occurred, &utc);
        ::SystemTimeToTzSpecificLocalTime(&zone_, &utc, &local);
        char time[64];
        std::snprintf(time, sizeof time, "%4d%02d%02d%02d%02d%02d%03d", local.wYear, local.wMonth,
                      local.wDay, local.wHour, local.wMinute, local.wSecond, local.wMilliseconds);
        char line[4200];
        const int length = std::snprintf(line, sizeof line, "%-17.17s %4lu %02x.%02x: %s\n", time,
                                         static_cast<unsigned long>(message.process_id),
                                         message.facility, message.severity, begin);
        DWORD written = 0;
        ::WriteFile(log_, line, static_cast<DWORD>(length), &written, nullptr);
    }

    const std::wstring pipe_;
    const HANDLE log_;
    const DWORD quota_;
    TIME_ZONE_INFORMATION zone_{};
    w32::CompletionPort port_;
    std::vector<w32::Thread> workers_;
};

unsigned two_per_processor() {
    SYSTEM_INFO info;
    ::GetSystemInfo(&info);
    return 2 * static_cast<unsigned>(info.dwNumberOfProcessors);
}

int run() {
    const syelog::Arguments arguments({L"pipe", L"file", L"ready", L"workers", L"quota"});
    const std::wstring pipe = arguments.text(L"pipe", syelog::kDefaultPipe);
    const w32::Event stop(w32::Reset::manual, syelog::stop_event_name(pipe).c_str());
    // Not to append: on Wine the writes of two threads to one such handle may hit the same place.
    const w32::Handle log =
        w32::own_file(::CreateFileW(arguments.text(L"file", L"article.log").c_str(), GENERIC_WRITE,
                                    FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_ALWAYS,
                                    FILE_ATTRIBUTE_NORMAL | FILE_FLAG_SEQUENTIAL_SCAN, nullptr),
                      "CreateFileW");
    const ArticleDaemon daemon(pipe, log.get(), arguments.number(L"quota", 0, 0, 1'000'000),
                               arguments.number(L"workers", two_per_processor(), 1, 1000));
    w32::Event(w32::Reset::manual, arguments.text(L"ready", L"article.ready").c_str()).set();
    (void)w32::wait(stop.get(), w32::forever);
    return 0;
}

}  // namespace

int main() {
    try {
        return run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "article_syelogd: %s\n", error.what());
        return 1;
    }
}
