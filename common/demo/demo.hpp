// demo.hpp - how a demo talks: what is claimed, what is done, what was seen, and why.
//
//     int main() {
//         return lab::demo("SetEvent with nobody waiting is kept - once.", [] {
//             lab::doing("SetEvent three times, then wait three times");
//             lab::saw("1st wait: signaled");
//             lab::why("An event is a flag, not a counter.");
//         });
//     }
#pragma once

#include "common/win32/console.hpp"
#include "common/win32/error.hpp"

#include <cstdio>
#include <string>

namespace lab {

/// Runs one demo and prints it as a short story. Answers the process's exit code: 0 when the demo
/// ran, 1 when a Win32 call failed (its one-line message is printed).
template <class Body>
int demo(const char* claim, Body body) {
    w32::console_in_utf8();  // error texts come in the user's language
    std::printf("CLAIM  %s\n", claim);
    try {
        body();
        return 0;
    } catch (const w32::Error& error) {
        std::printf("FAILED %s\n", error.what());
        return 1;
    }
}

/// The later lines of a text that has several, under the first.
inline std::string indented(const std::string& text) {
    std::string out;
    for (const char c : text) {
        out += c;
        if (c == '\n') out += "       ";
    }
    return out;
}

/// One step, before it is taken.
inline void doing(const std::string& what) { std::printf("\ndo     %s\n", indented(what).c_str()); }

/// What was measured or answered. The same on every run, or it says how it may vary.
inline void saw(const std::string& what) { std::printf("saw    %s\n", indented(what).c_str()); }

/// The reason; the last line of the demo.
inline void why(const std::string& what) { std::printf("\nWHY    %s\n", indented(what).c_str()); }

/// A fact that holds on Windows and that Wine does not show; printed under Wine only.
inline void differs_in_wine(const std::string& what) {
    std::printf("note   Under Wine: %s\n", indented(what).c_str());
}

}  // namespace lab
