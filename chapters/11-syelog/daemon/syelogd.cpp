// syelogd.cpp - the daemon as a program: options, console, statistics, stop.
#include "chapters/11-syelog/daemon/delta.hpp"
#include "chapters/11-syelog/daemon/report.hpp"
#include "chapters/11-syelog/daemon/settings.hpp"
#include "chapters/11-syelog/daemon/tail.hpp"
#include "chapters/11-syelog/forward/forwarder.hpp"
#include "chapters/11-syelog/protocol/console.hpp"
#include "common/win32/text.hpp"

#include <cstdio>
#include <optional>

namespace {

using syelog::console;
using syelog::kAlreadyRunning;
using syelog::kDone;
using syelog::kFailed;
using syelog::kLost;
using syelog::kNoDaemon;
using syelog::kUsage;

void say(const std::string& sentence) { std::fprintf(stderr, "syelogd: %s\n", sentence.c_str()); }

// Sets the daemon's stop event, and waits for the mutex that it holds until it has ended.
int stop_other(const std::wstring& pipe) {
    const w32::Handle running(
        ::OpenMutexW(SYNCHRONIZE, FALSE, syelog::daemon_mutex_name(pipe).c_str()));
    const w32::Handle stop(
        ::OpenEventW(EVENT_MODIFY_STATE, FALSE, syelog::stop_event_name(pipe).c_str()));
    const DWORD error = ::GetLastError();
    if (!running || !stop) {
        say(error == ERROR_ACCESS_DENIED
                ? "the daemon on " + w32::to_utf8(pipe) + " is another user's."
                : "there is no daemon on " + w32::to_utf8(pipe) + '.');
        return kNoDaemon;
    }
    w32::check(::SetEvent(stop.get()), "SetEvent");
    if (w32::wait(running.get(), w32::forever) != w32::Waited::abandoned) return kDone;
    say("the daemon on " + w32::to_utf8(pipe) + " died before it had stopped.");
    return kFailed;
}

class Service {
public:
    Service(syelog::Settings settings, std::optional<syelog::ForwardOptions> forward)
        : settings_(std::move(settings)), forward_(std::move(forward)) {
        if (forward_) forward_->tell = &say;
    }

    int run() {
        if (const auto code = open_log()) return *code;
        syelog::Daemon daemon(options());
        daemon.start();
        if (!settings_.ready.empty()) w32::Event(w32::Reset::manual, settings_.ready.c_str()).set();
        wait_for_stop(daemon);
        daemon.stop();
        if (file_) file_->flush();
        if (settings_.statistics) say(in_all(figures(daemon)));
        const syelog::Loss loss = daemon.loss();
        if (loss.lines == 0) return daemon.statistics().deaf ? kFailed : kDone;
        say(std::to_string(loss.lines) +
            " lines are lost, the log could not be written: " + w32::describe(loss.first_error));
        return kLost;
    }

private:
    std::optional<int> open_log() {
        if (settings_.file.path.empty()) return std::nullopt;
        syelog::LogFileOptions file = settings_.file;
        file.say = &say;
        try {
            file_.emplace(std::move(file));
            return std::nullopt;
        } catch (const w32::Error& error) {
            say("cannot write " + w32::to_utf8(settings_.file.path) + ": " +
                w32::describe(error.code()));
            return kFailed;
        }
    }

    syelog::DaemonOptions options() {
        syelog::DaemonOptions options = settings_.daemon;
        options.output =
            file_ ? file_->output() : syelog::file_output(::GetStdHandle(STD_OUTPUT_HANDLE));
        options.writer.say = &say;
        if (settings_.delta) options.writer.edit = syelog::DeltaTimes();
        if (settings_.tail)
            options.subscribers.push_back(syelog::serve_tail(
                {.pipe = syelog::tail_pipe_name(options.pipe), .access = options.access}, &tail_));
        if (forward_) options.subscribers.push_back(syelog::forward_to(*forward_));
        return options;
    }

    void wait_for_stop(const syelog::Daemon& daemon) {
        const HANDLE reasons[] = {daemon.stop_event(), console().stop.get()};
        const w32::Timeout second =
            settings_.statistics ? w32::Timeout(std::chrono::seconds(1)) : w32::forever;
        syelog::Figures before;
        ULONGLONG since = ::GetTickCount64();
        while (w32::wait_any(reasons, second).how == w32::Waited::timed_out) {
            const syelog::Figures now = figures(daemon);
            const ULONGLONG ms = ::GetTickCount64() - since;
            say(per_second(before, now, static_cast<double>(ms) / 1000));
            before = now;
            since += ms;
        }
    }

    syelog::Figures figures(const syelog::Daemon& daemon) const {
        return {.daemon = daemon.statistics(),
                .log = daemon.written(),
                .loss = daemon.loss(),
                .cut_off = cut_off()};
    }
    unsigned cut_off() const { return tail_ != nullptr ? tail_->counts().cut_off : 0; }

    const syelog::Settings settings_;
    std::optional<syelog::ForwardOptions> forward_;
    std::optional<syelog::LogFile> file_;
    syelog::Tail* tail_ = nullptr;  // the daemon's
};

int run() {
    try {
        std::vector<std::wstring> names = syelog::daemon_option_names();
        for (const wchar_t* const name : syelog::kForwardOptionNames) names.push_back(name);
        const syelog::Arguments arguments(names, syelog::daemon_flag_names());
        if (arguments.help()) {
            std::fputs(syelog::kDaemonHelp, stdout);
            std::fputs(syelog::kForwardHelp, stdout);
            return kDone;
        }
        syelog::Settings settings = syelog::settings_from(arguments);
        if (settings.stop) return stop_other(settings.daemon.pipe);
        syelog::watch_console();
        return Service(std::move(settings), syelog::forward_from(arguments)).run();
    } catch (const std::invalid_argument& wrong) {
        say(wrong.what());
        return kUsage;
    } catch (const syelog::AlreadyRunning& other) {
        say(other.what());
        return kAlreadyRunning;
    } catch (const std::exception& error) {
        say(error.what());
        return kFailed;
    }
}

}  // namespace

int main() {
    const int code = run();
    console().finished.set();
    return code;
}
