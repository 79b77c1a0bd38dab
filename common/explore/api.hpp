// api.hpp - what crosses the border of workbook_explore.dll.
//
// The explorer is a DLL so that its own std:: functions and those of an explored lab, which are
// compiled with other options, are never merged by the linker.
#pragma once

#if defined(WORKBOOK_EXPLORE_BUILD)
#define WB_EXPLORE_API __declspec(dllexport)
#else
#define WB_EXPLORE_API __declspec(dllimport)
#endif
