// input_bytes.hpp - what the launcher writes into our stdin on Linux: keys as they are pressed, and
// between them its answers.
//
//     r                          a key
//     \xFF built 3 1 \n          build number 3 has ended, with code 1
//
// No keyboard makes the byte 0xFF: it is in no UTF-8 character. What follows it and is no answer is
// dropped up to the end of the line, or after kLongestAnswer bytes.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace runner {

struct Built {
    int number = 0;
    int code = 0;
    friend bool operator==(const Built&, const Built&) = default;
};

/// A key (in lower case), or an answer.
using InputEvent = std::variant<char, Built>;

class InputBytes {
public:
    static constexpr std::size_t kLongestAnswer = 40;

    /// What `bytes` complete; a part of an answer is kept until its rest comes. Arrow keys and the
    /// like (ESC and what follows in the same bytes) are no keys of ours.
    std::vector<InputEvent> take(std::string_view bytes);

private:
    std::string answer_;  // without its mark
    bool in_answer_ = false;
};

}  // namespace runner
