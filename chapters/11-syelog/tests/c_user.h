/* c_user.h - what c_user.c does with the client library. */
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Logs two records and closes the log. Answers the function that failed, or NULL. */
const char* use_syelog_in_c(const wchar_t* pipe);

#ifdef __cplusplus
}
#endif
