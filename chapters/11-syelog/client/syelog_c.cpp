// syelog_c.cpp - the C functions, each a few lines around a Client. No exception leaves them.
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/client/syelog.h"

#include <cstdio>

static_assert(SYELOG_FATAL == static_cast<int>(syelog::Severity::fatal));
static_assert(SYELOG_ERROR == static_cast<int>(syelog::Severity::error));
static_assert(SYELOG_NOTICE == static_cast<int>(syelog::Severity::notice));
static_assert(SYELOG_AUDIT_PASS == static_cast<int>(syelog::Severity::audit_pass));
static_assert(SYELOG_APPLICATION == static_cast<int>(syelog::Facility::application));
static_assert(SYELOG_LOCAL0 == static_cast<int>(syelog::Facility::local0));
static_assert(SYELOG_DROP_OLDEST == static_cast<int>(syelog::WhenFull::drop_oldest));

struct syelog_client {
    std::string prefix;
    syelog::Client client;
};

namespace {

syelog::ClientOptions translated(const syelog_options& options) {
    syelog::ClientOptions out;
    if (options.pipe != nullptr) out.pipe = options.pipe;
    if (options.facility != 0) out.facility = static_cast<syelog::Facility>(options.facility);
    out.connect_later = options.connect_later != 0;
    out.when_full = static_cast<syelog::WhenFull>(options.when_full);
    if (options.write_timeout != 0)
        out.write_limit = std::chrono::milliseconds(options.write_timeout);
    if (options.queue_bytes != 0) out.queue_bytes = options.queue_bytes;
    return out;
}

w32::Timeout limit_of(unsigned milliseconds) {
    if (milliseconds == SYELOG_FOREVER) return w32::forever;
    return std::chrono::milliseconds(milliseconds);
}

// What `call` answers, or `otherwise` with a last error.
template <class Answer, class Call>
Answer guarded(Answer otherwise, Call call) noexcept {
    DWORD error = ERROR_NOT_ENOUGH_MEMORY;
    try {
        return call();
    } catch (const syelog::NoDaemon&) {
        error = ERROR_FILE_NOT_FOUND;
    } catch (const w32::Error& failed) {
        error = failed.code();
    } catch (...) {
        // Memory: nothing else is thrown.
    }
    ::SetLastError(error);
    return otherwise;
}

}  // namespace

syelog_client* syelog_open(const syelog_options* options) {
    return guarded<syelog_client*>(nullptr, [&]() -> syelog_client* {
        const syelog_options given = options != nullptr ? *options : syelog_options{};
        std::string prefix;
        if (given.identifier != nullptr) prefix = std::string(given.identifier) + ": ";
        return new syelog_client{std::move(prefix), syelog::Client(translated(given))};
    });
}

int syelog_log(syelog_client* log, int severity, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int queued = syelog_vlog(log, severity, format, arguments);
    va_end(arguments);
    return queued;
}

int syelog_vlog(syelog_client* log, int severity, const char* format, va_list arguments) {
    char text[syelog::kMaxTextBytes + 1];
    const std::size_t prefix = log->prefix.copy(text, syelog::kMaxTextBytes);
    const std::size_t room = sizeof text - prefix;
    const int needed = std::vsnprintf(text + prefix, room, format, arguments);
    if (needed < 0) return 0;  // it cannot be encoded
    const std::size_t bytes = prefix + std::min(static_cast<std::size_t>(needed), room - 1);
    return guarded(0, [&] {
        return log->client.write(static_cast<syelog::Severity>(severity), {text, bytes}) ? 1 : 0;
    });
}

int syelog_flush(syelog_client* log, unsigned timeout) {
    return guarded(0, [&] { return log->client.flush(limit_of(timeout)) ? 1 : 0; });
}

unsigned long long syelog_lost(const syelog_client* log) { return log->client.lost(); }

int syelog_close(syelog_client* log, unsigned timeout) {
    if (log == nullptr) return 1;
    const int all = guarded(0, [&] { return log->client.close(limit_of(timeout)) ? 1 : 0; });
    delete log;
    return all;
}
