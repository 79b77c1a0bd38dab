// interlocked_missing_32.hpp - as interlocked_missing.hpp, the functions of 32 bits and of
// pointers.
#pragma once

#if !defined(InterlockedAndAcquire)
#define InterlockedAndAcquire InterlockedAnd
#endif
#if !defined(InterlockedAndRelease)
#define InterlockedAndRelease InterlockedAnd
#endif
#if !defined(InterlockedOrAcquire)
#define InterlockedOrAcquire InterlockedOr
#endif
#if !defined(InterlockedOrRelease)
#define InterlockedOrRelease InterlockedOr
#endif
#if !defined(InterlockedXorAcquire)
#define InterlockedXorAcquire InterlockedXor
#endif
#if !defined(InterlockedXorRelease)
#define InterlockedXorRelease InterlockedXor
#endif
#if !defined(InterlockedIncrementNoFence)
#define InterlockedIncrementNoFence InterlockedIncrement
#endif
#if !defined(InterlockedDecrementNoFence)
#define InterlockedDecrementNoFence InterlockedDecrement
#endif
#if !defined(InterlockedExchangeAddAcquire)
#define InterlockedExchangeAddAcquire InterlockedExchangeAdd
#endif
#if !defined(InterlockedExchangeAddRelease)
#define InterlockedExchangeAddRelease InterlockedExchangeAdd
#endif
#if !defined(InterlockedExchangeAddNoFence)
#define InterlockedExchangeAddNoFence InterlockedExchangeAdd
#endif
#if !defined(InterlockedAndNoFence)
#define InterlockedAndNoFence InterlockedAnd
#endif
#if !defined(InterlockedOrNoFence)
#define InterlockedOrNoFence InterlockedOr
#endif
#if !defined(InterlockedXorNoFence)
#define InterlockedXorNoFence InterlockedXor
#endif
#if !defined(InterlockedExchangeAcquire)
#define InterlockedExchangeAcquire InterlockedExchange
#endif
#if !defined(InterlockedExchangeRelease)
#define InterlockedExchangeRelease InterlockedExchange
#endif
#if !defined(InterlockedExchangeNoFence)
#define InterlockedExchangeNoFence InterlockedExchange
#endif
#if !defined(InterlockedCompareExchangeNoFence)
#define InterlockedCompareExchangeNoFence InterlockedCompareExchange
#endif
#if !defined(InterlockedAddAcquire)
#define InterlockedAddAcquire InterlockedAdd
#endif
#if !defined(InterlockedAddRelease)
#define InterlockedAddRelease InterlockedAdd
#endif
#if !defined(InterlockedAddNoFence)
#define InterlockedAddNoFence InterlockedAdd
#endif
#if !defined(InterlockedExchangePointerAcquire)
#define InterlockedExchangePointerAcquire InterlockedExchangePointer
#endif
#if !defined(InterlockedExchangePointerRelease)
#define InterlockedExchangePointerRelease InterlockedExchangePointer
#endif
#if !defined(InterlockedExchangePointerNoFence)
#define InterlockedExchangePointerNoFence InterlockedExchangePointer
#endif
#if !defined(InterlockedCompareExchangePointerNoFence)
#define InterlockedCompareExchangePointerNoFence InterlockedCompareExchangePointer
#endif
