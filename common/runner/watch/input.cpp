// input.cpp - a reading thread for the pipe, the console's own events for the console.
#include "common/runner/watch/input.hpp"

namespace runner {

PipeInput::PipeInput(HANDLE pipe) : pipe_(pipe), reader_("keys", [this] { read(); }) {}

void PipeInput::read() {
    char chunk[256];
    DWORD bytes = 0;
    // A read of nothing is the end of a pipe that was Linux's before it was ours.
    while (::ReadFile(pipe_, chunk, sizeof chunk, &bytes, nullptr) && bytes > 0) {
        const w32::Guard hold(lock_);
        bytes_.append(chunk, bytes);
        news_.set();
    }
    const w32::Guard hold(lock_);
    ended_ = true;
    news_.set();
}

std::vector<InputEvent> PipeInput::take() {
    std::string bytes;
    {
        const w32::Guard hold(lock_);
        bytes.swap(bytes_);
        if (!ended_) news_.reset();  // the end stays signaled: it is always news
    }
    return parser_.take(bytes);
}

bool PipeInput::ended() const {
    const w32::Guard hold(lock_);
    return ended_ && bytes_.empty();
}

ConsoleInput::ConsoleInput(HANDLE console) : console_(console) {
    w32::check(::GetConsoleMode(console_, &mode_), "GetConsoleMode");
    const DWORD keys = mode_ & ~DWORD{ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT};
    w32::check(::SetConsoleMode(console_, keys | ENABLE_PROCESSED_INPUT), "SetConsoleMode");
}

ConsoleInput::~ConsoleInput() { (void)::SetConsoleMode(console_, mode_); }

std::vector<InputEvent> ConsoleInput::take() {
    std::string typed;
    DWORD waiting = 0;
    // Only what is there: a read of an empty buffer would block, and mouse or focus events make the
    // console signaled without a key.
    while (::GetNumberOfConsoleInputEvents(console_, &waiting) && waiting > 0) {
        INPUT_RECORD records[32];
        DWORD read = 0;
        if (!::ReadConsoleInputW(console_, records, 32, &read)) break;
        for (DWORD i = 0; i < read; ++i) {
            const KEY_EVENT_RECORD& key = records[i].Event.KeyEvent;
            if (records[i].EventType != KEY_EVENT || !key.bKeyDown) continue;
            const wchar_t c = key.uChar.UnicodeChar;
            if (c >= L' ' && c < 0x7F) typed += static_cast<char>(c);
        }
    }
    ended_ = !::GetNumberOfConsoleInputEvents(console_, &waiting);
    return InputBytes().take(typed);
}

}  // namespace runner
