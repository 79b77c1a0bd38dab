// user_things.hpp - what the calls that work in user mode work on.
#pragma once

#include "common/explore/tests/conformance/sequence.hpp"

namespace conformance {

inline constexpr int kEntries = 4;  // of interlocked lists

struct Entry {
    SLIST_ENTRY link;  // first: its address is the entry's
    bool listed = false;
};

struct UserThings {
    CONDITION_VARIABLE condition[kLocks] = {};
    LONG64 word[kLocks] = {};
    LONG64 noted[kActors] = {};
    INIT_ONCE once[kLocks] = {};
    SLIST_HEADER list[kLocks] = {};
    Entry entry[kEntries] = {};
    DWORD tls[kLocks] = {TLS_OUT_OF_INDEXES, TLS_OUT_OF_INDEXES};
    DWORD fls[kLocks] = {FLS_OUT_OF_INDEXES, FLS_OUT_OF_INDEXES};
};

}  // namespace conformance
