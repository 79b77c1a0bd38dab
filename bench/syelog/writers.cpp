// writers.cpp - the clients of a measurement: N connections of one process, each with its thread.
//
//     syelog_writers --way plain|batched|ring --to NAME --connections N --records M --warm W
//                    --gate G
//
// plain     one WriteFile per record, under a critical section: the article's client
// batched   the workbook's client library
// ring      the shared-memory ring; NAME is the ring's
// Each connection writes W + M records of 100 bytes: "client 07 record 0000123 xxx". When all have
// connected and written W of them, event G.ready is set, and nobody goes on before G.go: memory has
// been touched by then. When the last record is written G.done is set, and nothing ends before
// G.leave: so that the process can be looked at, whole.
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "chapters/11-syelog/ring/ring.hpp"
#include "common/win32/event.hpp"
#include "common/win32/named_pipe.hpp"

#include <atomic>
#include <cstdio>
#include <cstring>
#include <vector>

namespace {

using std::chrono::seconds;

/// A text whose numbers always have the same places, so that counting on costs next to nothing.
class Text {
public:
    explicit Text(unsigned client) {
        constexpr std::size_t kBytes = 100 - syelog::kHeaderBytes - 2;
        char head[64];
        std::snprintf(head, sizeof head, "client %02u record 0000000 ", client % 100);
        text_ = head;
        text_.resize(kBytes, 'x');
    }
    std::string_view next() {
        for (std::size_t digit = kLastDigit; ++text_[digit] > '9'; --digit) text_[digit] = '0';
        return text_;
    }

private:
    static constexpr std::size_t kLastDigit = 23;
    std::string text_;
};

/// The article's client: a record is packed, then written under the lock.
class PlainClient {
public:
    explicit PlainClient(const std::wstring& pipe) {
        // Waits for an instance first: the article's daemon has one that is free, at most.
        for (;;) {
            const HANDLE raw = ::CreateFileW(pipe.c_str(), GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
                                             SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS, nullptr);
            const DWORD error = ::GetLastError();
            if (raw != INVALID_HANDLE_VALUE) {
                pipe_.reset(raw);
                return;
            }
            if (error != ERROR_PIPE_BUSY) throw w32::Error("CreateFileW", error);
            (void)::WaitNamedPipeW(pipe.c_str(), 5000);
        }
    }

    void write(std::string_view text) {
        syelog::WireRecord record;
        const std::size_t bytes = syelog::kHeaderBytes + text.size() + 2;
        ::GetSystemTimeAsFileTime(&record.occurred);
        record.bytes = static_cast<std::uint16_t>(bytes);
        record.facility = static_cast<std::uint8_t>(syelog::Facility::application);
        record.severity = static_cast<std::uint8_t>(syelog::Severity::information);
        record.process_id = process_id_;
        record.terminate = 0;
        std::memcpy(record.text, text.data(), text.size());
        std::memcpy(record.text + text.size(), "\n", 2);
        const w32::Guard hold(lock_);
        DWORD written = 0;
        w32::check(::WriteFile(pipe_.get(), &record, static_cast<DWORD>(bytes), &written, nullptr),
                   "WriteFile");
    }
    bool flush() { return true; }

private:
    w32::CriticalSection lock_;
    w32::Handle pipe_;
    const DWORD process_id_ = ::GetCurrentProcessId();
};

class BatchedClient {
public:
    // A small queue: all of it is in use after the first records, so that no first touch of memory
    // is measured with the last ones.
    explicit BatchedClient(const std::wstring& pipe)
        : client_({.pipe = pipe,
                   .patience = seconds(60),
                   .queue_bytes = 64 * 1024,
                   .write_limit = seconds(60)}) {}
    void write(std::string_view text) {
        if (!client_.write(syelog::Severity::information, text))
            throw w32::Error("Client::write", ERROR_TIMEOUT);
    }
    bool flush() { return client_.flush(); }

private:
    syelog::Client client_;
};

class RingClient {
public:
    explicit RingClient(const std::wstring& ring) : writer_(ring) {}
    void write(std::string_view text) {
        syelog::Record record{.process_id = process_id_, .text = text};
        ::GetSystemTimeAsFileTime(&record.occurred);
        if (writer_.write(record) != syelog::RingWriter::Wrote::yes)
            throw w32::Error("RingWriter::write", ERROR_BROKEN_PIPE);
    }
    bool flush() { return true; }

private:
    syelog::RingWriter writer_;
    const DWORD process_id_ = ::GetCurrentProcessId();
};

struct Crowd {
    explicit Crowd(const syelog::Arguments& arguments)
        : gate(arguments.text(L"gate", L"")),
          to(arguments.text(L"to", L"")),
          connections(arguments.number(L"connections", 1, 1, 99)),
          records(arguments.number(L"records", 1000, 0, 9'000'000)),
          warm(arguments.number(L"warm", 0, 0, 100'000)) {}
    const std::wstring gate, to;
    const unsigned connections, records, warm;
    w32::Event ready{w32::Reset::manual, (gate + L".ready").c_str()};
    w32::Event go{w32::Reset::manual, (gate + L".go").c_str()};
    w32::Event done{w32::Reset::manual, (gate + L".done").c_str()};
    w32::Event leave{w32::Reset::manual, (gate + L".leave").c_str()};
    std::atomic<unsigned> connected = 0;
    std::atomic<unsigned> finished = 0;
    std::atomic<bool> failed = false;
};

template <class Client>
void write_records(Crowd& crowd, unsigned id) {
    Client client(crowd.to);
    Text text(id);
    const auto write = [&](unsigned records) {
        for (unsigned i = 0; i < records; ++i) client.write(text.next());
        if (!client.flush()) crowd.failed = true;
    };
    write(crowd.warm);
    if (++crowd.connected == crowd.connections) crowd.ready.set();
    crowd.go.wait();
    write(crowd.records);
    if (++crowd.finished == crowd.connections) crowd.done.set();
    crowd.leave.wait();
}

// Whatever goes wrong voids the measurement: the process ends, and its parent waits for that, too.
template <class Client>
void run(Crowd& crowd) {
    std::vector<w32::Thread> threads;
    for (unsigned id = 1; id <= crowd.connections; ++id)
        threads.emplace_back("client", [&crowd, id] {
            try {
                write_records<Client>(crowd, id);
            } catch (const std::exception& error) {
                std::fprintf(stderr, "syelog_writers: %s\n", error.what());
                std::fflush(stderr);
                ::ExitProcess(1);
            }
        });
}

}  // namespace

int main() {
    try {
        const syelog::Arguments arguments(
            {L"way", L"to", L"connections", L"records", L"warm", L"gate"});
        Crowd crowd(arguments);
        const std::wstring way = arguments.text(L"way", L"plain");
        if (way == L"ring")
            run<RingClient>(crowd);
        else if (way == L"batched")
            run<BatchedClient>(crowd);
        else
            run<PlainClient>(crowd);
        return crowd.failed ? 1 : 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "syelog_writers: %s\n", error.what());
        return 1;
    }
}
