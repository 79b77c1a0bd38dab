// turns.cpp - gives each written letter its step, and the steps between them to whoever is first.
#include "common/explore/search/turns.hpp"

#include "common/explore/model/model.hpp"

#include <algorithm>
#include <cctype>

namespace explore {

// Threads that were created since the last step. Their numbers may be of another order: those of an
// earlier execution are kept.
void Turns::meet(Engine& engine) {
    const ThreadMask made = engine.running() & ~engine.agents() & ~met_;
    if (made == 0) return;
    const auto old = static_cast<std::ptrdiff_t>(threads_.size());
    for (ThreadMask left = made; left != 0; left &= left - 1) threads_.push_back(first_of(left));
    std::sort(threads_.begin() + old, threads_.end(), [&](int a, int b) {
        return engine.thread(a).object->number < engine.thread(b).object->number;
    });
    met_ |= made;
}

int Turns::thread_of(char letter) const {
    const std::size_t index = kTurnLetters.find(letter);
    return index < threads_.size() ? threads_[index] : kNobody;
}

char Turns::letter_of(int thread) const {
    const auto at = std::find(threads_.begin(), threads_.end(), thread);
    const auto index = static_cast<std::size_t>(at - threads_.begin());
    return at != threads_.end() && index < kTurnLetters.size() ? kTurnLetters[index] : kNoLetter;
}

std::string Turns::letters_of_threads() const {
    std::string text(kMaxThreads, kNoLetter);
    for (const int thread : threads_) text[static_cast<std::size_t>(thread)] = letter_of(thread);
    return text;
}

int Turns::lowest(ThreadMask enabled) const {
    for (const int thread : threads_)
        if ((enabled & bit(thread)) != 0) return thread;
    return first_of(enabled);
}

int Turns::choose(Engine& engine, int) {
    meet(engine);
    const ThreadMask enabled = engine.enabled();
    if (enabled == 0) {
        engine.nothing_enabled();
        return kNobody;
    }
    const int current = engine.current();
    int chosen = lowest(enabled);
    bool written = false;
    if (!complete()) {
        const int wanted = thread_of(letters_[used_]);
        written = wanted != kNobody && (enabled & bit(wanted)) != 0;
        if (written) chosen = wanted;
    } else if ((enabled & bit(current)) != 0) {
        chosen = current;
    }
    const char letter = letter_of(chosen);
    taken_ += written ? letter : static_cast<char>(std::tolower(letter));
    if (written) {
        ++used_;
        written_steps_ = taken_.size();
    }
    return chosen;
}

std::string Turns::unused(Engine& engine) const {
    if (complete()) return "";
    const char letter = letters_[used_];
    const bool last = used_ + 1 == letters_.size();
    std::string text = "Letter " + std::to_string(used_ + 1) + ", " + letter +
                       (last ? "," : ", and what comes after it") + " found no step: ";
    const int thread = thread_of(letter);
    if (thread == kNobody)
        return text + "there is no thread " + letter + "; there are " +
               std::to_string(threads_.size()) + ", M included.";
    const std::string name = describe(engine.thread(thread));
    if ((engine.running() & bit(thread)) == 0) return text + name + " had ended by then.";
    if (engine.failure().thread != kNobody || engine.failure().outcome == Outcome::livelock)
        return text + "the run was over by then.";
    return text + name + " waits, and nobody is left who could end that.";
}

}  // namespace explore
