// timeline_run.cpp - a run for its timeline; a sweep over its events for the shares.
#include "common/runner/labs/timeline_run.hpp"

#include "common/runner/problem.hpp"

#include <algorithm>

namespace runner {
namespace {

Json read_timeline(const fs::path& file, const std::string& text) {
    try {
        Json timeline = Json::parse(text);
        if (!timeline["traceEvents"].is_array())
            throw Problem(kEnvironment, to_text(file) + " is no timeline: it has no traceEvents");
        return timeline;
    } catch (const JsonError& error) {
        throw Problem(kEnvironment, to_text(file) + " is no timeline: " + error.what());
    }
}

void set_title(Json& timeline, const Lab& lab) {
    Json& other = timeline.at("otherData");
    const std::string title = lab.card.id + "  " + lab.card.title + ": " + other["title"].text();
    other.set("title", title);
}

// What a thread does between two neighbouring times; the strongest wins.
enum Strength { kIdle, kWorks, kHolds, kWaits };

Strength strength_of(const std::string& category) {
    if (category == "wait") return kWaits;
    return category == "hold" ? kHolds : kWorks;
}

class Lane {
public:
    explicit Lane(std::string name) { shares_.thread = std::move(name); }

    void add(const Json& event) {
        if (event["ph"].text() == "i") {
            ++shares_.signals;
            return;
        }
        const double begin = event["ts"].number();
        const double length = std::max(event["dur"].number(), 0.0);
        const Strength strength = strength_of(event["cat"].text());
        changes_.push_back({begin, strength, 1});
        changes_.push_back({begin + length, strength, -1});
        const std::string& where = event["args"]["where"].text();
        // Without a place it is none of the program's: the judge held the thread back.
        if (strength == kWaits && !where.empty() && length > shares_.longest_wait) {
            shares_.longest_wait = length;
            shares_.longest_for = event["args"]["object"].text() + " at " + where;
        }
    }

    bool empty() const { return changes_.empty() && shares_.signals == 0; }

    Shares shares() {
        std::sort(changes_.begin(), changes_.end(),
                  [](const Change& a, const Change& b) { return a.at < b.at; });
        double* const sums[] = {&shares_.idle, &shares_.works, &shares_.holds, &shares_.waits};
        int open[4] = {};
        for (std::size_t i = 0; i < changes_.size(); ++i) {
            open[changes_[i].strength] += changes_[i].change;
            if (i + 1 == changes_.size()) break;
            int strongest = kWaits;
            while (strongest > kIdle && open[strongest] == 0) --strongest;
            *sums[strongest] += changes_[i + 1].at - changes_[i].at;
        }
        return shares_;
    }

private:
    struct Change {
        double at;
        Strength strength;
        int change;
    };
    Shares shares_;
    std::vector<Change> changes_;
};

}  // namespace

fs::path timeline_file(const Lab& lab, const fs::path& bin) {
    return result_file(lab, bin, kTimeline).replace_extension(".json");
}

TimelineRun draw_timeline(const Lab& lab, const fs::path& bin, const BuildLog& log, bool chinese,
                          w32::Timeout limit) {
    if (auto judged = before_running(lab, log)) return {*std::move(judged), std::nullopt};
    const fs::path file = timeline_file(lab, bin);
    remove_old(file);
    const auto run = run_lab(
        lab, bin, kTimeline,
        {{L"WORKBOOK_TIMELINE", to_text(file)}, {L"WORKBOOK_LANG", chinese ? "zh-CN" : "en"}},
        limit);
    if (!run) return {not_built(lab), std::nullopt};
    TimelineRun result{read_verdict(run->end, run->result, run->output), std::nullopt};
    if (const auto text = read_file(file)) {
        result.timeline = read_timeline(file, *text);
        set_title(*result.timeline, lab);
        replace_file(file, result.timeline->write());
    }
    return result;
}

std::vector<Shares> shares_of(const Json& timeline) {
    std::vector<std::pair<double, Lane>> lanes;
    const auto lane = [&](double id) -> Lane* {
        for (auto& [known, one] : lanes)
            if (known == id) return &one;
        return nullptr;
    };
    for (const Json& event : timeline["traceEvents"].items()) {
        const double id = event["tid"].number();
        const std::string& phase = event["ph"].text();
        if (phase == "M" && event["name"].text() == "thread_name" && lane(id) == nullptr)
            lanes.emplace_back(id, Lane(event["args"]["name"].text()));
        else if ((phase == "X" || phase == "i") && lane(id) != nullptr)
            lane(id)->add(event);
    }
    std::vector<Shares> result;
    for (auto& [id, one] : lanes)
        if (!one.empty()) result.push_back(one.shares());
    return result;
}

}  // namespace runner
