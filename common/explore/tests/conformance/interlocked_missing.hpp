// interlocked_missing.hpp - the Interlocked functions that the headers lack: those of mingw, and
// some also those of Windows for x64. Those that are full barriers return the same.
#pragma once

#include "common/win32/windows.hpp"  // some of them are redefined here

#if defined(__MINGW32__)
// These it declares, but nothing defines them.
#undef InterlockedAnd8
#define InterlockedAnd8(target, value) __sync_fetch_and_and(target, value)
#undef InterlockedAnd16
#define InterlockedAnd16(target, value) __sync_fetch_and_and(target, value)
#undef InterlockedOr8
#define InterlockedOr8(target, value) __sync_fetch_and_or(target, value)
#undef InterlockedOr16
#define InterlockedOr16(target, value) __sync_fetch_and_or(target, value)
#undef InterlockedXor8
#define InterlockedXor8(target, value) __sync_fetch_and_xor(target, value)
#undef InterlockedXor16
#define InterlockedXor16(target, value) __sync_fetch_and_xor(target, value)
// And these it does not even declare.
#define InterlockedCompareExchange8(target, value, comparand) \
    __sync_val_compare_and_swap(target, comparand, value)
#define InterlockedExchange16(target, value) __atomic_exchange_n(target, value, __ATOMIC_SEQ_CST)
#define InterlockedExchange8(target, value) __atomic_exchange_n(target, value, __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd16(target, value) __sync_fetch_and_add(target, value)
#define InterlockedExchangeAdd8(target, value) __sync_fetch_and_add(target, value)
#else
#include <intrin.h>
#if !defined(InterlockedAnd8)
#define InterlockedAnd8 _InterlockedAnd8
#endif
#if !defined(InterlockedAnd16)
#define InterlockedAnd16 _InterlockedAnd16
#endif
#if !defined(InterlockedOr8)
#define InterlockedOr8 _InterlockedOr8
#endif
#if !defined(InterlockedOr16)
#define InterlockedOr16 _InterlockedOr16
#endif
#if !defined(InterlockedXor8)
#define InterlockedXor8 _InterlockedXor8
#endif
#if !defined(InterlockedXor16)
#define InterlockedXor16 _InterlockedXor16
#endif
#if !defined(InterlockedCompareExchange8)
#define InterlockedCompareExchange8 _InterlockedCompareExchange8
#endif
#if !defined(InterlockedCompareExchange16)
#define InterlockedCompareExchange16 _InterlockedCompareExchange16
#endif
#if !defined(InterlockedExchange8)
#define InterlockedExchange8 _InterlockedExchange8
#endif
#if !defined(InterlockedExchange16)
#define InterlockedExchange16 _InterlockedExchange16
#endif
#if !defined(InterlockedExchangeAdd8)
#define InterlockedExchangeAdd8 _InterlockedExchangeAdd8
#endif
#if !defined(InterlockedExchangeAdd16)
#define InterlockedExchangeAdd16 _InterlockedExchangeAdd16
#endif
#if !defined(InterlockedIncrement16)
#define InterlockedIncrement16 _InterlockedIncrement16
#endif
#if !defined(InterlockedDecrement16)
#define InterlockedDecrement16 _InterlockedDecrement16
#endif
#if !defined(InterlockedBitTestAndSet)
#define InterlockedBitTestAndSet _interlockedbittestandset
#endif
#if !defined(InterlockedBitTestAndReset)
#define InterlockedBitTestAndReset _interlockedbittestandreset
#endif
#if !defined(_M_IX86)  // for 32 bits alone it is a function of Windows' headers
inline BOOLEAN InterlockedBitTestAndComplement(LONG volatile* base, LONG bit) {
    const LONG mask = LONG{1} << (bit & 31);
    return (InterlockedXor(base + bit / 32, mask) & mask) != 0;
}
#endif
#endif

#include "common/explore/tests/conformance/interlocked_missing_16.hpp"
#include "common/explore/tests/conformance/interlocked_missing_32.hpp"
#include "common/explore/tests/conformance/interlocked_missing_64.hpp"
