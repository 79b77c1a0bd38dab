// atomic_macros.hpp - redirects std::atomic where the compiler does not report its accesses.
//
// std::atomic becomes std::explored_atomic, as ::SetEvent becomes ::explored_SetEvent. The
// library's own headers that use it come first. std::atomic_ref and the free functions
// (std::atomic_load) stay what they are: not seen.
#pragma once

#include "common/explore/redirect/atomic_class.hpp"

#include <barrier>
#include <condition_variable>
#include <future>
#include <latch>
#include <memory_resource>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stop_token>
#include <thread>

namespace std {  // NOLINT: only here `std::` before the redirected name finds it
template <class T>
using explored_atomic = ::explore::Atomic<T>;
using explored_atomic_flag = ::explore::AtomicFlag;
WB_NOT_INLINED inline void explored_atomic_thread_fence(memory_order order) noexcept {
    ::explore::fence(static_cast<int>(order), WB_SITE);
}
}  // namespace std

#define atomic explored_atomic
#define atomic_flag explored_atomic_flag
#define atomic_thread_fence explored_atomic_thread_fence
#define atomic_bool explored_atomic<bool>
#define atomic_char explored_atomic<char>
#define atomic_short explored_atomic<short>
#define atomic_ushort explored_atomic<unsigned short>
#define atomic_int explored_atomic<int>
#define atomic_uint explored_atomic<unsigned>
#define atomic_long explored_atomic<long>
#define atomic_ulong explored_atomic<unsigned long>
#define atomic_llong explored_atomic<long long>
#define atomic_ullong explored_atomic<unsigned long long>
#define atomic_size_t explored_atomic<::std::size_t>
#define atomic_ptrdiff_t explored_atomic<::std::ptrdiff_t>
#define atomic_intptr_t explored_atomic<::std::intptr_t>
#define atomic_uintptr_t explored_atomic<::std::uintptr_t>
#define atomic_int32_t explored_atomic<::std::int32_t>
#define atomic_uint32_t explored_atomic<::std::uint32_t>
#define atomic_int64_t explored_atomic<::std::int64_t>
#define atomic_uint64_t explored_atomic<::std::uint64_t>
