// io_calls.hpp - modelled functions for files, pipes and overlapped requests; see calls.hpp.
#pragma once

#include "common/explore/redirect/calls.hpp"

WB_EXPLORE_API HANDLE explored_CreateNamedPipeW(LPCWSTR, DWORD, DWORD, DWORD, DWORD, DWORD, DWORD,
                                                LPSECURITY_ATTRIBUTES, WB_AT);
WB_EXPLORE_API BOOL explored_ConnectNamedPipe(HANDLE, LPOVERLAPPED, WB_AT);
WB_EXPLORE_API BOOL explored_DisconnectNamedPipe(HANDLE, WB_AT);
WB_EXPLORE_API BOOL explored_SetNamedPipeHandleState(HANDLE, LPDWORD, LPDWORD, LPDWORD, WB_AT);
WB_EXPLORE_API HANDLE explored_CreateFileW(LPCWSTR, DWORD, DWORD, LPSECURITY_ATTRIBUTES, DWORD,
                                           DWORD, HANDLE, WB_AT);
WB_EXPLORE_API BOOL explored_ReadFile(HANDLE, LPVOID, DWORD, LPDWORD, LPOVERLAPPED, WB_AT);
WB_EXPLORE_API BOOL explored_WriteFile(HANDLE, LPCVOID, DWORD, LPDWORD, LPOVERLAPPED, WB_AT);
WB_EXPLORE_API BOOL explored_ReadFileEx(HANDLE, LPVOID, DWORD, LPOVERLAPPED,
                                        LPOVERLAPPED_COMPLETION_ROUTINE, WB_AT);
WB_EXPLORE_API BOOL explored_WriteFileEx(HANDLE, LPCVOID, DWORD, LPOVERLAPPED,
                                         LPOVERLAPPED_COMPLETION_ROUTINE, WB_AT);
WB_EXPLORE_API BOOL explored_GetOverlappedResult(HANDLE, LPOVERLAPPED, LPDWORD, BOOL, WB_AT);
WB_EXPLORE_API BOOL explored_GetOverlappedResultEx(HANDLE, LPOVERLAPPED, LPDWORD, DWORD, BOOL,
                                                   WB_AT);
WB_EXPLORE_API BOOL explored_CancelIo(HANDLE, WB_AT);
WB_EXPLORE_API BOOL explored_CancelIoEx(HANDLE, LPOVERLAPPED, WB_AT);
WB_EXPLORE_API BOOL explored_SetFileCompletionNotificationModes(HANDLE, UCHAR, WB_AT);
