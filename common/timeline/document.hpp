// document.hpp - a timeline as data, and how it becomes a trace that ui.perfetto.dev opens.
//
//     timeline::Document document;
//     document.title = "L11  The philosophers' order";
//     document.lanes.push_back({"first", {{Kind::wait, "waits for a lock", 3, 5}}, {}});
//     text = to_json(document);
//
// The format is Chrome's trace events: complete events ("X") for what takes time, instants ("i")
// for signals, metadata ("M") for the names of threads.
// https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace timeline {

enum class Kind { work, wait, hold };

/// What a thread does from `begin` to `end`, in units of the document's clock.
struct Slice {
    Kind kind = Kind::work;
    std::string name;  ///< "waits for SRW lock 1"
    double begin = 0;
    double end = 0;
    std::string object = {};  ///< "SRW lock 1"
    std::string where = {};   ///< "x.hpp:31"
    bool open = false;        ///< it had not ended when the timeline did
};

/// What takes no time and lets others go on.
struct Signal {
    std::string name;  ///< "SetEvent"
    double at = 0;
    std::string object = {};
    std::string where = {};
};

/// One thread.
struct Lane {
    std::string name;
    std::vector<Slice> slices = {};
    std::vector<Signal> signals = {};
    std::uint64_t left_out = 0;  ///< events for which there was no room
};

struct Document {
    std::string title;
    std::string clock = "microseconds";  ///< or "steps"
    std::vector<Lane> lanes = {};
};

/// Makes the slices of a lane ones that lie in each other or apart, sorted by their beginning:
/// locks may be given back in any order, but viewers draw a thread as nested boxes. One that
/// outlasts the box it lies in becomes two.
void nest(std::vector<Slice>& slices);

/// Fills what no slice covers between `begin` and `end` with work.
void add_work(Lane& lane, double begin, double end);

/// The whole document, nested, as one JSON object; valid whatever its texts hold. Its language is
/// that of WORKBOOK_LANG, "en" or "zh-CN".
std::string to_json(const Document& document);

}  // namespace timeline
