// screen.hpp - how wb talks to its reader: colours where they are wanted, words everywhere.
//
//     screen.line(screen.good("passed") + "  " + name);
//     screen.paragraph("A long sentence ...", 2);     // wrapped to the width, indented by 2
//
// Nothing is said by colour alone: NO_COLOR, --plain, a file and a screen reader get the same
// words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace runner {

class Screen {
public:
    /// Looks at the console (Windows) or at WB_COLOR and WB_WIDTH, which the launcher sets (Wine:
    /// the terminal is behind a pipe there). `plain`: no colours, and nothing but ASCII in bars and
    /// rules.
    explicit Screen(bool plain);

    /// 60 to 100 columns.
    std::size_t width() const noexcept { return width_; }

    std::string good(std::string_view text) const { return painted(text, "32"); }
    std::string bad(std::string_view text) const { return painted(text, "31"); }
    std::string strong(std::string_view text) const { return painted(text, "1"); }
    std::string faint(std::string_view text) const { return painted(text, "2"); }
    std::string typed(std::string_view text) const { return painted(text, "36"); }

    /// "████░░░░" or "####----".
    std::string bar(std::size_t done, std::size_t all, std::size_t cells) const;
    std::string rule() const;

    void line(std::string_view text = "") const;
    /// Text for a person: wrapped, each line indented.
    void paragraph(std::string_view text, std::size_t indent) const;
    /// "Label  text", the text wrapped beside its label of `label_width` columns.
    void labelled(std::string_view label, std::string_view text, std::size_t label_width) const;
    /// A line of a drawing: not wrapped.
    void drawn(std::string_view text) const;
    /// Bytes as they come, such as a demo's output.
    void raw(std::string_view text) const;

private:
    std::string painted(std::string_view text, const char* code) const;

    bool plain_;
    bool colours_ = false;
    std::size_t width_ = 80;
};

}  // namespace runner
