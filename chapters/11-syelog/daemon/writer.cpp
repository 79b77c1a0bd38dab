// writer.cpp - two buffers that change places.
#include "chapters/11-syelog/daemon/writer.hpp"

#include <algorithm>

namespace syelog {

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

Writer::Writer(Output output, std::size_t limit)
    : output_(std::move(output)), limit_(limit), thread_("log writer", [this] { run(); }) {}

void Writer::push(std::string_view lines) {
    {
        const w32::Guard hold(lock_);
        // One push may go over the limit: lines of one read stay together.
        while (filling_.size() >= limit_) not_full_.wait(lock_);
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
    const w32::Guard hold(lock_);
    return loss_;
}

void Writer::run() {
    std::string writing;
    for (;;) {
        writing.clear();
        {
            const w32::Guard hold(lock_);
            while (filling_.empty() && !finishing_) not_empty_.wait(lock_);
            if (filling_.empty()) return;
            // While the disk was busy the buffer has filled: the slower the disk, the larger the
            // writes. Both buffers keep their memory.
            writing.swap(filling_);
        }
        not_full_.notify_all();
        write_out(writing);
    }
}

void Writer::write_out(std::string_view text) {
    if (in_mid_line_) {
        // An earlier write broke off inside a line; the next one must not be glued to it.
        if (output_("\n").bytes == 1) in_mid_line_ = false;
    }
    while (!text.empty()) {
        const w32::IoResult done = output_(text);
        const std::size_t written = std::min<std::size_t>(done.bytes, text.size());
        if (written > 0) in_mid_line_ = text[written - 1] != '\n';
        text.remove_prefix(written);
        if (done.ok() && written > 0) continue;
        const w32::Guard hold(lock_);
        if (loss_.lines == 0) loss_.first_error = done.error;
        loss_.lines += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
        return;
    }
}

}  // namespace syelog
