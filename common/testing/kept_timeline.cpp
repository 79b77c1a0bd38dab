// kept_timeline.cpp - a recorder for each test; the first failure is written at once.
#include "common/testing/kept_timeline.hpp"

#include "common/timeline/timeline.hpp"
#include "common/win32/locks.hpp"

#include <utility>

namespace workbook {
namespace {

constexpr std::size_t kEvents = 1024;  // of a thread; a test may have many

// The program's, for a watchdog, too.
struct Kept {
    w32::SrwLock lock;
    std::wstring file;
    bool failed = false;  // the file has the timeline of a failure: nothing replaces it
    std::string last;     // of a test that passed
    timeline::Recorder* running = nullptr;
};

Kept& kept() {
    static Kept one;
    return one;
}

void keep_failure(Kept& all, const std::string& json) {
    if (all.file.empty() || std::exchange(all.failed, true)) return;
    (void)timeline::write_or_complain(all.file, json);
}

class TimelineListener : public testing::EmptyTestEventListener {
    void OnTestStart(const testing::TestInfo& test) override {
        const w32::Guard hold(kept().lock);
        if (kept().failed) return;
        recorder_ = std::make_unique<timeline::Recorder>(
            kept().file, std::string(test.test_suite_name()) + '.' + test.name(), kEvents);
        kept().running = recorder_.get();
    }

    void OnTestEnd(const testing::TestInfo& test) override {
        if (recorder_ == nullptr) return;
        const w32::Guard hold(kept().lock);
        recorder_->stop();
        kept().running = nullptr;
        if (recorder_->events() != 0) {
            std::string json = timeline::to_json(recorder_->document());
            if (test.result()->Failed())
                keep_failure(kept(), json);
            else
                kept().last = std::move(json);
        }
        recorder_.reset();
    }

    void OnTestProgramEnd(const testing::UnitTest&) override {
        const w32::Guard hold(kept().lock);
        if (!kept().failed && !kept().last.empty())
            (void)timeline::write_or_complain(kept().file, kept().last);
    }

    std::unique_ptr<timeline::Recorder> recorder_;
};

}  // namespace

std::unique_ptr<testing::TestEventListener> make_timeline_listener() {
    kept().file = timeline::file_in(L"WORKBOOK_TIMELINE");
    if (kept().file.empty()) return nullptr;
    return std::make_unique<TimelineListener>();
}

bool timeline_wanted() {
    const w32::Guard hold(kept().lock);
    return !kept().file.empty() && !kept().failed;
}

void keep_timeline_of_failure(const std::string& json) {
    const w32::Guard hold(kept().lock);
    keep_failure(kept(), json);
}

void keep_running_timeline() {
    const w32::Guard hold(kept().lock);
    if (kept().running != nullptr)
        keep_failure(kept(), timeline::to_json(kept().running->document()));
}

}  // namespace workbook
