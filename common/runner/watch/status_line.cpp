// status_line.cpp - blanks instead of an escape sequence: every console understands them.
#include "common/runner/watch/status_line.hpp"

#include "common/runner/text/text.hpp"

namespace runner {

std::string cut_to(std::string_view text, std::size_t width) {
    if (columns(text) <= width) return std::string(text);
    while (!text.empty() && columns(text) + 3 > width) {
        do text.remove_suffix(1);  // a whole character: up to its first byte
        while (!text.empty() && !is_printable(text));
    }
    return std::string(text) + "...";
}

void StatusLine::show(const std::string& text) {
    const std::string fitting = cut_to(text, screen_.width() - 1);  // the last column would scroll
    if (fitting == shown_) return;
    wipe();
    shown_ = fitting;
    screen_.raw(screen_.faint(shown_));
}

void StatusLine::wipe() {
    if (shown_.empty()) return;
    screen_.raw('\r' + std::string(columns(shown_), ' ') + '\r');
    shown_.clear();
}

}  // namespace runner
