// plain.hpp - whether a test can count on accesses to variables that are not Shared<T>.
#pragma once

#include "common/explore/shared.hpp"

/// False with a compiler that reports accesses to Shared<T> and std::atomic alone.
inline bool plain_accesses_are_seen() { return explore::is_seen<int>; }

inline constexpr char kPlainAccessesAreNotSeen[] =
    "this compiler does not report accesses to plain variables";
