// interlocked_list.hpp - the Interlocked functions: how many values each takes, and of which type.
#pragma once

// clang-format off
#define CONFORMANCE_INTERLOCKED(ONE, TWO, THREE, POINTER_TWO, POINTER_THREE) \
    ONE(InterlockedIncrement16, SHORT) \
    ONE(InterlockedDecrement16, SHORT) \
    TWO(InterlockedAnd16, SHORT) \
    TWO(InterlockedAnd16Acquire, SHORT) \
    TWO(InterlockedAnd16Release, SHORT) \
    TWO(InterlockedOr16, SHORT) \
    TWO(InterlockedOr16Acquire, SHORT) \
    TWO(InterlockedOr16Release, SHORT) \
    TWO(InterlockedXor16, SHORT) \
    TWO(InterlockedXor16Acquire, SHORT) \
    TWO(InterlockedXor16Release, SHORT) \
    THREE(InterlockedCompareExchange16, SHORT) \
    TWO(InterlockedAnd8, char) \
    TWO(InterlockedOr8, char) \
    TWO(InterlockedXor8, char) \
    ONE(InterlockedIncrement, LONG) \
    ONE(InterlockedIncrementAcquire, LONG) \
    ONE(InterlockedIncrementRelease, LONG) \
    ONE(InterlockedDecrement, LONG) \
    ONE(InterlockedDecrementAcquire, LONG) \
    ONE(InterlockedDecrementRelease, LONG) \
    TWO(InterlockedExchangeAdd, LONG) \
    TWO(InterlockedAnd, LONG) \
    TWO(InterlockedAndAcquire, LONG) \
    TWO(InterlockedAndRelease, LONG) \
    TWO(InterlockedOr, LONG) \
    TWO(InterlockedOrAcquire, LONG) \
    TWO(InterlockedOrRelease, LONG) \
    TWO(InterlockedXor, LONG) \
    TWO(InterlockedXorAcquire, LONG) \
    TWO(InterlockedXorRelease, LONG) \
    TWO(InterlockedExchange, LONG) \
    THREE(InterlockedCompareExchange, LONG) \
    THREE(InterlockedCompareExchangeAcquire, LONG) \
    THREE(InterlockedCompareExchangeRelease, LONG) \
    TWO(InterlockedAdd, LONG) \
    ONE(InterlockedIncrement64, LONG64) \
    ONE(InterlockedDecrement64, LONG64) \
    TWO(InterlockedExchangeAdd64, LONG64) \
    TWO(InterlockedAnd64, LONG64) \
    TWO(InterlockedAnd64Acquire, LONG64) \
    TWO(InterlockedAnd64Release, LONG64) \
    TWO(InterlockedOr64, LONG64) \
    TWO(InterlockedOr64Acquire, LONG64) \
    TWO(InterlockedOr64Release, LONG64) \
    TWO(InterlockedXor64, LONG64) \
    TWO(InterlockedXor64Acquire, LONG64) \
    TWO(InterlockedXor64Release, LONG64) \
    TWO(InterlockedExchange64, LONG64) \
    TWO(InterlockedExchangeAcquire64, LONG64) \
    THREE(InterlockedCompareExchange64, LONG64) \
    THREE(InterlockedCompareExchangeAcquire64, LONG64) \
    THREE(InterlockedCompareExchangeRelease64, LONG64) \
    TWO(InterlockedAdd64, LONG64) \
    POINTER_TWO(InterlockedExchangePointer) \
    POINTER_THREE(InterlockedCompareExchangePointer) \
    POINTER_THREE(InterlockedCompareExchangePointerAcquire) \
    POINTER_THREE(InterlockedCompareExchangePointerRelease) \
    TWO(InterlockedBitTestAndSet, LONG) \
    TWO(InterlockedBitTestAndReset, LONG) \
    TWO(InterlockedBitTestAndComplement, LONG) \
    ONE(InterlockedIncrementAcquire16, SHORT) \
    ONE(InterlockedIncrementRelease16, SHORT) \
    ONE(InterlockedIncrementNoFence16, SHORT) \
    ONE(InterlockedDecrementAcquire16, SHORT) \
    ONE(InterlockedDecrementRelease16, SHORT) \
    ONE(InterlockedDecrementNoFence16, SHORT) \
    TWO(InterlockedExchangeAdd16, SHORT) \
    TWO(InterlockedExchangeAddAcquire16, SHORT) \
    TWO(InterlockedExchangeAddRelease16, SHORT) \
    TWO(InterlockedExchangeAddNoFence16, SHORT) \
    TWO(InterlockedAnd16NoFence, SHORT) \
    TWO(InterlockedOr16NoFence, SHORT) \
    TWO(InterlockedXor16NoFence, SHORT) \
    TWO(InterlockedExchange16, SHORT) \
    TWO(InterlockedExchangeAcquire16, SHORT) \
    TWO(InterlockedExchangeRelease16, SHORT) \
    TWO(InterlockedExchangeNoFence16, SHORT) \
    THREE(InterlockedCompareExchangeAcquire16, SHORT) \
    THREE(InterlockedCompareExchangeRelease16, SHORT) \
    THREE(InterlockedCompareExchangeNoFence16, SHORT) \
    TWO(InterlockedExchangeAdd8, char) \
    TWO(InterlockedExchange8, char) \
    THREE(InterlockedCompareExchange8, char) \
    ONE(InterlockedIncrementNoFence, LONG) \
    ONE(InterlockedDecrementNoFence, LONG) \
    TWO(InterlockedExchangeAddAcquire, LONG) \
    TWO(InterlockedExchangeAddRelease, LONG) \
    TWO(InterlockedExchangeAddNoFence, LONG) \
    TWO(InterlockedAndNoFence, LONG) \
    TWO(InterlockedOrNoFence, LONG) \
    TWO(InterlockedXorNoFence, LONG) \
    TWO(InterlockedExchangeAcquire, LONG) \
    TWO(InterlockedExchangeRelease, LONG) \
    TWO(InterlockedExchangeNoFence, LONG) \
    THREE(InterlockedCompareExchangeNoFence, LONG) \
    TWO(InterlockedAddAcquire, LONG) \
    TWO(InterlockedAddRelease, LONG) \
    TWO(InterlockedAddNoFence, LONG) \
    ONE(InterlockedIncrementAcquire64, LONG64) \
    ONE(InterlockedIncrementRelease64, LONG64) \
    ONE(InterlockedIncrementNoFence64, LONG64) \
    ONE(InterlockedDecrementAcquire64, LONG64) \
    ONE(InterlockedDecrementRelease64, LONG64) \
    ONE(InterlockedDecrementNoFence64, LONG64) \
    TWO(InterlockedExchangeAddAcquire64, LONG64) \
    TWO(InterlockedExchangeAddRelease64, LONG64) \
    TWO(InterlockedExchangeAddNoFence64, LONG64) \
    TWO(InterlockedAnd64NoFence, LONG64) \
    TWO(InterlockedOr64NoFence, LONG64) \
    TWO(InterlockedXor64NoFence, LONG64) \
    TWO(InterlockedExchangeRelease64, LONG64) \
    TWO(InterlockedExchangeNoFence64, LONG64) \
    THREE(InterlockedCompareExchangeNoFence64, LONG64) \
    TWO(InterlockedAddAcquire64, LONG64) \
    TWO(InterlockedAddRelease64, LONG64) \
    TWO(InterlockedAddNoFence64, LONG64) \
    POINTER_TWO(InterlockedExchangePointerAcquire) \
    POINTER_TWO(InterlockedExchangePointerRelease) \
    POINTER_TWO(InterlockedExchangePointerNoFence) \
    POINTER_THREE(InterlockedCompareExchangePointerNoFence)
// clang-format on
