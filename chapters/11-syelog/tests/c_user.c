/* c_user.c - a program's part in C, which uses the client library as C does. */
#include "chapters/11-syelog/tests/c_user.h"

#include "chapters/11-syelog/client/syelog.h"

const char* use_syelog_in_c(const wchar_t* pipe) {
    syelog_options options = {0};
    options.pipe = pipe;
    options.identifier = "c_user";
    options.facility = SYELOG_USER;
    syelog_client* log = syelog_open(&options);
    if (log == NULL) return "syelog_open";
    if (!syelog_log(log, SYELOG_NOTICE, "%d files of %lld bytes in %s", 3, 5000000000LL,
                    "C:\\temp"))
        return "syelog_log";
    if (!syelog_log(log, SYELOG_WARNING, "100 %%")) return "syelog_log";
    if (!syelog_flush(log, 5000)) return "syelog_flush";
    if (syelog_lost(log) != 0) return "syelog_lost";
    if (!syelog_close(log, 5000)) return "syelog_close";
    return NULL;
}
