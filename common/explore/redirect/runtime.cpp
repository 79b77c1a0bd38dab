// runtime.cpp - linked into each explored program: the compiler calls these at each memory access.
//
// gcc and clang instrument with -fsanitize=thread; what that normally calls is ThreadSanitizer's
// runtime, which does not exist for Windows. These functions take its place.
// https://github.com/llvm/llvm-project/blob/main/compiler-rt/lib/tsan/rtl/tsan_interface.h
#include "common/explore/redirect/runtime.hpp"

#include "common/explore/redirect/heap.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#if !defined(_MSC_VER) || defined(__clang__)

using explore::the_gate;

extern "C" {

void __tsan_init() {}
void __tsan_func_entry(void*) {}
void __tsan_func_exit() {}
void __tsan_vptr_update(void** at, void*) {
    if (the_gate.open) explore::plain_write(at, sizeof(void*), WB_SITE);
}
void __tsan_vptr_read(void** at) {
    if (the_gate.open) explore::plain_read(at, sizeof(void*), WB_SITE);
}
void __tsan_read_range(void* at, std::size_t bytes) {
    if (the_gate.open) explore::plain_read(at, bytes, WB_SITE);
}
void __tsan_write_range(void* at, std::size_t bytes) {
    if (the_gate.open) explore::plain_write(at, bytes, WB_SITE);
}
void* __tsan_memcpy(void* to, const void* from, std::size_t bytes) {
    if (the_gate.open && bytes != 0) {
        explore::plain_read(from, bytes, WB_SITE);
        explore::plain_write(to, bytes, WB_SITE);
    }
    return std::memcpy(to, from, bytes);
}
void* __tsan_memmove(void* to, const void* from, std::size_t bytes) {
    if (the_gate.open && bytes != 0) {
        explore::plain_read(from, bytes, WB_SITE);
        explore::plain_write(to, bytes, WB_SITE);
    }
    return std::memmove(to, from, bytes);
}
void* __tsan_memset(void* to, int value, std::size_t bytes) {
    if (the_gate.open && bytes != 0) explore::plain_write(to, bytes, WB_SITE);
    return std::memset(to, value, bytes);
}

#define WB_PLAIN(bytes)                                                 \
    void __tsan_read##bytes(void* at) {                                 \
        if (the_gate.open) explore::plain_read(at, bytes, WB_SITE);     \
    }                                                                   \
    void __tsan_write##bytes(void* at) {                                \
        if (the_gate.open) explore::plain_write(at, bytes, WB_SITE);    \
    }                                                                   \
    void __tsan_unaligned_read##bytes(void* at) {                       \
        if (the_gate.open) explore::plain_read(at, bytes, WB_SITE);     \
    }                                                                   \
    void __tsan_unaligned_write##bytes(void* at) {                      \
        if (the_gate.open) explore::plain_write(at, bytes, WB_SITE);    \
    }                                                                   \
    void __tsan_volatile_read##bytes(void* at) {                        \
        if (the_gate.open) explore::volatile_read(at, bytes, WB_SITE);  \
    }                                                                   \
    void __tsan_volatile_write##bytes(void* at) {                       \
        if (the_gate.open) explore::volatile_write(at, bytes, WB_SITE); \
    }                                                                   \
    void __tsan_unaligned_volatile_read##bytes(void* at) {              \
        if (the_gate.open) explore::volatile_read(at, bytes, WB_SITE);  \
    }                                                                   \
    void __tsan_unaligned_volatile_write##bytes(void* at) {             \
        if (the_gate.open) explore::volatile_write(at, bytes, WB_SITE); \
    }                                                                   \
    void __tsan_read_write##bytes(void* at) {                           \
        if (!the_gate.open) return;                                     \
        explore::plain_read(at, bytes, WB_SITE);                        \
        explore::plain_write(at, bytes, WB_SITE);                       \
    }
WB_PLAIN(1)
WB_PLAIN(2)
WB_PLAIN(4)
WB_PLAIN(8)
WB_PLAIN(16)

// An atomic read-modify-write: `now` is computed from `old`.
#define WB_ATOMIC_UPDATE(bits, type, name, expression)                            \
    type __tsan_atomic##bits##_##name(volatile type* at, type value, int order) { \
        void* step = explore::begin_atomic(at, sizeof(type), WB_SITE);            \
        const type old = *at;                                                     \
        const type now = static_cast<type>(expression);                           \
        *at = now;                                                                \
        explore::end_atomic(step, now != old, order, WB_SITE);                    \
        return old;                                                               \
    }
#define WB_ATOMIC_CAS(bits, type, name)                                                        \
    int __tsan_atomic##bits##_##name(volatile type* at, type* expected, type value, int order, \
                                     int fail_order) {                                         \
        void* step = explore::begin_atomic(at, sizeof(type), WB_SITE);                         \
        const type old = *at;                                                                  \
        const bool equal = old == *expected;                                                   \
        if (equal)                                                                             \
            *at = value;                                                                       \
        else                                                                                   \
            *expected = old;                                                                   \
        explore::end_atomic(step, equal&& old != value, equal ? order : fail_order, WB_SITE);  \
        return equal;                                                                          \
    }
// What clang calls instead: it answers the old value.
#define WB_ATOMIC_CAS_VALUE(bits, type)                                                           \
    type __tsan_atomic##bits##_compare_exchange_val(volatile type* at, type expected, type value, \
                                                    int order, int fail_order) {                  \
        void* step = explore::begin_atomic(at, sizeof(type), WB_SITE);                            \
        const type old = *at;                                                                     \
        const bool equal = old == expected;                                                       \
        if (equal) *at = value;                                                                   \
        explore::end_atomic(step, equal&& old != value, equal ? order : fail_order, WB_SITE);     \
        return old;                                                                               \
    }
#define WB_ATOMIC(bits, type)                                                             \
    type __tsan_atomic##bits##_load(const volatile type* at, int order) {                 \
        if (!the_gate.open) return *at;                                                   \
        return static_cast<type>(explore::atomic_load(at, sizeof(type), order, WB_SITE)); \
    }                                                                                     \
    void __tsan_atomic##bits##_store(volatile type* at, type value, int order) {          \
        if (the_gate.open)                                                                \
            explore::atomic_store(at, sizeof(type), value, order, WB_SITE);               \
        else                                                                              \
            *at = value;                                                                  \
    }                                                                                     \
    WB_ATOMIC_UPDATE(bits, type, exchange, value)                                         \
    WB_ATOMIC_UPDATE(bits, type, fetch_add, old + value)                                  \
    WB_ATOMIC_UPDATE(bits, type, fetch_sub, old - value)                                  \
    WB_ATOMIC_UPDATE(bits, type, fetch_and, old& value)                                   \
    WB_ATOMIC_UPDATE(bits, type, fetch_or, old | value)                                   \
    WB_ATOMIC_UPDATE(bits, type, fetch_xor, old ^ value)                                  \
    WB_ATOMIC_UPDATE(bits, type, fetch_nand, ~(old & value))                              \
    WB_ATOMIC_CAS(bits, type, compare_exchange_strong)                                    \
    WB_ATOMIC_CAS(bits, type, compare_exchange_weak)                                      \
    WB_ATOMIC_CAS_VALUE(bits, type)
WB_ATOMIC(8, std::uint8_t)
WB_ATOMIC(16, std::uint16_t)
WB_ATOMIC(32, std::uint32_t)
WB_ATOMIC(64, std::uint64_t)

void __tsan_atomic_thread_fence(int order) { explore::fence(order, WB_SITE); }
void __tsan_atomic_signal_fence(int) {}

}  // extern "C"

#endif

// The heap of an explored program. Memory from elsewhere (a DLL, before the body) goes back there.
void* operator new(std::size_t bytes) {
    if (void* memory = explore::allocate(bytes, __STDCPP_DEFAULT_NEW_ALIGNMENT__, WB_SITE))
        return memory;
    if (void* memory = std::malloc(bytes != 0 ? bytes : 1)) return memory;
    throw std::bad_alloc();
}
void* operator new[](std::size_t bytes) {
    if (void* memory = explore::allocate(bytes, __STDCPP_DEFAULT_NEW_ALIGNMENT__, WB_SITE))
        return memory;
    if (void* memory = std::malloc(bytes != 0 ? bytes : 1)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    if (!explore::release(memory, WB_SITE)) std::free(memory);
}
void operator delete[](void* memory) noexcept {
    if (!explore::release(memory, WB_SITE)) std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    if (!explore::release(memory, WB_SITE)) std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    if (!explore::release(memory, WB_SITE)) std::free(memory);
}

void* explored_malloc(std::size_t bytes) {
    void* memory = explore::allocate(bytes, __STDCPP_DEFAULT_NEW_ALIGNMENT__, WB_SITE);
    return memory != nullptr ? memory : std::malloc(bytes);
}
void* explored_calloc(std::size_t count, std::size_t bytes) {
    if (bytes != 0 && count > SIZE_MAX / bytes) return nullptr;
    const std::size_t all = count * bytes;
    void* memory = explore::allocate(all, __STDCPP_DEFAULT_NEW_ALIGNMENT__, WB_SITE);
    return memory != nullptr ? std::memset(memory, 0, all) : std::calloc(count, bytes);
}
// As Microsoft's: no bytes means free().
void* explored_realloc(void* memory, std::size_t bytes) {
    std::size_t before = 0;
    if (memory != nullptr && !explore::allocated(memory, before))
        return std::realloc(memory, bytes);
    void* grown = nullptr;
    if (memory == nullptr || bytes != 0) {
        grown = explore::allocate(bytes, __STDCPP_DEFAULT_NEW_ALIGNMENT__, WB_SITE);
        if (grown == nullptr && (grown = std::malloc(bytes)) == nullptr) return nullptr;
    }
    if (memory == nullptr) return grown;
    if (grown != nullptr) std::memcpy(grown, memory, std::min(before, bytes));
    (void)explore::release(memory, WB_SITE);
    return grown;
}
void explored_free(void* memory) {
    if (!explore::release(memory, WB_SITE)) std::free(memory);
}
