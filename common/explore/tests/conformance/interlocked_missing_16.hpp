// interlocked_missing_16.hpp - as interlocked_missing.hpp, the functions of 16 bits.
#pragma once

#if !defined(InterlockedAnd16Acquire)
#define InterlockedAnd16Acquire InterlockedAnd16
#endif
#if !defined(InterlockedAnd16Release)
#define InterlockedAnd16Release InterlockedAnd16
#endif
#if !defined(InterlockedOr16Acquire)
#define InterlockedOr16Acquire InterlockedOr16
#endif
#if !defined(InterlockedOr16Release)
#define InterlockedOr16Release InterlockedOr16
#endif
#if !defined(InterlockedXor16Acquire)
#define InterlockedXor16Acquire InterlockedXor16
#endif
#if !defined(InterlockedXor16Release)
#define InterlockedXor16Release InterlockedXor16
#endif
#if !defined(InterlockedIncrementAcquire16)
#define InterlockedIncrementAcquire16 InterlockedIncrement16
#endif
#if !defined(InterlockedIncrementRelease16)
#define InterlockedIncrementRelease16 InterlockedIncrement16
#endif
#if !defined(InterlockedIncrementNoFence16)
#define InterlockedIncrementNoFence16 InterlockedIncrement16
#endif
#if !defined(InterlockedDecrementAcquire16)
#define InterlockedDecrementAcquire16 InterlockedDecrement16
#endif
#if !defined(InterlockedDecrementRelease16)
#define InterlockedDecrementRelease16 InterlockedDecrement16
#endif
#if !defined(InterlockedDecrementNoFence16)
#define InterlockedDecrementNoFence16 InterlockedDecrement16
#endif
#if !defined(InterlockedAnd16NoFence)
#define InterlockedAnd16NoFence InterlockedAnd16
#endif
#if !defined(InterlockedOr16NoFence)
#define InterlockedOr16NoFence InterlockedOr16
#endif
#if !defined(InterlockedXor16NoFence)
#define InterlockedXor16NoFence InterlockedXor16
#endif
#if !defined(InterlockedCompareExchangeAcquire16)
#define InterlockedCompareExchangeAcquire16 InterlockedCompareExchange16
#endif
#if !defined(InterlockedCompareExchangeRelease16)
#define InterlockedCompareExchangeRelease16 InterlockedCompareExchange16
#endif
#if !defined(InterlockedCompareExchangeNoFence16)
#define InterlockedCompareExchangeNoFence16 InterlockedCompareExchange16
#endif
#if !defined(InterlockedExchangeAddAcquire16)
#define InterlockedExchangeAddAcquire16 InterlockedExchangeAdd16
#endif
#if !defined(InterlockedExchangeAddRelease16)
#define InterlockedExchangeAddRelease16 InterlockedExchangeAdd16
#endif
#if !defined(InterlockedExchangeAddNoFence16)
#define InterlockedExchangeAddNoFence16 InterlockedExchangeAdd16
#endif
#if !defined(InterlockedExchangeAcquire16)
#define InterlockedExchangeAcquire16 InterlockedExchange16
#endif
#if !defined(InterlockedExchangeRelease16)
#define InterlockedExchangeRelease16 InterlockedExchange16
#endif
#if !defined(InterlockedExchangeNoFence16)
#define InterlockedExchangeNoFence16 InterlockedExchange16
#endif
