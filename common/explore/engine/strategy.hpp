// strategy.hpp - what an execution is given and what it gives back: who decides, under which
// settings, and how it ended.
#pragma once

#include "common/explore/engine/shadow.hpp"
#include "common/explore/finding.hpp"

#include <cstdint>
#include <string>

namespace explore {

class Engine;

/// Decides who takes the next step; see search/.
class Strategy {
public:
    virtual ~Strategy() = default;
    /// The thread that takes step number `depth`. kNobody ends the execution here.
    virtual int choose(Engine& engine, int depth) = 0;
    /// Called when an execution is over. False: there is nothing left to explore.
    virtual bool next(Engine& engine) = 0;
};

/// How an execution ended, other than by itself.
struct Failure {
    Outcome outcome = Outcome::passed;
    std::string sentence;
    std::string name;  // of the diagnosis, if the test gave one
    int thread = kNobody;
    Epoch earlier;               // data race: the first of the two accesses
    std::uintptr_t address = 0;  // and the second
    Touch touch = Touch::read;
    const void* site = nullptr;
};

struct Settings {
    bool store_buffers = false;  // x86-TSO instead of sequential consistency
    bool detect_races = true;
    bool interleave_plain = false;  // plain accesses are visible steps
    int depth_limit = 20'000;       // steps of one execution
    int early_time_outs = 2;        // per thread; later ones only when nobody else can go on
    int spurious_wake_ups = 1;      // per thread
    bool check_leaks = true;
    bool report_misuse = true;  // else a misused handle is answered as Windows answers it
    bool allow_abandoned = false;
};

}  // namespace explore
