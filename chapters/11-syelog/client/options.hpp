// options.hpp - how a syelog client behaves when the daemon is slow, frozen or away.
#pragma once

#include "chapters/11-syelog/protocol/names.hpp"
#include "chapters/11-syelog/protocol/record.hpp"

#include <chrono>
#include <functional>
#include <stdexcept>

namespace syelog {

/// No daemon answered. what() is a sentence for the user.
class NoDaemon : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What becomes of a record that comes while the queue is full. What is dropped is counted, and as
/// soon as there is room a record says so, in the place of those that are missing: "3 records were
/// dropped".
enum class WhenFull {
    block,        ///< write() waits for room, for at most write_limit; then it drops its record
    drop_newest,  ///< the record that has come
    drop_oldest   ///< as many of the oldest records that wait as it needs room
};

struct ClientOptions {
    using Milliseconds = std::chrono::milliseconds;

    std::wstring pipe = kDefaultPipe;
    Facility facility = Facility::application;
    Milliseconds patience{5000};  ///< how long the constructor waits for a free pipe instance
    Milliseconds batch_age{10};   ///< after which an unfilled batch is sent
    /// true: the constructor does not connect, and a daemon that is not there is no failure.
    bool connect_later = false;
    /// true: each record is a write of its own and is sent at once, as a classic client does.
    bool one_record_per_write = false;
    std::size_t queue_bytes = 1024 * 1024;  ///< of records that wait; at least 16 KiB
    WhenFull when_full = WhenFull::block;
    Milliseconds write_limit{5000};  ///< for WhenFull::block
    Milliseconds close_limit{2000};  ///< for the destructor
    /// For tests: called by the client's thread instead of waiting before it connects again.
    std::function<void(Milliseconds)> instead_of_waiting{};
};

}  // namespace syelog
