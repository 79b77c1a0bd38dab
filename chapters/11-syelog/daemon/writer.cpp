// writer.cpp - two buffers that change places.
#include "chapters/11-syelog/daemon/writer.hpp"

#include "common/win32/deadline.hpp"

#include <algorithm>
#include <utility>

namespace syelog {
namespace {

std::uint64_t lines_in(std::string_view text) {
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

Output file_output(HANDLE file) {
    return [file](std::string_view text) -> w32::IoResult {
        DWORD written = 0;
        const DWORD bytes = static_cast<DWORD>(std::min<std::size_t>(text.size(), 1 << 20));
        if (::WriteFile(file, text.data(), bytes, &written, nullptr)) {
            // A full disk may show as fewer bytes than asked for instead of an error.
            return {written, written == 0 ? DWORD{ERROR_DISK_FULL} : DWORD{ERROR_SUCCESS}};
        }
        return {written, ::GetLastError()};
    };
}

Writer::Writer(WriterOptions options)
    : options_(std::move(options)), thread_("log writer", [this] { run(); }) {}

void Writer::push(std::string_view lines, std::uint64_t count) {
    {
        const w32::Guard hold(lock_);
        // One push may go over the limit: lines of one read stay together.
        while (!refusing_ && filling_.size() >= options_.queue_bytes) not_full_.wait(lock_);
        if (refusing_ && stuck_bytes_ + filling_.size() + lines.size() > options_.held_bytes) {
            dropped_ += count;
            return;
        }
        filling_.append(lines);
    }
    not_empty_.notify_one();
}

void Writer::finish() {
    {
        const w32::Guard hold(lock_);
        finishing_ = true;
    }
    not_empty_.notify_one();
    thread_.join();
}

Loss Writer::loss() const {
    const w32::SharedGuard hold(lock_);
    return loss_;
}

Written Writer::written() const {
    const w32::SharedGuard hold(lock_);
    return written_;
}

void Writer::run() {
    std::string writing;
    while (take_lines(writing)) {
        if (options_.edit) options_.edit(writing);
        // The end of that line is lost; what follows must not be glued to its beginning.
        const bool mends = in_mid_line_;
        if (mends) writing.insert(0, 1, '\n');
        write_out(writing, mends);
    }
}

// False: finished, and nothing is left.
bool Writer::take_lines(std::string& out) {
    out.clear();
    {
        const w32::Guard hold(lock_);
        while (filling_.empty() && !finishing_) not_empty_.wait(lock_);
        if (filling_.empty()) return false;
        // While the disk was busy the buffer has filled: the slower the disk, the larger the
        // writes. Both buffers keep their memory.
        out.swap(filling_);
    }
    not_full_.notify_all();
    return true;
}

// Returns when all of it is written, or lost. A write that was refused in mid-line is continued
// there: nobody else writes to our log. `mends`: the text begins with the end of an older line.
void Writer::write_out(std::string_view text, bool mends) {
    bool refused = false;
    bool last_try = false;
    while (!text.empty()) {
        const w32::IoResult done = options_.output(text);
        const std::size_t taken = std::min<std::size_t>(done.bytes, text.size());
        {
            const w32::Guard hold(lock_);
            ++written_.calls;
            written_.bytes += taken;
            written_.lines += lines_in(text.substr(0, taken));
            stuck_bytes_ = text.size() - taken;
        }
        if (taken > 0) mends = false;
        if (taken > 0) in_mid_line_ = text[taken - 1] != '\n';
        text.remove_prefix(taken);
        if (done.ok() && taken > 0) {
            if (std::exchange(refused, false)) end_refusal();
            continue;
        }
        if (!refused) begin_refusal(done.error);
        refused = true;
        if (wait_to_retry() || !std::exchange(last_try, true)) continue;
        give_up(lines_in(text) - (mends ? 1 : 0));
        return;
    }
}

void Writer::begin_refusal(DWORD error) {
    refused_at_ = ::GetTickCount64();
    {
        const w32::Guard hold(lock_);
        refusal_ = error;
        if (finishing_) return;  // it is lost, and loss() says so
        refusing_ = true;
    }
    not_full_.notify_all();  // who waits for room would wait as long as this lasts
    say("The log cannot be written: " + w32::describe(error) + " Records are kept, up to " +
        std::to_string(options_.held_bytes / 1024) + " KiB of them.");
}

// The log tells of the gap where it is: after what was kept, before what comes from now on.
void Writer::end_refusal() {
    std::string sentence = "The log could not be written for " +
                           std::to_string(::GetTickCount64() - refused_at_) + " ms (";
    {
        const w32::Guard hold(lock_);
        refusing_ = false;
        const std::uint64_t dropped = std::exchange(dropped_, 0);
        if (dropped > 0 && loss_.lines == 0) loss_.first_error = refusal_;
        loss_.lines += dropped;
        sentence += w32::describe(refusal_) + "): ";
        sentence += dropped == 0   ? "nothing is lost."
                    : dropped == 1 ? "1 line is lost."
                                   : std::to_string(dropped) + " lines are lost.";
        if (options_.gap_line) filling_ += options_.gap_line(sentence);
    }
    say(sentence);
}

// False: no time is left to wait.
bool Writer::wait_to_retry() {
    const w32::Guard hold(lock_);
    if (finishing_) return false;
    // New lines wake us too early, again and again.
    const w32::Deadline deadline(options_.retry);
    while (!finishing_ && !deadline.passed()) (void)not_empty_.wait_for(lock_, deadline.left());
    return true;
}

void Writer::give_up(std::uint64_t lines) {
    const w32::Guard hold(lock_);
    if (loss_.lines == 0) loss_.first_error = refusal_;
    // A line whose beginning was written is lost as well: it has no end.
    loss_.lines += lines + std::exchange(dropped_, 0);
    refusing_ = false;
    stuck_bytes_ = 0;
}

void Writer::say(const std::string& sentence) const {
    if (options_.say) options_.say(sentence);
}

}  // namespace syelog
