// ALTERNATIVE: w32::Mutex reads the last error in its constructor, before anybody else can.
#pragma once

#include "common/win32/mutex.hpp"

#include <optional>

/// Given by the judge. Changes the calling thread's last error.
void log_line(const char* text);

enum class Standing {
    first,   // nobody else is, as long as this Instance lives
    second,  // somebody else is the first
    failed,  // the name cannot be claimed at all: it belongs to an object of another kind
};

/// A claim to a name, for as long as the object lives. When the first one has gone - destroyed, or
/// with its process, which may die at any moment - the next one that comes is the first, even if a
/// second one lives on. Two claims in one process are two claims.
class Instance {
public:
    /// `name` may begin with Local\ or Global\. May be constructed by several threads and several
    /// processes at once.
    explicit Instance(const wchar_t* name) {
        log_line("claims the name");
        try {
            mutex_.emplace(name);
        } catch (const w32::Error&) {
            log_line("cannot be claimed");
            return;
        }
        log_line("has asked for the name");
        standing_ = mutex_->created() ? Standing::first : Standing::second;
        if (standing_ == Standing::second) mutex_.reset();
    }
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    Standing standing() const { return standing_; }

private:
    std::optional<w32::Mutex> mutex_;
    Standing standing_ = Standing::failed;
};
