// step_timeline.cpp - from the lines of a trace to the boxes of a timeline.
#include "common/explore/testing/step_timeline.hpp"

#include "common/win32/error.hpp"

#include <algorithm>

namespace explore {
namespace {

using timeline::Kind;
using timeline::Lane;
using timeline::Slice;

class Steps {
public:
    explicit Steps(const Report& report) : report_(report), lanes_(report.threads.size()) {
        for (std::size_t i = 0; i < lanes_.size(); ++i) lanes_[i].lane.name = report.threads[i];
    }

    std::vector<Lane> lanes() {
        int last = 0;  // step
        for (const TraceStep& line : report_.trace) {
            const auto thread = static_cast<std::size_t>(line.thread);
            if (thread >= lanes_.size()) continue;
            if (line.step > 0) take(lanes_[thread], line, last = line.step);
            if (line.waits) begin_wait(lanes_[thread], line, last);
        }
        std::vector<Lane> result;
        for (Growing& growing : lanes_) {
            close(growing, last);
            if (!growing.lane.slices.empty()) result.push_back(std::move(growing.lane));
        }
        return result;
    }

private:
    // The slices of a lane that have begun and not ended, by their index.
    struct Growing {
        Lane lane;
        std::vector<std::size_t> waits;
        std::vector<std::size_t> holds;
    };

    static std::string place(const TraceStep& line) {
        if (line.file.empty()) return "";
        return w32::describe_line(line.file.c_str(), static_cast<unsigned>(line.line));
    }

    static void take(Growing& growing, const TraceStep& line, int step) {
        std::vector<Slice>& slices = growing.lane.slices;
        for (const std::size_t wait : growing.waits) {
            slices[wait].end = step - 1;
            slices[wait].open = false;
        }
        growing.waits.clear();
        const std::string what = line.what + (line.object.empty() ? "" : ' ' + line.object);
        slices.push_back({Kind::work, what, step - 1.0, step + 0.0, line.object, place(line)});
        for (const std::string& lock : line.takes) {
            growing.holds.push_back(slices.size());
            slices.push_back(
                {Kind::hold, "holds " + lock, step - 1.0, step + 0.0, lock, place(line), true});
        }
        for (const std::string& lock : line.gives) give(growing, lock, step);
        if (line.signals)
            growing.lane.signals.push_back({line.what, step - 0.5, line.object, place(line)});
    }

    static void give(Growing& growing, const std::string& lock, int step) {
        for (std::size_t i = growing.holds.size(); i-- > 0;) {
            Slice& slice = growing.lane.slices[growing.holds[i]];
            if (slice.object != lock) continue;
            slice.end = step;
            slice.open = false;
            growing.holds.erase(growing.holds.begin() + static_cast<std::ptrdiff_t>(i));
            return;
        }
    }

    static void begin_wait(Growing& growing, const TraceStep& line, int after) {
        if (!growing.waits.empty()) return;  // it waits already
        const std::string object = line.object.empty() ? line.what : line.object;
        growing.waits.push_back(growing.lane.slices.size());
        growing.lane.slices.push_back({Kind::wait, "waits for " + object, after + 0.0, after + 0.0,
                                       object, place(line), true});
    }

    static void close(Growing& growing, int last) {
        for (const std::size_t wait : growing.waits) growing.lane.slices[wait].end = last + 1;
        for (const std::size_t hold : growing.holds)
            growing.lane.slices[hold].end = growing.waits.empty() ? last : last + 1;
        // A wait that was over before anybody else took a step.
        std::erase_if(growing.lane.slices,
                      [](const Slice& slice) { return slice.begin == slice.end; });
    }

    const Report& report_;
    std::vector<Growing> lanes_;
};

}  // namespace

timeline::Document step_timeline(const Report& report, const std::string& title) {
    timeline::Document document{title, "steps"};
    document.lanes = Steps(report).lanes();
    return document;
}

}  // namespace explore
