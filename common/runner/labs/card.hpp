// card.hpp - lab.txt, the card of a lab: what it is called, what it is about, and its hints.
//
//     id: L01
//     title: Five workers, one variable
//     hint1: Whose variable does a worker read,
//            and when?
//
// Lines `key: value`; a line that begins with white space continues the value above it.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct Card {
    std::string id;     ///< "L01"
    std::string title;  ///< and in Chinese; "" where there is none
    std::string title_zh;
    std::vector<std::string> topics;  ///< "T09", ...: the curriculum's numbers
    int minutes = 0;
    bool fast = false;                 ///< `track: fast`: one of the few that lead to the capstone
    std::string verdict;               ///< letters of E G L S P: how the lab is judged
    std::string diagnosis;             ///< what its judge says of the untouched starter
    std::string break_test;            ///< "Test2_TwoThreadsPush"; "" without a break stage
    std::string break_letters;         ///< the shortest schedule that breaks the starter in it
    std::array<std::string, 3> hints;  ///< from a question to the name of the call
    std::array<std::string, 3> hints_zh;
};

/// `file` is named in the message. Throws Problem (environment) with file and line for a key that
/// is unknown, missing or there twice, and for a value that cannot be.
Card parse_card(std::string_view text, const std::string& file);

}  // namespace runner
