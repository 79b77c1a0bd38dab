// viewer.hpp - from bytes of a log to lines for a reader; from a file, or a daemon's live tail.
//
//     Viewer viewer({.filter = {.worst = 4}, .output = ..., .notice = ...});
//     view_file(path, /*follow=*/true, viewer, stop.get());
#pragma once

#include "chapters/11-syelog/tools/lines.hpp"
#include "chapters/11-syelog/tools/show.hpp"

#include <chrono>
#include <functional>

namespace syelog {

struct ViewerOptions {
    ViewFilter filter{};
    bool colours = false;
    std::function<void(std::string_view text)> output;    ///< whole lines
    std::function<void(std::string_view text)> notice{};  ///< a sentence about the source
};

/// One thread.
class Viewer {
public:
    explicit Viewer(ViewerOptions options) : options_(std::move(options)) {}

    /// Shows the lines that are whole by now.
    void take(std::string_view bytes);
    /// Nothing follows what has come so far: shows a line that has no end.
    void end();
    /// Tells something that is not in the log.
    void notice(const std::string& text) const;

private:
    void show(std::string_view line);

    const ViewerOptions options_;
    Lines lines_;
    std::string out_;
};

/// How often to look again where nothing tells of a change.
inline constexpr std::chrono::milliseconds kLookAgain{250};

enum class Viewed { ended, stopped, absent };

/// Shows a file to its end; with `follow` goes on until `stop` is signaled, and waits for a file
/// that is not there. `absent`: it is not, which a notice says. Throws w32::Error.
Viewed view_file(const std::wstring& path, bool follow, Viewer& viewer, HANDLE stop);

/// Shows the live tail of the daemon on `pipe` until it ends; with `follow` waits for the next one,
/// until `stop` is signaled. `absent`: none is there; a notice says why.
Viewed view_tail(const std::wstring& pipe, bool follow, Viewer& viewer, HANDLE stop);

}  // namespace syelog
