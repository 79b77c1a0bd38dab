// interlocked_missing_64.hpp - as interlocked_missing.hpp, the functions of 64 bits.
#pragma once

#if !defined(InterlockedAnd64Acquire)
#define InterlockedAnd64Acquire InterlockedAnd64
#endif
#if !defined(InterlockedAnd64Release)
#define InterlockedAnd64Release InterlockedAnd64
#endif
#if !defined(InterlockedOr64Acquire)
#define InterlockedOr64Acquire InterlockedOr64
#endif
#if !defined(InterlockedOr64Release)
#define InterlockedOr64Release InterlockedOr64
#endif
#if !defined(InterlockedXor64Acquire)
#define InterlockedXor64Acquire InterlockedXor64
#endif
#if !defined(InterlockedXor64Release)
#define InterlockedXor64Release InterlockedXor64
#endif
#if !defined(InterlockedIncrementAcquire64)
#define InterlockedIncrementAcquire64 InterlockedIncrement64
#endif
#if !defined(InterlockedIncrementRelease64)
#define InterlockedIncrementRelease64 InterlockedIncrement64
#endif
#if !defined(InterlockedIncrementNoFence64)
#define InterlockedIncrementNoFence64 InterlockedIncrement64
#endif
#if !defined(InterlockedDecrementAcquire64)
#define InterlockedDecrementAcquire64 InterlockedDecrement64
#endif
#if !defined(InterlockedDecrementRelease64)
#define InterlockedDecrementRelease64 InterlockedDecrement64
#endif
#if !defined(InterlockedDecrementNoFence64)
#define InterlockedDecrementNoFence64 InterlockedDecrement64
#endif
#if !defined(InterlockedExchangeAddAcquire64)
#define InterlockedExchangeAddAcquire64 InterlockedExchangeAdd64
#endif
#if !defined(InterlockedExchangeAddRelease64)
#define InterlockedExchangeAddRelease64 InterlockedExchangeAdd64
#endif
#if !defined(InterlockedExchangeAddNoFence64)
#define InterlockedExchangeAddNoFence64 InterlockedExchangeAdd64
#endif
#if !defined(InterlockedAnd64NoFence)
#define InterlockedAnd64NoFence InterlockedAnd64
#endif
#if !defined(InterlockedOr64NoFence)
#define InterlockedOr64NoFence InterlockedOr64
#endif
#if !defined(InterlockedXor64NoFence)
#define InterlockedXor64NoFence InterlockedXor64
#endif
#if !defined(InterlockedExchangeRelease64)
#define InterlockedExchangeRelease64 InterlockedExchange64
#endif
#if !defined(InterlockedExchangeNoFence64)
#define InterlockedExchangeNoFence64 InterlockedExchange64
#endif
#if !defined(InterlockedCompareExchangeNoFence64)
#define InterlockedCompareExchangeNoFence64 InterlockedCompareExchange64
#endif
#if !defined(InterlockedAddAcquire64)
#define InterlockedAddAcquire64 InterlockedAdd64
#endif
#if !defined(InterlockedAddRelease64)
#define InterlockedAddRelease64 InterlockedAdd64
#endif
#if !defined(InterlockedAddNoFence64)
#define InterlockedAddNoFence64 InterlockedAdd64
#endif
