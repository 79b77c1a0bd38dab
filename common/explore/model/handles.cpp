// handles.cpp - the handle table. A value is never given out twice, so that a stale one is known.
//
// Using a handle and closing it are no visible steps. Instead both are remembered with the clocks
// of their threads, as accesses to a variable are: if nothing orders them, some schedule closes
// first.
#include "common/explore/model/model.hpp"
#include "common/explore/redirect/kernel_calls.hpp"

#include "common/win32/error.hpp"

#include <algorithm>
#include <cstring>
#include <deque>

namespace explore {
namespace {

struct Entry {
    Object* object = nullptr;
    bool open = false;
    std::int16_t closed_by = 0;
    Place opened;
    Place closed;
    std::uint32_t used[kMaxThreads];
    Place last_use[kMaxThreads];
};

std::vector<std::deque<Entry>> table(kMaxThreads);  // by the thread that opened it
std::size_t counts[kMaxThreads];
int open_count = 0;

Entry* entry_of(HANDLE handle) {
    const auto value = reinterpret_cast<std::uintptr_t>(handle);
    const std::size_t thread = (value >> 16) - 1;
    const std::size_t ordinal = ((value & 0xFFFF) >> 2) - 1;
    if (thread >= kMaxThreads || ordinal >= counts[thread]) return nullptr;
    return &table[thread][ordinal];
}

}  // namespace

void reset_handles() {
    std::fill_n(counts, the_engine.former_threads(), 0u);
    open_count = 0;
}

std::string text_of(const Place& place) {
    return place.file == nullptr
               ? ""
               : w32::describe_line(place.file, static_cast<unsigned>(place.line));
}

HANDLE open_handle(Object& object, const Place& place) {
    Thread& self = the_engine.self();
    const auto thread = static_cast<std::size_t>(self.id);
    auto& entries = table[thread];
    const std::size_t ordinal = counts[thread]++;
    if (ordinal >= 0x3FFE)
        the_engine.fail(Outcome::handle_leak,
                        describe(self) + " has opened 16 000 handles without an end");
    if (ordinal == entries.size()) entries.emplace_back();
    Entry& entry = entries[ordinal];
    entry.object = &object;
    entry.open = true;
    ++open_count;
    ++object.handles;
    entry.opened = place;
    std::fill(std::begin(entry.used), std::end(entry.used), 0u);
    return reinterpret_cast<HANDLE>(((thread + 1) << 16) | ((ordinal + 1) << 2));
}

// The process runs as long as anybody could wait for it.
Object& this_process() {
    static const char here = 0;
    Object& process = the_engine.at(ObjectType::device, &here);
    process.wait_writes = false;
    process.label = "this process";
    return process;
}

Object* object_of(HANDLE handle, const char* call, const Place& place) {
    Engine& engine = the_engine;
    Thread& self = engine.self();
    Entry* entry = entry_of(handle);
    if (entry != nullptr && entry->open) {
        entry->used[self.id] = self.clock[self.id];
        entry->last_use[self.id] = place;
        return entry->object;
    }
    if (handle == ::GetCurrentThread()) return self.object;
    if (handle == ::GetCurrentProcess()) return &this_process();
    if (!engine.settings().report_misuse) {
        ::SetLastError(ERROR_INVALID_HANDLE);
        return nullptr;
    }
    if (entry == nullptr)
        engine.fail(Outcome::bad_handle,
                    std::string(call) + " got a handle that was never opened in this program, at " +
                        text_of(place));
    engine.fail(Outcome::bad_handle, std::string(call) + " got the handle of " +
                                         describe(*entry->object) + " at " + text_of(place) +
                                         ", after " + describe(engine.thread(entry->closed_by)) +
                                         " had closed it at " + text_of(entry->closed));
}

Object* object_of(HANDLE handle, ObjectType type, const char* call, const Place& place) {
    Object* object = object_of(handle, call, place);
    if (object == nullptr || object->type == type) return object;
    if (the_engine.settings().report_misuse)
        the_engine.fail(Outcome::bad_handle,
                        std::string(call) + " got the handle of " + describe(*object) +
                            ", which is of another kind, at " + text_of(place));
    ::SetLastError(ERROR_INVALID_HANDLE);
    return nullptr;
}

std::string open_handles() {
    std::string text;
    if (open_count == 0) return text;
    for (std::size_t thread = 0; thread < table.size(); ++thread)
        for (std::size_t i = 0; i < counts[thread]; ++i)
            if (const Entry& entry = table[thread][i]; entry.open)
                text += (text.empty() ? "" : ", ") + describe(*entry.object) + " (opened at " +
                        text_of(entry.opened) + ")";
    return text;
}

}  // namespace explore

using namespace explore;

BOOL explored_CloseHandle(HANDLE handle, const char* file, int line) {
    const Place place{file, line};
    Engine& engine = the_engine;
    Thread& self = engine.self();
    if (handle == ::GetCurrentThread() || handle == ::GetCurrentProcess()) return TRUE;
    if (object_of(handle, "CloseHandle", place) == nullptr) return FALSE;
    Entry& entry = *entry_of(handle);
    for (int other = 0; other < engine.known_threads() && engine.settings().report_misuse; ++other)
        if (other != self.id && entry.used[other] > self.clock[other])
            engine.fail(Outcome::bad_handle,
                        describe(self) + " closes the handle of " + describe(*entry.object) +
                            " at " + text_of(place) + ", and nothing makes it wait until " +
                            describe(engine.thread(other)) + " has used it at " +
                            text_of(entry.last_use[other]) +
                            ": in another schedule it is closed before");
    entry.open = false;
    --open_count;
    entry.closed = place;
    entry.closed_by = self.id;
    --entry.object->handles;
    closing(self, *entry.object, place);
    return TRUE;
}

BOOL explored_DuplicateHandle(HANDLE from, HANDLE handle, HANDLE to, LPHANDLE copy, DWORD, BOOL,
                              DWORD options, const char* file, int line) {
    const Place place{file, line};
    if (from != ::GetCurrentProcess() || to != ::GetCurrentProcess())
        the_engine.fail(Outcome::foreign_call, "DuplicateHandle for another process at " +
                                                   text_of(place) +
                                                   ": the explorer knows only this one");
    Object* object = object_of(handle, "DuplicateHandle", place);
    if (object == nullptr) return FALSE;
    if (copy != nullptr) *copy = open_handle(*object, place);
    if ((options & DUPLICATE_CLOSE_SOURCE) != 0) explored_CloseHandle(handle, file, line);
    return TRUE;
}
