// viewer.cpp - two sources, one loop each: take what is there, then wait for more or for the stop.
#include "chapters/11-syelog/tools/viewer.hpp"

#include "chapters/11-syelog/tools/followed_file.hpp"
#include "chapters/11-syelog/tools/live_tail.hpp"
#include "common/win32/text.hpp"
#include "common/win32/wait.hpp"

namespace syelog {
namespace {

// The folder's signal may come late or never (see FolderChange): hence the limit.
void wait_for_change(FolderChange& change, HANDLE stop) {
    const HANDLE handles[] = {stop, change.get()};
    const std::size_t count = change.get() != nullptr ? 2 : 1;
    const auto answer = w32::wait_any(std::span(handles, count), kLookAgain);
    if (answer.how != w32::Waited::timed_out && answer.index == 1) change.rearm();
}

// Until it ends or `stop` is signaled; true: it has ended.
bool take_all(LiveTail& tail, Viewer& viewer, HANDLE stop) {
    const HANDLE handles[] = {stop, tail.event()};
    std::string bytes;
    for (;;) {
        if (w32::wait_any(handles, w32::forever).index == 0) return false;
        bytes.clear();
        const bool more = tail.take(bytes);
        viewer.take(bytes);
        if (!more) return true;
    }
}

}  // namespace

void Viewer::take(std::string_view bytes) {
    lines_.add(bytes);
    std::string_view line;
    while (lines_.next(line)) show(line);
    if (!out_.empty()) options_.output(out_);
    out_.clear();
}

void Viewer::end() {
    std::string_view line;
    if (lines_.rest(line)) show(line);
    if (!out_.empty()) options_.output(out_);
    out_.clear();
}

void Viewer::notice(const std::string& text) const {
    if (options_.notice) options_.notice(text);
}

void Viewer::show(std::string_view line) {
    const Entry entry = read_entry(line);
    if (options_.filter.passes(entry)) append_shown(out_, entry, options_.colours);
}

Viewed view_file(const std::wstring& path, bool follow, Viewer& viewer, HANDLE stop) {
    // Before the first look: what changes after it must not go unseen.
    FolderChange change(path);
    FollowedFile file(path);
    bool told = false;
    std::string bytes;
    while (!w32::signaled_now(stop)) {
        bytes.clear();
        switch (file.read(bytes)) {
            case FollowedFile::Next::bytes: viewer.take(bytes); continue;
            case FollowedFile::Next::replaced: viewer.end(); continue;
            case FollowedFile::Next::truncated:
                viewer.end();
                viewer.notice("the file was cut off; it is read from its beginning");
                continue;
            case FollowedFile::Next::absent:
                if (!told)
                    viewer.notice((follow ? "waiting for " : "there is no file ") +
                                  w32::to_utf8(path));
                if (!follow) return Viewed::absent;
                told = true;
                break;
            case FollowedFile::Next::nothing:
                if (follow) break;
                viewer.end();
                return Viewed::ended;
        }
        wait_for_change(change, stop);
    }
    viewer.end();
    return Viewed::stopped;
}

Viewed view_tail(const std::wstring& pipe, bool follow, Viewer& viewer, HANDLE stop) {
    LiveTail tail(tail_pipe_name(pipe));
    bool told = false;
    // Nothing tells when a pipe of that name appears, so it is looked for again and again.
    do {
        if (tail.connect()) {
            const bool ended = take_all(tail, viewer, stop);
            viewer.end();
            if (!ended) return Viewed::stopped;
            viewer.notice("the daemon has ended its live tail");
            if (!follow) return Viewed::ended;
            told = false;
        } else if (!follow) {
            const DWORD error = ::GetLastError();
            viewer.notice("no live tail on " + w32::to_utf8(pipe) + ": " + w32::describe(error) +
                          " Is syelogd running there, with --tail?");
            return Viewed::absent;
        }
        if (!told) viewer.notice("waiting for a daemon on " + w32::to_utf8(pipe));
        told = true;
    } while (w32::wait(stop, kLookAgain) == w32::Waited::timed_out);
    return Viewed::stopped;
}

}  // namespace syelog
