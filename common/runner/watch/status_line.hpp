// status_line.hpp - the last line of the screen, which says what goes on and which keys there are.
#pragma once

#include "common/runner/text/screen.hpp"

#include <string>

namespace runner {

class StatusLine {
public:
    explicit StatusLine(const Screen& screen) : screen_(screen) {}

    /// Shows `text` in place of what stood there; longer than the screen is wide, it is cut. Does
    /// nothing if that is what stands there.
    void show(const std::string& text);

    /// Before anything else is written.
    void wipe();

private:
    const Screen& screen_;
    std::string shown_;
};

/// `text`, cut to `width` columns.
std::string cut_to(std::string_view text, std::size_t width);

}  // namespace runner
