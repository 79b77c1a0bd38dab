// interlocked_functions.hpp - one function for each Interlocked function; see interlocked.hpp.
//
// explored_InterlockedAnd_64_Acquire is InterlockedAnd64Acquire: size and order stand apart, so
// that one macro makes them all.
#pragma once

#define WB_ONE_OPERAND(name, update, type, size, suffix, order)                                    \
    inline type explored_Interlocked##name##_##size##_##suffix(type volatile* target, type value,  \
                                                               WB_AT) {                            \
        return ::explore::interlocked<type>(target, ::explore::update<type>, value, type{}, order, \
                                            file, line);                                           \
    }

#define WB_COUNT(name, step, type, size, suffix, order)                                        \
    inline type explored_Interlocked##name##_##size##_##suffix(type volatile* target, WB_AT) { \
        const type one = static_cast<type>(step);                                              \
        return ::explore::sum_of<type>(                                                        \
            ::explore::interlocked<type>(target, ::explore::sum_of<type>, one, type{}, order,  \
                                         file, line),                                          \
            one, type{});                                                                      \
    }

#define WB_COMPARE(type, size, suffix, order)                                                     \
    inline type explored_InterlockedCompareExchange_##size##_##suffix(                            \
        type volatile* target, type value, type comparand, WB_AT) {                               \
        return ::explore::interlocked<type>(target, ::explore::if_equal<type>, value, comparand,  \
                                            order, file, line);                                   \
    }                                                                                             \
    inline type explored_InterlockedExchange_##size##_##suffix(type volatile* target, type value, \
                                                               WB_AT) {                           \
        return ::explore::interlocked<type>(target, ::explore::second_of<type>, value, type{},    \
                                            order, file, line);                                   \
    }

#define WB_ALL_OPERATIONS(type, size, suffix, order)                                             \
    WB_COUNT(Increment, 1, type, size, suffix, order)                                            \
    WB_COUNT(Decrement, -1, type, size, suffix, order)                                           \
    WB_ONE_OPERAND(ExchangeAdd, sum_of, type, size, suffix, order)                               \
    WB_ONE_OPERAND(And, and_of, type, size, suffix, order)                                       \
    WB_ONE_OPERAND(Or, or_of, type, size, suffix, order)                                         \
    WB_ONE_OPERAND(Xor, xor_of, type, size, suffix, order)                                       \
    WB_COMPARE(type, size, suffix, order)                                                        \
    inline type explored_InterlockedAdd_##size##_##suffix(type volatile* target, type value,     \
                                                          WB_AT) {                               \
        return ::explore::sum_of<type>(                                                          \
            explored_InterlockedExchangeAdd_##size##_##suffix(target, value, file, line), value, \
            type{});                                                                             \
    }

#define WB_ALL_ORDERS(define, type, size)                                                         \
    define(type, size, , ::explore::kSequential) define(type, size, Acquire, ::explore::kAcquire) \
        define(type, size, Release, ::explore::kRelease)                                          \
            define(type, size, NoFence, ::explore::kRelaxed)

WB_ALL_ORDERS(WB_ALL_OPERATIONS, char, 8)
WB_ALL_ORDERS(WB_ALL_OPERATIONS, SHORT, 16)
WB_ALL_ORDERS(WB_ALL_OPERATIONS, LONG, 32)
WB_ALL_ORDERS(WB_ALL_OPERATIONS, LONG64, 64)
using explored_Pointer = void*;
WB_ALL_ORDERS(WB_COMPARE, explored_Pointer, Pointer)

// Bits are counted from 0 within the first bit's word.
inline BOOLEAN explored_InterlockedBitTestAndSet(LONG volatile* base, LONG bit, WB_AT) {
    const LONG mask = static_cast<LONG>(1u << (bit & 31));
    return (explored_InterlockedOr_32_(base + bit / 32, mask, file, line) & mask) != 0;
}
inline BOOLEAN explored_InterlockedBitTestAndReset(LONG volatile* base, LONG bit, WB_AT) {
    const LONG mask = static_cast<LONG>(1u << (bit & 31));
    return (explored_InterlockedAnd_32_(base + bit / 32, ~mask, file, line) & mask) != 0;
}
inline BOOLEAN explored_InterlockedBitTestAndComplement(LONG volatile* base, LONG bit, WB_AT) {
    const LONG mask = static_cast<LONG>(1u << (bit & 31));
    return (explored_InterlockedXor_32_(base + bit / 32, mask, file, line) & mask) != 0;
}

WB_EXPLORE_API unsigned char explored_InterlockedCompareExchange128(LONG64 volatile*, LONG64 high,
                                                                    LONG64 low, LONG64* comparand,
                                                                    WB_AT);
WB_EXPLORE_API void explored_MemoryBarrier(WB_AT);
WB_EXPLORE_API void explored_YieldProcessor(WB_AT);

#define WB_READ_WRITE(type, size, suffix, order)                                              \
    inline type explored_Read##suffix##size(type const volatile* source, WB_AT) {             \
        return static_cast<type>(                                                             \
            ::explore::interlocked_load(source, sizeof(type), order, file, line));            \
    }                                                                                         \
    inline void explored_Write##suffix##size(type volatile* target, type value, WB_AT) {      \
        ::explore::interlocked_store(target, sizeof(type), static_cast<std::uint64_t>(value), \
                                     order, file, line);                                      \
    }
#define WB_READ_WRITE_ORDERS(type, size)                    \
    WB_READ_WRITE(type, size, Acquire, ::explore::kAcquire) \
    WB_READ_WRITE(type, size, Release, ::explore::kRelease) \
    WB_READ_WRITE(type, size, NoFence, ::explore::kRelaxed) \
    WB_READ_WRITE(type, size, Raw, ::explore::kRelaxed)

WB_READ_WRITE_ORDERS(CHAR, 8)
WB_READ_WRITE_ORDERS(SHORT, 16)
WB_READ_WRITE_ORDERS(LONG, )
WB_READ_WRITE_ORDERS(LONG64, 64)

#define WB_READ_WRITE_POINTER(suffix, order)                                                     \
    inline PVOID explored_ReadPointer##suffix(PVOID const volatile* source, WB_AT) {             \
        return reinterpret_cast<PVOID>(                                                          \
            ::explore::interlocked_load(source, sizeof(PVOID), order, file, line));              \
    }                                                                                            \
    inline void explored_WritePointer##suffix(PVOID volatile* target, PVOID value, WB_AT) {      \
        ::explore::interlocked_store(target, sizeof(PVOID),                                      \
                                     reinterpret_cast<std::uint64_t>(value), order, file, line); \
    }
WB_READ_WRITE_POINTER(Acquire, ::explore::kAcquire)
WB_READ_WRITE_POINTER(Release, ::explore::kRelease)
WB_READ_WRITE_POINTER(NoFence, ::explore::kRelaxed)
WB_READ_WRITE_POINTER(Raw, ::explore::kRelaxed)
