// more_calls.hpp - the functions that the kernel and the model have under one name and with the
// same parameters.
#pragma once

#define CONFORMANCE_USER_CALLS(CALL) \
    CALL(SleepConditionVariableCS)   \
    CALL(SleepConditionVariableSRW)  \
    CALL(WakeConditionVariable)      \
    CALL(WakeAllConditionVariable)   \
    CALL(WaitOnAddress)              \
    CALL(WakeByAddressSingle)        \
    CALL(WakeByAddressAll)           \
    CALL(InitOnceInitialize)         \
    CALL(InitOnceBeginInitialize)    \
    CALL(InitOnceComplete)           \
    CALL(InitOnceExecuteOnce)        \
    CALL(InitializeSListHead)        \
    CALL(InterlockedPushEntrySList)  \
    CALL(InterlockedPushListSListEx) \
    CALL(InterlockedPopEntrySList)   \
    CALL(InterlockedFlushSList)      \
    CALL(QueryDepthSList)            \
    CALL(TlsAlloc)                   \
    CALL(TlsFree)                    \
    CALL(TlsSetValue)                \
    CALL(TlsGetValue)                \
    CALL(FlsAlloc)                   \
    CALL(FlsFree)                    \
    CALL(FlsSetValue)                \
    CALL(FlsGetValue)

#define CONFORMANCE_IO_CALLS(CALL) \
    CALL(CreateFileW)              \
    CALL(CreateNamedPipeW)         \
    CALL(ConnectNamedPipe)         \
    CALL(DisconnectNamedPipe)      \
    CALL(SetNamedPipeHandleState)  \
    CALL(ReadFile)                 \
    CALL(WriteFile)                \
    CALL(GetOverlappedResult)      \
    CALL(GetOverlappedResultEx)    \
    CALL(CancelIo)                 \
    CALL(CancelIoEx)               \
    CALL(SetFileCompletionNotificationModes)
