// sequence.hpp - a sequence of API calls as data: who does what to which object, and what came of
// it.
#pragma once

#include "common/explore/tests/conformance/call.hpp"
#include "common/win32/windows.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace conformance {

inline constexpr int kActors = 3;
inline constexpr int kMadeSlots =
    5;  // handles that steps make; behind them come those of the actors
inline constexpr int kSlots = kMadeSlots + kActors;
inline constexpr int kLocks = 2;  // of each kind, and as many variables
inline constexpr int kMany = 3;   // handles of one wait for many
inline constexpr std::size_t kMaxSteps = 64;

/// Names: two, one that differs from the first in its case only, and one that is refused.
inline constexpr int kNames = 4;

/// The last error before each call: a call that leaves it alone is seen to do so.
inline constexpr DWORD kUntouched = 0xABCD;

/// Which handle a step uses, if it is none of a slot.
enum Special : std::int8_t {
    kNull = -1,
    kNeverOpened = -2,
    kCurrentProcess = -3,  // INVALID_HANDLE_VALUE has the same value
    kCurrentThread = -4,
};

struct Step {
    int actor = 0;
    Call call = Call::nothing;
    std::int8_t target = 0;  // a slot, a Special, a lock or a variable
    bool low_bits = false;   // the two lowest bits of the handle are set: Windows ignores them
    LONG a = 0;
    LONG b = 0;
    std::int8_t many[kMany] = {};  // wait_many: the handles that its `count` repeats
    DWORD count = 0;
    int name = 0;         // of the object to create or open; 0: none
    bool blocks = false;  // the next actor goes on at once; a later step lets this one go on
    int group = 0;        // steps of one group make sense only together
};

struct Sequence {
    std::uint64_t seed = 0;
    std::vector<Step> steps;
};

inline constexpr std::int64_t kNotWritten = -77;

/// What one step has led to.
struct Seen {
    bool begun = false;
    bool done = false;
    std::int64_t result = 0;
    DWORD error = kUntouched;
    std::int64_t out = kNotWritten;  // what was written through a pointer
};

struct Transcript {
    Seen seen[kMaxSteps];
};

/// What a step's target is.
enum class Target : std::uint8_t {
    none,
    slot,
    handle,
    section,
    lock,
    variable,
    condition,
    word,
    once,
    list,
    index,
    file,
};

struct CallInfo {
    Call call;
    const char* name;
    Target target;
    Call maker;  // of the object it is meant for; nothing: any
    int weight;  // how often it is chosen
};

const CallInfo& info_of(Call call);
/// How many Interlocked functions there are, and what they are called.
int interlocked_count();
const char* interlocked_name(int number);
std::string text_of(const Step& step);
std::string text_of(const Seen& seen);

}  // namespace conformance
