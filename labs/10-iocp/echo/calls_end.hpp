// calls_end.hpp - ends what calls.hpp began: Winsock's names are Winsock's again.
#undef AcceptEx
#undef WSARecv
#undef WSASend
#undef WSASocketW
#undef closesocket
#undef shutdown
#undef setsockopt
#undef CreateIoCompletionPort
#undef CancelIoEx
#undef GetQueuedCompletionStatus
#undef CreateThread
