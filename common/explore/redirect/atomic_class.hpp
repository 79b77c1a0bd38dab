// atomic_class.hpp - std::atomic where the compiler reports no accesses: each is a visible step.
//
// Included by redirect.hpp, which then lets the name std::atomic mean this class. It does what the
// standard says of atomics of 1, 2, 4 and 8 bytes; to wait is to wait on an address.
// https://en.cppreference.com/w/cpp/atomic/atomic
#pragma once

#include "common/explore/redirect/runtime.hpp"
#include "common/explore/redirect/user_calls.hpp"

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstring>
#include <type_traits>

namespace explore {

/// What the explorer knows as an unsigned number of T's size.
template <class T>
using Bits = std::conditional_t<
    sizeof(T) == 1, std::uint8_t,
    std::conditional_t<sizeof(T) == 2, std::uint16_t,
                       std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>>>;

/// If a comparison fails, nothing is stored, and nothing released.
constexpr std::memory_order order_of_failure(std::memory_order order) {
    if (order == std::memory_order_acq_rel) return std::memory_order_acquire;
    return order == std::memory_order_release ? std::memory_order_relaxed : order;
}

template <class T>
class Atomic {
    static_assert(std::is_trivially_copyable_v<T> && (sizeof(T) & (sizeof(T) - 1)) == 0 &&
                      sizeof(T) <= 8,
                  "the explorer knows atomics of 1, 2, 4 and 8 bytes");
    using Order = std::memory_order;
    static constexpr Order kOrder = std::memory_order_seq_cst;
    using Step = std::conditional_t<std::is_pointer_v<T>, std::ptrdiff_t, T>;

public:
    using value_type = T;
    using difference_type = Step;
    static constexpr bool is_always_lock_free = true;

    constexpr Atomic() noexcept : value_{} {}
    WB_NOT_INLINED constexpr Atomic(T value) noexcept  // NOLINT: as std::atomic
        : value_(std::is_constant_evaluated() ? value : first_write(value, WB_SITE)) {}
    Atomic(const Atomic&) = delete;
    Atomic& operator=(const Atomic&) = delete;

    bool is_lock_free() const noexcept { return true; }
    WB_NOT_INLINED T load(Order order = kOrder) const noexcept { return read(order, WB_SITE); }
    WB_NOT_INLINED operator T() const noexcept { return read(kOrder, WB_SITE); }  // NOLINT
    WB_NOT_INLINED void store(T value, Order order = kOrder) noexcept {
        write(value, order, WB_SITE);
    }
    WB_NOT_INLINED T operator=(T value) noexcept {  // NOLINT: as std::atomic
        write(value, kOrder, WB_SITE);
        return value;
    }
    WB_NOT_INLINED T exchange(T value, Order order = kOrder) noexcept {
        return update([value](T) { return value; }, order, WB_SITE);
    }

    WB_NOT_INLINED bool compare_exchange_strong(T& expected, T value, Order order,
                                                Order failure) noexcept {
        return compare(expected, value, order, failure, WB_SITE);
    }
    WB_NOT_INLINED bool compare_exchange_strong(T& expected, T value,
                                                Order order = kOrder) noexcept {
        return compare(expected, value, order, order_of_failure(order), WB_SITE);
    }
    WB_NOT_INLINED bool compare_exchange_weak(T& expected, T value, Order order,
                                              Order failure) noexcept {
        return compare(expected, value, order, failure, WB_SITE);
    }
    WB_NOT_INLINED bool compare_exchange_weak(T& expected, T value, Order order = kOrder) noexcept {
        return compare(expected, value, order, order_of_failure(order), WB_SITE);
    }

#define WB_ATOMIC_UPDATE(name, op)                                                            \
    WB_NOT_INLINED T fetch_##name(Step by, Order order = kOrder) noexcept {                   \
        return update([by](T old) { return static_cast<T>(old op by); }, order, WB_SITE);     \
    }                                                                                         \
    WB_NOT_INLINED T operator op##=(Step by) noexcept {                                       \
        const T old =                                                                         \
            update([by](T before) { return static_cast<T>(before op by); }, kOrder, WB_SITE); \
        return static_cast<T>(old op by);                                                     \
    }
    WB_ATOMIC_UPDATE(add, +)
    WB_ATOMIC_UPDATE(sub, -)
    WB_ATOMIC_UPDATE(and, &)
    WB_ATOMIC_UPDATE(or, |)
    WB_ATOMIC_UPDATE(xor, ^)
#undef WB_ATOMIC_UPDATE

    WB_NOT_INLINED T operator++() noexcept { return count(1, WB_SITE) + Step{1}; }
    WB_NOT_INLINED T operator--() noexcept { return count(-1, WB_SITE) - Step{1}; }
    WB_NOT_INLINED T operator++(int) noexcept { return count(1, WB_SITE); }
    WB_NOT_INLINED T operator--(int) noexcept { return count(-1, WB_SITE); }

    void wait(T old, Order order = kOrder) const noexcept {
        const auto* at = reinterpret_cast<const volatile void*>(&value_);
        while (same(load(order), old))
            ::explored_WaitOnAddress(const_cast<volatile void*>(at), &old, sizeof old, INFINITE);
    }
    void notify_one() noexcept { ::explored_WakeByAddressSingle(&value_); }
    void notify_all() noexcept { ::explored_WakeByAddressAll(&value_); }

private:
    static bool same(const T& a, const T& b) { return std::memcmp(&a, &b, sizeof(T)) == 0; }

    T first_write(T value, const void* site) {
        if (the_gate.open) plain_write(&value_, sizeof(T), site);
        return value;
    }
    T read(Order order, const void* site) const {
        if (!the_gate.open) return value_;
        const std::uint64_t found = atomic_load(&value_, sizeof(T), static_cast<int>(order), site);
        return std::bit_cast<T>(static_cast<Bits<T>>(found));
    }
    void write(T value, Order order, const void* site) {
        if (the_gate.open)
            atomic_store(&value_, sizeof(T), std::bit_cast<Bits<T>>(value), static_cast<int>(order),
                         site);
        else
            value_ = value;
    }
    template <class Change>
    T update(Change change, Order order, const void* site) {
        void* step = begin_atomic(&value_, sizeof(T), site);
        const T old = value_;
        value_ = change(old);
        end_atomic(step, !same(old, value_), static_cast<int>(order), site);
        return old;
    }
    bool compare(T& expected, T value, Order order, Order failure, const void* site) {
        void* step = begin_atomic(&value_, sizeof(T), site);
        const T old = value_;
        const bool equal = same(old, expected);
        if (equal)
            value_ = value;
        else
            expected = old;
        end_atomic(step, equal && !same(old, value), static_cast<int>(equal ? order : failure),
                   site);
        return equal;
    }
    T count(int by, const void* site) {
        return update([by](T old) { return static_cast<T>(old + static_cast<Step>(by)); }, kOrder,
                      site);
    }

    alignas(sizeof(T)) T value_;
};

class AtomicFlag {
public:
    constexpr AtomicFlag(bool set = false) noexcept : set_(set) {}  // NOLINT: ATOMIC_FLAG_INIT
    bool test_and_set(std::memory_order order = std::memory_order_seq_cst) noexcept {
        return set_.exchange(true, order);
    }
    void clear(std::memory_order order = std::memory_order_seq_cst) noexcept {
        set_.store(false, order);
    }
    bool test(std::memory_order order = std::memory_order_seq_cst) const noexcept {
        return set_.load(order);
    }
    void wait(bool old, std::memory_order order = std::memory_order_seq_cst) const noexcept {
        set_.wait(old, order);
    }
    void notify_one() noexcept { set_.notify_one(); }
    void notify_all() noexcept { set_.notify_all(); }

private:
    Atomic<bool> set_;
};

}  // namespace explore
