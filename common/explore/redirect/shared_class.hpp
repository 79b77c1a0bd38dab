// shared_class.hpp - Shared<T> where the compiler reports no accesses: each tells the explorer.
//
// The functions are never put into their callers, so that the address they return to is the place
// of the access.
#pragma once

#include "common/explore/redirect/runtime.hpp"

#include <type_traits>

namespace explore {

/// A type that is read and written as a whole.
template <class T>
concept Shareable = std::is_trivially_copyable_v<T> && std::is_object_v<T> && !std::is_array_v<T> &&
                    !std::is_const_v<T>;

template <Shareable T>
class Shared {
    using Value = std::remove_volatile_t<T>;

public:
    Shared() = default;
    WB_NOT_INLINED constexpr Shared(Value value)  // NOLINT: as T itself is made from one
        : value_(std::is_constant_evaluated() ? value : first_write(value, WB_SITE)) {}
    WB_NOT_INLINED Shared(const Shared& other)
        : value_(first_write(other.read(WB_SITE), WB_SITE)) {}
    WB_NOT_INLINED Shared& operator=(const Shared& other) {
        return write(other.read(WB_SITE), WB_SITE);
    }
    WB_NOT_INLINED Shared& operator=(Value value) { return write(value, WB_SITE); }
    /// Returns nothing: nobody reads a volatile variable by writing it.
    WB_NOT_INLINED void operator=(Value value) volatile {
        tell_write<true>(&value_, WB_SITE);
        value_ = value;
    }

    WB_NOT_INLINED operator Value() const { return read(WB_SITE); }  // NOLINT: for T
    WB_NOT_INLINED operator Value() const volatile {                 // NOLINT: for volatile T
        tell_read<true>(&value_, WB_SITE);
        return value_;
    }
    WB_NOT_INLINED Value operator->() const requires std::is_pointer_v<Value> {
        return read(WB_SITE);
    }
    /// No access: who follows it is seen only by functions that are modelled, such as
    /// Interlocked...
    T* operator&() { return &value_; }
    const T* operator&() const { return &value_; }

    WB_NOT_INLINED Shared& operator++() {
        Value value = read(WB_SITE);
        return write(++value, WB_SITE);
    }
    WB_NOT_INLINED Shared& operator--() {
        Value value = read(WB_SITE);
        return write(--value, WB_SITE);
    }
    WB_NOT_INLINED Value operator++(int) {
        const Value old = read(WB_SITE);
        Value value = old;
        write(++value, WB_SITE);
        return old;
    }
    WB_NOT_INLINED Value operator--(int) {
        const Value old = read(WB_SITE);
        Value value = old;
        write(--value, WB_SITE);
        return old;
    }

#define WB_SHARED_UPDATE(op)                                            \
    template <class By>                                                 \
    WB_NOT_INLINED Shared& operator op##=(By by) {                      \
        return write(static_cast<Value>(read(WB_SITE) op by), WB_SITE); \
    }
    WB_SHARED_UPDATE(+)
    WB_SHARED_UPDATE(-)
    WB_SHARED_UPDATE(*)
    WB_SHARED_UPDATE(/)
    WB_SHARED_UPDATE(%)
    WB_SHARED_UPDATE(&)
    WB_SHARED_UPDATE(|)
    WB_SHARED_UPDATE(^)
    WB_SHARED_UPDATE(<<)
    WB_SHARED_UPDATE(>>)
#undef WB_SHARED_UPDATE

private:
    template <bool is_volatile = std::is_volatile_v<T>>
    static void tell_read(const volatile void* at, const void* site) {
        if (!the_gate.open) return;
        (is_volatile ? volatile_read : plain_read)(const_cast<const void*>(at), sizeof(T), site);
    }
    template <bool is_volatile = std::is_volatile_v<T>>
    static void tell_write(const volatile void* at, const void* site) {
        if (!the_gate.open) return;
        (is_volatile ? volatile_write : plain_write)(const_cast<const void*>(at), sizeof(T), site);
    }
    Value first_write(Value value, const void* site) {
        tell_write(&value_, site);
        return value;
    }
    Value read(const void* site) const {
        tell_read(&value_, site);
        return value_;
    }
    Shared& write(Value value, const void* site) {
        tell_write(&value_, site);
        value_ = value;
        return *this;
    }

    T value_;
};

template <class T>
struct Unshared {
    using Type = T;
};
template <class T>
struct Unshared<Shared<T>> {
    using Type = T;
};
template <class T>
struct Unshared<volatile Shared<T>> {
    using Type = volatile T;
};
/// What has been declared as Shared<T>, without the Shared; any other type as it is.
template <class T>
using unshared_t = typename Unshared<T>::Type;

/// Does the explorer see accesses to a variable that is declared as T?
template <class T>
inline constexpr bool is_seen = !std::is_scalar_v<T>;

}  // namespace explore
