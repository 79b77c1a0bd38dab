// ring_logd.cpp - the daemon's work for records that come through the shared-memory ring.
//
//     ring_logd --ring NAME --file PATH --ready EVENT
//
// Makes the same lines as syelogd, in one thread: what has come is formatted, then written at once.
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "chapters/11-syelog/protocol/format.hpp"
#include "chapters/11-syelog/protocol/names.hpp"
#include "chapters/11-syelog/ring/ring.hpp"
#include "common/win32/event.hpp"

#include <cstdio>

namespace {

constexpr std::size_t kEnoughForOneWrite = 64 * 1024;

void write_all(HANDLE file, std::string& lines) {
    DWORD written = 0;
    w32::check(::WriteFile(file, lines.data(), static_cast<DWORD>(lines.size()), &written, nullptr),
               "WriteFile");
    lines.clear();
}

int run() {
    const syelog::Arguments arguments({L"ring", L"file", L"ready"});
    const std::wstring ring = arguments.text(L"ring", L"Local\\syelog.ring");
    const w32::Event stop(w32::Reset::manual, syelog::stop_event_name(ring).c_str());
    const w32::Handle log = w32::own_file(
        ::CreateFileW(arguments.text(L"file", L"ring.log").c_str(), FILE_APPEND_DATA | SYNCHRONIZE,
                      FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_ALWAYS,
                      FILE_ATTRIBUTE_NORMAL, nullptr),
        "CreateFileW");
    syelog::RingReader reader(ring);
    w32::Event(w32::Reset::manual, arguments.text(L"ready", L"ring.ready").c_str()).set();
    syelog::Formatter formatter(syelog::Format::text);
    syelog::Peer peer;  // the ring does not know who writes: what the record claims must do
    std::string lines;
    for (;;) {
        syelog::Event event{.received = syelog::now_utc(), .peer = &peer};
        while (lines.size() < kEnoughForOneWrite && reader.next(event.record)) {
            peer.process_id = event.record.process_id;
            formatter.append(lines, event);
        }
        if (!lines.empty())
            write_all(log.get(), lines);
        else if (reader.wait(w32::forever, stop.get()) == syelog::RingReader::Woken::stopped)
            return 0;
    }
}

}  // namespace

int main() {
    try {
        return run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "ring_logd: %s\n", error.what());
        return 1;
    }
}
