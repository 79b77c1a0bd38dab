// caller.hpp - for a judge that puts a function of its own in front of a Win32 call.
//
// The explorer names the line that a call stands on. A function in between has to pass that line
// on, else each failure would point into the judge:
//
//     static BOOL counted_ReadFile(HANDLE file, ..., LPOVERLAPPED request WB_AT_CALLER) {
//         ++started;
//         return ::ReadFile(file, ..., request WB_CALLER);
//     }
//     #undef ReadFile
//     #define ReadFile counted_ReadFile
//     #include <lab.hpp>
//
// On real threads both stand for nothing. The comma is part of them.
#pragma once

#if defined(WORKBOOK_EXPLORED)
#define WB_AT_CALLER , const char *at = __builtin_FILE(), int line = __builtin_LINE()
#define WB_CALLER , at, line
#else
#define WB_AT_CALLER
#define WB_CALLER
#endif
