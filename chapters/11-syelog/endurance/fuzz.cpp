// fuzz.cpp - clients that send whatever comes to their mind, and know what it ought to lead to.
#include "chapters/11-syelog/daemon/daemon.hpp"
#include "chapters/11-syelog/endurance/runs.hpp"
#include "common/win32/named_pipe.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <random>

namespace syelog::endurance {
namespace {

using namespace std::chrono_literals;
using Count = FuzzResult::Count;

class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    /// 0 to `sides` - 1.
    std::uint32_t roll(std::uint32_t sides) { return engine_() % sides; }
    bool once_in(std::uint32_t times) { return roll(times) == 0; }

private:
    std::mt19937 engine_;
};

void append_random(std::string& out, std::size_t bytes, Dice& dice) {
    for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(dice.roll(256));
}

// A frame of `bytes` that says it has `said`: random from its third byte on. Never a wish to stop.
void append_frame(std::string& out, std::size_t bytes, std::uint16_t said, Dice& dice) {
    const std::size_t start = out.size();
    out.append(reinterpret_cast<const char*>(&said), std::min<std::size_t>(bytes, sizeof said));
    append_random(out, bytes - (out.size() - start), dice);
    const std::size_t terminate = offsetof(WireRecord, terminate);
    if (bytes >= kHeaderBytes) out.replace(start + terminate, 4, 4, '\0');
}

std::uint16_t record_length(Dice& dice) {
    // Mostly short, now and then at or near a border.
    switch (dice.roll(20)) {
        case 0: return static_cast<std::uint16_t>(kHeaderBytes + dice.roll(3));
        case 1: return static_cast<std::uint16_t>(kMaxRecordBytes - dice.roll(3));
        case 2: return static_cast<std::uint16_t>(kHeaderBytes + dice.roll(4087));
        default: return static_cast<std::uint16_t>(kHeaderBytes + dice.roll(150));
    }
}

std::uint16_t wrong_length(Dice& dice) {
    if (dice.once_in(2)) return static_cast<std::uint16_t>(dice.roll(kHeaderBytes));
    return static_cast<std::uint16_t>(kMaxRecordBytes + 1 + dice.roll(65'535 - kMaxRecordBytes));
}

/// What one connection sends, and how that ends.
struct Script {
    std::string bytes;
    Count count{.clients = 1};
    std::uint64_t frames = 0;
};

Script a_connection(std::uint64_t most, Dice& dice) {
    Script script;
    const std::uint64_t whole = std::min<std::uint64_t>(most, dice.roll(400));
    for (std::uint64_t i = 0; i < whole; ++i) {
        const std::uint16_t length = record_length(dice);
        append_frame(script.bytes, length, length, dice);
    }
    script.count.records = whole;
    script.frames = whole;
    if (whole == most) return script;
    ++script.frames;
    if (dice.once_in(2)) {  // left in the middle of a record
        const std::uint16_t length = record_length(dice);
        append_frame(script.bytes, 1 + dice.roll(length - 1U), length, dice);
        ++script.count.unfinished;
    } else {  // no record: of what follows nothing counts
        append_frame(script.bytes, 2 + dice.roll(100), wrong_length(dice), dice);
        append_random(script.bytes, dice.roll(5000), dice);
        ++script.count.malformed;
    }
    return script;
}

// Writes the bytes in pieces of random size. False: the daemon has hung up, or stands still.
bool play(HANDLE pipe, std::string_view bytes, Dice& dice) {
    while (!bytes.empty()) {
        const std::size_t piece = std::min<std::size_t>(
            bytes.size(), dice.once_in(4) ? 1 + dice.roll(30) : 1 + dice.roll(16'384));
        const auto data = std::as_bytes(std::span(bytes.data(), piece));
        const auto done = w32::write_within(pipe, data, 30s);
        if (!done || !done->ok()) return false;
        bytes.remove_prefix(piece);
    }
    return true;
}

void add(Count& to, const Count& more) {
    to.records += more.records;
    to.malformed += more.malformed;
    to.unfinished += more.unfinished;
    to.clients += more.clients;
}

class Run {
public:
    explicit Run(const FuzzOptions& options)
        : options_(options),
          pipe_(LR"(\\.\pipe\workbook.syelog.fuzz.)" + std::to_wstring(::GetCurrentProcessId())),
          daemon_(
              {.pipe = pipe_, .output = [this](std::string_view text) { return count(text); }}) {}

    FuzzResult all() {
        daemon_.start();
        {
            std::vector<w32::Thread> clients;
            for (unsigned i = 0; i < options_.clients; ++i)
                clients.emplace_back("fuzz client", [this, i] { be_a_client(i); });
        }
        // Who has left is still being read; the stop would end that early.
        const std::uint64_t came = result_.sent.clients;
        (void)daemon_.wait_until(
            [came](const Statistics& now) { return now.clients == came && now.connected == 0; },
            60s);
        daemon_.stop();
        const Statistics seen = daemon_.statistics();
        result_.seen = {seen.records, seen.malformed, seen.unfinished, seen.clients};
        result_.lines = lines_;
        return result_;
    }

private:
    w32::IoResult count(std::string_view text) {
        lines_ += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
        return {static_cast<DWORD>(text.size()), ERROR_SUCCESS};
    }

    void be_a_client(unsigned number) {
        Dice dice(options_.seed * 1000 + number);
        const std::uint64_t share = options_.frames / options_.clients;
        for (std::uint64_t done = 0; done < share;) {
            const Script script = a_connection(share - done, dice);
            done += script.frames;
            auto pipe =
                w32::PipeClient::open(pipe_.c_str(), 30s, {.access = w32::PipeAccess::inbound});
            if (!pipe) throw w32::Error("CreateFileW", ::GetLastError());
            (void)play(pipe->get(), script.bytes, dice);
            const w32::Guard hold(lock_);
            add(result_.sent, script.count);
            tell(script.frames);
        }
    }

    void tell(std::uint64_t frames) WB_REQUIRES(lock_) {
        const std::uint64_t before = std::exchange(frames_, frames_ + frames);
        if (options_.progress && before / 100'000 != frames_ / 100'000)
            options_.progress(std::to_string(frames_) + " frames");
    }

    const FuzzOptions& options_;
    const std::wstring pipe_;
    w32::SrwLock lock_;
    WB_GUARDED_BY(lock_) std::uint64_t frames_ = 0;
    FuzzResult result_;
    std::uint64_t lines_ = 0;  // the writer's thread's
    Daemon daemon_;
};

}  // namespace

bool FuzzResult::as_expected() const noexcept {
    return seen.records == sent.records && seen.malformed == sent.malformed &&
           seen.unfinished == sent.unfinished && seen.clients == sent.clients &&
           lines == sent.records + sent.malformed + sent.unfinished;
}

FuzzResult fuzz(const FuzzOptions& options) { return Run(options).all(); }

}  // namespace syelog::endurance
