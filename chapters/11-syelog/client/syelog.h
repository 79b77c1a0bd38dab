/* syelog.h - the client library for C: open, log as printf does, close.
 *
 *     syelog_client* log = syelog_open(NULL);
 *     if (log == NULL) ...                          no daemon: see GetLastError
 *     syelog_log(log, SYELOG_NOTICE, "%d files in %s", count, folder);
 *     syelog_close(log, 2000);
 *
 * What the calls do, how long they block, and from where they must not be called (DllMain, an APC)
 * is said in client.hpp, whose Client this is. Times are in milliseconds.
 * Any thread may log and flush; who opens the log closes it, when nobody uses it any more.
 */
#ifndef SYELOG_H
#define SYELOG_H

#include <stdarg.h>
#include <stddef.h>

/* The compiler compares format string and arguments; cl.exe does so under /analyze. */
#if defined(__clang__)
#define SYELOG_PRINTF(format, first) __attribute__((__format__(__printf__, format, first)))
#define SYELOG_FORMAT
#elif defined(__GNUC__)
#define SYELOG_PRINTF(format, first) __attribute__((__format__(__gnu_printf__, format, first)))
#define SYELOG_FORMAT
#elif defined(_MSC_VER)
#include <sal.h>
#define SYELOG_PRINTF(format, first)
#define SYELOG_FORMAT _Printf_format_string_
#else
#define SYELOG_PRINTF(format, first)
#define SYELOG_FORMAT
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum {
    SYELOG_FATAL = 0x00,
    SYELOG_ALERT = 0x10,
    SYELOG_CRITICAL = 0x20,
    SYELOG_ERROR = 0x30, /* this and worse is sent at once */
    SYELOG_WARNING = 0x40,
    SYELOG_NOTICE = 0x50,
    SYELOG_INFORMATION = 0x60,
    SYELOG_AUDIT_FAIL = 0x66,
    SYELOG_AUDIT_PASS = 0x67,
    SYELOG_DEBUG = 0x70
};

enum {
    SYELOG_KERNEL = 0x10,
    SYELOG_SECURITY = 0x20,
    SYELOG_LOGGING = 0x30,
    SYELOG_SERVICE = 0x40,
    SYELOG_APPLICATION = 0x50,
    SYELOG_USER = 0x60,
    SYELOG_LOCAL0 = 0x70 /* to SYELOG_LOCAL0 + 9 */
};

/* When the queue is full. */
enum {
    SYELOG_BLOCK = 0,   /* wait for room, at most write_timeout; then drop the record */
    SYELOG_DROP_NEWEST, /* drop the record */
    SYELOG_DROP_OLDEST  /* drop records that wait */
};

#define SYELOG_FOREVER 0xffffffffu

typedef struct syelog_client syelog_client;

/* 0 and NULL stand for what is usual. */
typedef struct syelog_options {
    const wchar_t* pipe;    /* \\.\pipe\syelog */
    const char* identifier; /* stands before each text, as "identifier: " */
    int facility;           /* SYELOG_APPLICATION */
    int connect_later;      /* not 0: a daemon that is not there is no failure */
    int when_full;          /* SYELOG_BLOCK */
    unsigned write_timeout; /* 5000 */
    size_t queue_bytes;     /* 1 MiB, and at least 16 KiB */
} syelog_options;

/* Options may be NULL. Answers NULL if no daemon is there (GetLastError: 2), or for another error.
 * Waits up to five seconds for a daemon that is busy. */
syelog_client* syelog_open(const syelog_options* options);

/* Queues a record; text that does not fit into one is cut. 0: it was dropped. */
int syelog_log(syelog_client* log, int severity, SYELOG_FORMAT const char* format, ...)
    SYELOG_PRINTF(3, 4);
int syelog_vlog(syelog_client* log, int severity, SYELOG_FORMAT const char* format,
                va_list arguments) SYELOG_PRINTF(3, 0);

/* Not 0: all that was queued before has been taken by the daemon. */
int syelog_flush(syelog_client* log, unsigned timeout);

/* How many records will never arrive. */
unsigned long long syelog_lost(const syelog_client* log);

/* Sends what is left, for at most so long, and frees the log. NULL is allowed. Not 0: nothing was
 * left behind. */
int syelog_close(syelog_client* log, unsigned timeout);

#ifdef __cplusplus
}
#endif

#endif
