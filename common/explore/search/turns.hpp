// turns.hpp - a schedule that a person has written: one letter for each step.
//
//     ABBA     the first thread that the test starts takes a step, the second takes two, ...
//
// M is main; A is the first thread that is created, B the second, and so on without M. A letter
// whose thread does not exist yet or cannot go on waits, and the others go on, main first, in the
// order of creation, until it can. After the last letter the thread that runs goes on as long as it
// can, then the first that can. What no thread does (a late store, a device) comes only when no
// thread can go on.
#pragma once

#include "common/explore/engine/engine.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace explore {

/// Of the threads by order of creation, main first.
inline constexpr std::string_view kTurnLetters = "MABCDEFGHIJKLNOPQRSTUVWXYZ";
inline constexpr char kNoLetter = '*';  // of a step that no thread has taken

class Turns final : public Strategy {
public:
    explicit Turns(std::string letters) : letters_(std::move(letters)) {}

    int choose(Engine& engine, int depth) override;
    bool next(Engine&) override { return false; }

    /// The letter of each step; a small one if nobody has written it.
    const std::string& taken() const { return taken_; }
    /// All letters that were written have been taken.
    bool complete() const { return used_ == letters_.size(); }
    /// Steps up to the last letter that was taken, and with it.
    std::size_t written_steps() const { return written_steps_; }
    /// Threads that there were; kTurnLetters are theirs.
    std::size_t threads() const { return threads_.size(); }
    /// By the threads' numbers: their letters, kNoLetter for what has none.
    std::string letters_of_threads() const;
    /// Why the rest of the letters was not taken, as a sentence; "" if all were. For the execution
    /// that the engine has just run.
    std::string unused(Engine& engine) const;

private:
    void meet(Engine& engine);
    int lowest(ThreadMask enabled) const;
    int thread_of(char letter) const;
    char letter_of(int thread) const;

    std::string letters_;
    std::size_t used_ = 0;
    std::size_t written_steps_ = 0;
    std::vector<int> threads_;  // in the order of their creation
    ThreadMask met_ = 0;
    std::string taken_;
};

}  // namespace explore
