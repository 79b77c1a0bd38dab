// frame.cpp - frames are made of messages, and found in what was written.
#include "chapters/11-syelog/forward/frame.hpp"

#include <charconv>

namespace syelog {
namespace {

constexpr std::size_t kMaxDigits = 5;  // of kMaxMessageBytes

// Where the structured data begins: after <PRI>VERSION TIME HOST APP PID MSGID, of which none may
// have a blank in it.
std::size_t structured_data(std::string_view message) noexcept {
    std::size_t at = 0;
    for (int field = 0; field < 6; ++field) {
        const std::size_t blank = message.find(' ', at);
        if (blank == message.npos) return message.size();
        at = blank + 1;
    }
    return at;
}

bool only_zeros(std::string_view bytes) noexcept {
    return bytes.find_first_not_of('\0') == bytes.npos;
}

// The length in front of a frame. `digits` 0: there is none.
struct Head {
    std::size_t digits = 0;
    std::size_t length = 0;
};
Head head_of(std::string_view bytes) noexcept {
    Head head;
    if (bytes.empty() || bytes.front() == '0') return head;  // a length has no zeros in front
    while (head.digits < kMaxDigits && head.digits < bytes.size() && bytes[head.digits] >= '0' &&
           bytes[head.digits] <= '9') {
        head.length = head.length * 10 + static_cast<std::size_t>(bytes[head.digits] - '0');
        ++head.digits;
    }
    return head;
}

}  // namespace

void append_frame(std::string& out, std::string_view message, std::uint64_t number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, sequence_id(number)).ptr;
    const std::string_view id(digits, static_cast<std::size_t>(end - digits));
    constexpr std::string_view kBefore = "[meta sequenceId=\"";
    constexpr std::string_view kAfter = "\"]";
    const std::size_t split = structured_data(message);
    out += std::to_string(message.size() + kBefore.size() + id.size() + kAfter.size());
    out += ' ';
    out.append(message.substr(0, split)).append(kBefore).append(id).append(kAfter);
    out.append(message.substr(split));
}

Frames look_through(std::string_view segment) noexcept {
    Frames frames;
    const auto end_with = [&](Frames::Rest rest) {
        frames.rest = rest;
        return frames;
    };
    for (std::string_view rest = segment; !rest.empty();) {
        const Head head = head_of(rest);
        if (head.digits == rest.size() || only_zeros(rest)) return end_with(Frames::Rest::cut);
        const std::string_view message = rest.substr(head.digits + 1).substr(0, head.length);
        const std::size_t zero = message.find('\0');  // control characters are escaped: never ours
        if (head.digits == 0 || rest[head.digits] != ' ' ||
            (!message.empty() && message.front() != '<' && zero != 0))
            return end_with(Frames::Rest::foreign);
        if (zero != message.npos)
            return end_with(only_zeros(rest.substr(head.digits + 1 + zero))
                                ? Frames::Rest::cut
                                : Frames::Rest::foreign);
        if (message.size() < head.length) return end_with(Frames::Rest::cut);
        const std::size_t whole = head.digits + 1 + head.length;
        rest.remove_prefix(whole);
        frames.bytes += whole;
        ++frames.count;
    }
    return frames;
}

}  // namespace syelog
