// schedule.hpp - a schedule as a short string, and the strategies that follow one.
//
//     7f3c-A3BA2B      of the program with fingerprint 7f3c: A takes three steps, B one, A two, ...
//     7f3c+1a2b-AB     the plain accesses by the code at this offset of the program are steps too
//
// A letter stands for a thread or an agent, in the order in which they are created: A is main.
#pragma once

#include "common/explore/engine/engine.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace explore {

struct Schedule {
    std::vector<std::uint8_t> threads;  // who takes each step
    std::vector<const void*> promoted;  // Engine::promoted
};

/// Four hexadecimal digits that tell programs apart.
std::string fingerprint(const std::string& program);
std::string to_text(const Schedule& schedule, const std::string& program);
/// Returns what is wrong with the text, "" if nothing is. No schedule is longer than `limit` steps.
std::string parse(const std::string& text, const std::string& program, std::size_t limit,
                  Schedule& schedule);
/// The letter of a thread.
char letter_of(int thread);
/// How often the turn goes from one thread to another.
int switches_of(const std::vector<std::uint8_t>& threads);

/// Which thread is which child of whom: what stays the same when numbers change.
struct Lineage {
    struct Birth {
        int parent = kNobody;
        std::size_t ordinal = 0;
    };
    Birth births[kMaxThreads];

    static Lineage of(const Engine& engine);
    /// The number that the thread `old` has in the engine now; kNobody if it does not exist yet.
    int now(const Engine& engine, int old) const;
};

/// Follows a list of threads; after its end the running thread goes on while it can.
class Replay final : public Strategy {
public:
    enum class How {
        strict,   // a step that is not possible is the finding bad_schedule
        lenient,  // and here it is left out
    };
    Replay(std::vector<std::uint8_t> threads, How how, const Lineage* lineage = nullptr)
        : threads_(std::move(threads)), how_(how), lineage_(lineage) {}

    int choose(Engine& engine, int depth) override;
    bool next(Engine&) override { return false; }

private:
    int refuse(Engine& engine, int wanted, ThreadMask enabled) const;

    std::vector<std::uint8_t> threads_;
    How how_;
    const Lineage* lineage_;
    std::size_t position_ = 0;
};

}  // namespace explore
