// watcher.cpp - the loop. Everything that may happen is an object to wait for: a key, the end of a
// build, the end of the lab's program, a change in the folder. So nothing has to be asked again and
// again, nothing happens at the same time as something else, and no lock is needed.
#include "common/runner/watch/watcher.hpp"

#include "common/runner/labs/record.hpp"
#include "common/runner/labs/verdicts.hpp"
#include "common/runner/problem.hpp"

#include <array>

namespace runner {
namespace {

// Where no notification comes, a save is seen by its time: so often is the folder looked at.
constexpr ULONGLONG kLookEvery = 500;
// The program's own watchdog answers after ten seconds a test, long before.
constexpr std::chrono::seconds kLongestRun{60};

}  // namespace

Watcher::Watcher(Session& session, std::vector<const Lab*> labs, Input& input, Builder& builder,
                 HANDLE interrupted)
    : session_(session),
      labs_(std::move(labs)),
      input_(input),
      builder_(builder),
      interrupted_(interrupted),
      status_(session.screen) {}

void Watcher::run() {
    follow(*labs_.front());
    carry_out(state_.begin());
    while (!quit_) {
        show_status();
        switch (wait()) {
            case Woken::interrupted: quit_ = true; break;
            case Woken::input: take_input(); break;
            case Woken::build: build_ended(builder_.take_code()); break;
            case Woken::lab: run_ended(); break;
            case Woken::folder:
                notice_->rearm();
                look_at_folder();
                break;
            case Woken::time: break;
        }
        if (program_ && deadline_->passed()) run_ended();
        if (::GetTickCount64() >= next_look_) look_at_folder();
    }
    status_.wipe();
    program_.reset();
    if (state_.phase() == WatchState::Phase::building) builder_.stop();
}

Watcher::Woken Watcher::wait() {
    std::array<HANDLE, 5> objects{};
    std::array<Woken, 5> meanings{};
    DWORD count = 0;
    const auto add = [&](HANDLE object, Woken meaning) {
        if (object == nullptr) return;
        objects[count] = object;
        meanings[count++] = meaning;
    };
    // If several are signaled the first one wins: keys come before whatever never ends.
    add(interrupted_, Woken::interrupted);
    add(input_.get(), Woken::input);
    add(builder_.get(), Woken::build);
    add(program_ ? program_->get() : nullptr, Woken::lab);
    add(notice_->get(), Woken::folder);
    const w32::WaitedAny woken = w32::wait_any({objects.data(), count}, until_next_look());
    return woken.how == w32::Waited::timed_out ? Woken::time : meanings[woken.index];
}

w32::Timeout Watcher::until_next_look() const {
    const ULONGLONG now = ::GetTickCount64();
    return std::chrono::milliseconds(next_look_ > now ? next_look_ - now : 0);
}

void Watcher::take_input() {
    for (const InputEvent& event : input_.take()) {
        if (const auto* built = std::get_if<Built>(&event)) {
            const bool ours = state_.phase() == WatchState::Phase::building;
            if (ours && built->number == build_) build_ended(built->code);
            continue;
        }
        const char key = std::get<char>(event);
        if (key == 'b' && !lab_->breakable())
            say(session_.say(lab_->card.id + " has no break stage.",
                             lab_->card.id + " 没有先让它出错的阶段。"));
        else
            carry_out(state_.key(key));
        if (quit_) return;
    }
    if (input_.ended()) quit_ = true;
}

void Watcher::look_at_folder() {
    const ULONGLONG now = ::GetTickCount64();
    const bool saved = settling_->look(stamps_of(lab_->starter.parent_path()), now);
    next_look_ = now + kLookEvery;
    if (const auto due = settling_->due()) next_look_ = std::min<ULONGLONG>(next_look_, *due);
    if (saved) carry_out(state_.changed());
}

void Watcher::carry_out(const Steps& steps) {
    for (const Step step : steps) carry_out(step);
}

void Watcher::carry_out(Step step) {
    switch (step) {
        case Step::build: start_build(); break;
        case Step::stop_build: builder_.stop(); break;
        case Step::run: start_run(); break;
        case Step::run_break: start_break(""); break;
        case Step::stop_run: program_.reset(); break;
        case Step::go_next: go_next(); break;
        case Step::show_verdict: show_verdict(); break;
        case Step::show_break: show_break(); break;
        case Step::show_build_stopped:
            say(session_.say("The build was stopped; r builds again.", "构建已停止；按 r 再来。"));
            break;
        case Step::show_run_stopped:
            say(session_.say(lab_->card.id + " was stopped; r runs it again.",
                             lab_->card.id + " 已停止；按 r 再运行。"));
            break;
        case Step::show_judged_anew:
            say(session_.say("Saved while it ran: judged anew.", "运行时有保存：重新评判。"));
            break;
        case Step::show_hint: show_hint(); break;
        case Step::show_list: show_list(); break;
        case Step::show_solution: show_solution(); break;
        case Step::quit: quit_ = true; break;
    }
}

void Watcher::follow(const Lab& lab) {
    lab_ = &lab;
    const fs::path folder = lab.starter.parent_path();
    notice_.emplace(folder);  // before the look: what changes in between is seen twice, not never
    settling_.emplace(stamps_of(folder), to_text(lab.starter.filename()));
    next_look_ = ::GetTickCount64() + kLookEvery;
    const std::string place = to_text(folder.lexically_relative(session_.root));
    say(session_.say("Watching " + place + ": each save builds and judges " + lab.card.id + '.',
                     "正在看着 " + place + "：每次保存都会构建并评判 " + lab.card.id + "。"));
}

// The next one that is open, in the order of the list and round its end.
void Watcher::go_next() {
    refresh_progress(session_);
    std::size_t at = 0;
    while (labs_[at] != lab_) ++at;
    for (std::size_t i = 1; i < labs_.size(); ++i) {
        const Lab& lab = *labs_[(at + i) % labs_.size()];
        if (session_.progress.passed(lab.card.id)) continue;
        follow(lab);
        carry_out(state_.moved());
        return;
    }
    say(session_.say("There is no other lab here that is not passed.",
                     "这里没有别的未通过的实验了。"));
}

void Watcher::start_build() {
    try {
        build_ = builder_.start(lab_->program());
        return;
    } catch (const w32::Error& error) {
        trouble_ = std::string("the build cannot be started: ") + error.what();
    }
    carry_out(state_.built(false));
}

void Watcher::build_ended(int code) {
    log_ = session_.build_log();
    trouble_ = log_.trouble.empty() ? "" : "the build stopped: " + log_.trouble;
    if (code != 0 && log_.failures.empty() && trouble_.empty())
        trouble_ = "the build ended with code " + std::to_string(code) +
                   "; its output is in wb-build.log in the build folder";
    const auto blocked = before_running(*lab_, log_);
    if (blocked) judged_ = *blocked;
    if (blocked && session_.chinese) add_chinese(judged_, *lab_, session_.root);
    carry_out(state_.built(trouble_.empty() && !blocked));
}

void Watcher::start_run() {
    text_ = read_file(lab_->starter).value_or("");
    letters_.clear();
    start_program(kCheck, check_settings(*lab_, session_.bin));
}

void Watcher::start_break(const std::string& letters) {
    letters_ = letters;
    if (auto blocked = before_running(*lab_, log_)) {
        break_ = {};
        break_.judged = *std::move(blocked);
        carry_out(state_.ended());
        return;
    }
    start_program(kBreak, break_settings(*lab_, letters));
}

void Watcher::start_program(const char* purpose, const Settings& settings) {
    try {
        program_ = LabProcess::start(*lab_, session_.bin, purpose, settings);
        judged_ = not_built(*lab_);
    } catch (const Problem& problem) {
        judged_ = {};
        judged_.sentence = problem.what();
    }
    deadline_.emplace(kLongestRun);
    if (program_) return;
    break_ = {};
    break_.judged = judged_;
    carry_out(state_.ended());
}

void Watcher::run_ended() {
    const LabRun ended = program_->finish();
    const bool for_break = program_->purpose() == kBreak;
    program_.reset();
    if (for_break) return break_ended(ended);
    judged_ = read_verdict(ended.end, ended.result, ended.output);
    if (session_.chinese) add_chinese(judged_, *lab_, session_.root);
    refresh_progress(session_);
    record_verdict(session_, *lab_, judged_, text_);
    carry_out(state_.ended());
}

// A lab that holds without letters may be repaired: then the turns that break the starter do not
// break it, which a second run tells.
void Watcher::break_ended(const LabRun& ended) {
    const BreakRun run = read_break(ended);
    if (letters_.empty()) {
        break_ = run;
        repaired_ = false;
        if (run.end == BreakRun::End::holds) return start_break(lab_->card.break_letters);
    } else {
        repaired_ = run.end == BreakRun::End::holds;
    }
    carry_out(state_.ended());
}

}  // namespace runner
