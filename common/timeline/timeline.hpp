// timeline.hpp - what each thread of a run does, over time: works, waits, holds, signals.
//
//     timeline::Recorder recorder(timeline::file_in(L"WORKBOOK_TIMELINE"), "two ways to hold");
//     w32::Thread worker("worker", [&] {
//         const timeline::Life here;
//         { const timeline::Wait wait("event 'go'"); ::WaitForSingleObject(go.get(), INFINITE); }
//         { const timeline::Guard hold(lock, "the lock"); work(); }
//         timeline::signal("SetEvent", "event 'done'"); ::SetEvent(done.get());
//     });
//
// The file opens in ui.perfetto.dev. Recording must not change what it shows: each thread writes
// into a buffer of its own, of a size that is fixed beforehand, without a lock, and all is put
// together after the run. An event costs two calls of QueryPerformanceCounter; without a recorder,
// a load and a comparison. Who is full leaves out what follows, and the file says how much.
// https://learn.microsoft.com/windows/win32/sysinfo/acquiring-high-resolution-time-stamps
#pragma once

#include "common/timeline/document.hpp"
#include "common/timeline/output.hpp"
#include "common/win32/annotations.hpp"

#include <cstddef>
#include <source_location>
#include <string>

namespace timeline {

/// What a thread waits for, holds or signals. The name must be a literal: it is kept as a pointer.
/// Objects of one name are numbered by address: "SRW lock 1"; a number above 0 is taken as it is.
struct Object {
    Object(const char* its_name = "", const void* its_address = nullptr, int its_number = 0)
        : name(its_name), address(its_address), number(its_number) {}
    const char* name;
    const void* address;
    int number;
};

using Where = const std::source_location&;

/// Records from its construction to its destruction, which writes the file; what fails then is a
/// sentence on stderr. The thread that makes it has the first lane ("main", if it has no
/// name). Without a file it records
/// nothing. One at a time: a second one ends the process. Threads that record should end before it;
/// what one does later is lost, and does no harm: buffers are kept until the process ends.
class Recorder {
public:
    static constexpr std::size_t kEvents = 4096;  ///< of each thread

    Recorder(std::wstring file, std::string title, std::size_t events = kEvents);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Ends the recording before its time; no file is written then.
    void stop();
    /// What has been recorded up to now; any thread may ask at any time. What has not ended
    /// yet ends now.
    Document document() const;
    /// How many events there are, in all lanes.
    std::size_t events() const;

    struct Impl;

private:
    std::wstring file_;
    Impl* impl_ = nullptr;
};

bool recording() noexcept;  ///< while there is a recorder

/// The calling thread's lane, from here to the end of the scope. Its name is `name`, at most 31
/// bytes, or else the thread's own (w32::set_this_thread_name). A thread without a Life has a lane
/// from its first event to its last.
class Life {
public:
    explicit Life(const char* name = "") noexcept;
    ~Life();
    Life(const Life&) = delete;
    Life& operator=(const Life&) = delete;

private:
    void* lane_;
};

/// An event of the calling thread that takes time. What is below is what a program uses.
class Interval {
public:
    Interval(Kind kind, const Object& object, Where where) noexcept;
    ~Interval();
    Interval(const Interval&) = delete;
    Interval& operator=(const Interval&) = delete;

private:
    void* entry_;
};

/// Put it around a call that may block.
struct Wait : Interval {
    explicit Wait(const Object& object, Where where = std::source_location::current()) noexcept
        : Interval(Kind::wait, object, where) {}
};

/// Put it behind the call that takes a lock, up to the one that gives it back.
struct Hold : Interval {
    explicit Hold(const Object& object, Where where = std::source_location::current()) noexcept
        : Interval(Kind::hold, object, where) {}
};

/// w32::Guard in a timeline: waits for a lock, and holds it to the end of the scope.
template <class Lock>
class WB_SCOPED_LOCK Guard {
public:
    Guard(Lock& lock, const Object& object, Where where = std::source_location::current())
        WB_ACQUIRES(lock)
        : given_back_(lock), hold_((wait_for(lock, object, where), object), where) {}
    ~Guard() WB_RELEASES() {}
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

private:
    // Before hold_: in the picture nobody holds a lock that is free.
    struct GivenBack {
        explicit GivenBack(Lock& lock) : lock_(lock) {}
        ~GivenBack() WB_UNCHECKED_LOCKING { lock_.unlock(); }
        Lock& lock_;
    };
    static void wait_for(Lock& lock, const Object& object, Where where) WB_UNCHECKED_LOCKING {
        const Wait wait(object, where);
        lock.lock(where);
    }

    GivenBack given_back_;
    Hold hold_;
};

/// Work that deserves a name.
struct Work : Interval {
    explicit Work(const Object& what, Where where = std::source_location::current()) noexcept
        : Interval(Kind::work, what, where) {}
};

/// The calling thread lets others go on: `call` is a literal, "SetEvent".
void signal(const char* call, const Object& object = {},
            Where where = std::source_location::current()) noexcept;

/// A hold in two calls: released() ends the thread's last one of the object with this address.
void acquired(const Object& object, Where where = std::source_location::current()) noexcept;
void released(const void* address) noexcept;

}  // namespace timeline
