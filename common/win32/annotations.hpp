// annotations.hpp - says in the signature which lock guards what, so that tools can check it.
//
//     WB_GUARDED_BY(lock_) int balance_ = 0;
//
// Visual Studio's code analysis reads SAL (/analyze), clang reads its capability attributes
// (-Wthread-safety), mingw gcc ignores both.
//
// https://learn.microsoft.com/cpp/code-quality/annotating-locking-behavior
// https://clang.llvm.org/docs/ThreadSafetyAnalysis.html
#pragma once

#include "common/win32/windows.hpp"

#include <concurrencysal.h>

#if defined(__clang__)
#define WB_CLANG_(...) __attribute__((__VA_ARGS__))  // msvc-check: ok, clang only
#else
#define WB_CLANG_(...)
#endif

/// On a class: its objects are locks. `kind` is "critical section", "mutex", ...
#define WB_LOCKABLE(kind) WB_CLANG_(capability(kind))
/// On a class: its constructor takes a lock, its destructor gives it back.
#define WB_SCOPED_LOCK WB_CLANG_(scoped_lockable)
/// On data: read or write it only while `lock` is held.
#define WB_GUARDED_BY(lock) _Guarded_by_(lock) WB_CLANG_(guarded_by(lock))
/// On a function: the caller holds `lock`.
/// (clang only: it stands behind the parameters, SAL's _Requires_lock_held_ before the function.)
#define WB_REQUIRES(lock) WB_CLANG_(requires_capability(lock))
/// On a function: it returns with its lock held, exclusively or shared.
#define WB_ACQUIRES(...) WB_CLANG_(acquire_capability(__VA_ARGS__))
#define WB_ACQUIRES_SHARED(...) WB_CLANG_(acquire_shared_capability(__VA_ARGS__))
/// On a function: the lock is held only if it answers `result`.
#define WB_TRY_ACQUIRES(result) WB_CLANG_(try_acquire_capability(result))
#define WB_TRY_ACQUIRES_SHARED(result) WB_CLANG_(try_acquire_shared_capability(result))
/// On a function: it gives its lock back.
#define WB_RELEASES(...) WB_CLANG_(release_capability(__VA_ARGS__))
#define WB_RELEASES_SHARED(...) WB_CLANG_(release_shared_capability(__VA_ARGS__))
/// On a function whose locking the analysis cannot follow: a wrapper's own body.
#define WB_UNCHECKED_LOCKING WB_CLANG_(no_thread_safety_analysis)
