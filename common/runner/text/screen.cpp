// screen.cpp - UTF-8 through stdio; a Windows console is asked to understand it.
#include "common/runner/text/screen.hpp"

#include "common/runner/text/text.hpp"
#include "common/win32/console.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/windows.hpp"

#include <fcntl.h>
#include <io.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#ifndef ENABLE_VIRTUAL_TERMINAL_PROCESSING
#define ENABLE_VIRTUAL_TERMINAL_PROCESSING 0x0004
#endif

namespace runner {
namespace {

// "" if it is not set or longer than a number can be.
std::string setting(const char* name) {
    char text[16];
    const DWORD length = ::GetEnvironmentVariableA(name, text, sizeof text);
    return length < sizeof text ? std::string(text, length) : "";
}

bool is_set(const char* name) { return ::GetEnvironmentVariableA(name, nullptr, 0) > 1; }

struct Console {
    bool colours;
    int width;  // 0: unknown
};

Console look_at_console() {
    const HANDLE out = ::GetStdHandle(STD_OUTPUT_HANDLE);
    DWORD mode = 0;
    if (!::GetConsoleMode(out, &mode)) return {false, 0};
    CONSOLE_SCREEN_BUFFER_INFO info{};
    const bool known = ::GetConsoleScreenBufferInfo(out, &info) != 0;
    const bool colours = ::SetConsoleMode(out, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
    return {colours, known ? info.srWindow.Right - info.srWindow.Left + 1 : 0};
}

}  // namespace

Screen::Screen(bool plain) : plain_(plain) {
    w32::console_in_utf8();
    (void)::_setmode(_fileno(stdout), _O_BINARY);  // a pipe on Linux gets "\n", not "\r\n"
    (void)::_setmode(_fileno(stderr), _O_BINARY);
    const Console console = w32::running_under_wine() ? Console{false, 0} : look_at_console();
    const std::string told = setting("WB_COLOR");
    colours_ = !plain && !is_set("NO_COLOR") && (told.empty() ? console.colours : told == "1");
    const std::string width = setting("WB_WIDTH");
    const int wanted =
        is_number(width) && width.size() < 5 ? std::atoi(width.c_str()) : console.width;
    if (wanted > 0) width_ = static_cast<std::size_t>(std::clamp(wanted, 60, 100));
}

std::string Screen::painted(std::string_view text, const char* code) const {
    if (!colours_ || text.empty()) return std::string(text);
    return std::string("\x1b[") + code + 'm' + std::string(text) + "\x1b[0m";
}

std::string Screen::bar(std::size_t done, std::size_t all, std::size_t cells) const {
    const std::size_t full = all == 0 ? 0 : std::min(cells, done * cells / all);
    std::string blocks;
    std::string rest;
    for (std::size_t i = 0; i < full; ++i) blocks += plain_ ? "#" : "\u2588";
    for (std::size_t i = full; i < cells; ++i) rest += plain_ ? "-" : "\u2591";
    return good(blocks) + faint(rest);
}

std::string Screen::rule() const {
    std::string line;
    for (std::size_t i = 0; i < width_; ++i) line += plain_ ? "-" : "\u2500";
    return faint(line);
}

void Screen::line(std::string_view text) const {
    raw(text);
    raw("\n");
}

void Screen::paragraph(std::string_view text, std::size_t indent) const {
    for (const std::string& one : wrapped(text, width_ - indent))
        line(one.empty() ? "" : std::string(indent, ' ') + one);
}

void Screen::labelled(std::string_view label, std::string_view text,
                      std::size_t label_width) const {
    std::string head =
        strong(label) + padded("", label_width - std::min(label_width, columns(label)));
    for (const std::string& one : wrapped(text, width_ - label_width)) {
        line(head + one);
        head = std::string(label_width, ' ');
    }
}

// The signs that lanes are drawn with; each stays one column wide.
void Screen::drawn(std::string_view text) const {
    constexpr std::pair<std::string_view, char> kSigns[] = {
        {"\u2717", 'x'}, {"\u25B8", '>'}, {"\u00B7", '.'}, {"\u2026", '~'}};
    std::string out(text);
    for (const auto& [sign, ascii] : kSigns)
        for (std::size_t at = 0; plain_ && (at = out.find(sign, at)) != out.npos;)
            out.replace(at, sign.size(), 1, ascii);
    line(out);
}

void Screen::raw(std::string_view text) const {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);  // stderr and children write to the same place
}

}  // namespace runner
