// recorder.cpp - a buffer for each thread, and how they are put together.
//
// An entry belongs to its thread; others may read it once `count` covers it, for the fields that
// change later are atomics. So a watchdog can write down a run that will never end.
#include "common/timeline/timeline.hpp"
#include "common/win32/error.hpp"
#include "common/win32/wait_board.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <utility>

namespace timeline {
namespace {

LONGLONG now() noexcept {
    LARGE_INTEGER ticks;
    ::QueryPerformanceCounter(&ticks);  // cannot fail since Windows XP
    return ticks.QuadPart;
}

struct Entry {
    Kind kind = Kind::work;
    const char* call = nullptr;  // of a signal
    Object object;
    const char* file = "";
    unsigned line = 0;
    LONGLONG begin = 0;
    std::atomic<LONGLONG> end{0};  // 0: not yet
};

struct Buffer {
    Buffer(const char* its_name, std::size_t events)
        : capacity(events), entries(new Entry[events]) {
        std::snprintf(name, sizeof name, "%s", its_name);
    }
    Buffer* next = nullptr;
    int number = 0;  // in order of their first events
    char name[32] = "";
    LONGLONG born = 0;
    std::atomic<LONGLONG> ended{0};
    const std::size_t capacity;
    std::atomic<std::size_t> count{0};
    std::atomic<std::uint64_t> left_out{0};
    const std::unique_ptr<Entry[]> entries;
};

}  // namespace

struct Recorder::Impl {
    std::string title;
    std::size_t capacity = 0;
    unsigned serial = 0;  // tells this recorder from a later one
    LONGLONG begin = 0;
    std::atomic<int> lanes{0};
    std::atomic<Buffer*> first{nullptr};
};

namespace {

std::atomic<Recorder::Impl*> current{nullptr};

// The calling thread's buffer, in fiber-local storage: not thread_local, see wait_board.cpp.
struct Mine {
    unsigned serial = 0;
    Buffer* buffer = nullptr;
};

void WINAPI forget(void* mine) { delete static_cast<Mine*>(mine); }

const DWORD slot = ::FlsAlloc(&forget);

Buffer* new_buffer(Recorder::Impl& recorder, const char* name) noexcept {
    if (*name == '\0') name = w32::this_thread_name();
    try {
        auto* buffer = new Buffer(name, recorder.capacity);
        buffer->born = now();
        buffer->number = ++recorder.lanes;
        buffer->next = recorder.first;
        while (!recorder.first.compare_exchange_weak(buffer->next, buffer)) {
        }
        return buffer;
    } catch (const std::bad_alloc&) {
        return nullptr;  // this thread is not in the picture
    }
}

// nullptr: nobody records, or there is no memory.
Buffer* my_buffer(const char* name = "") noexcept {
    Recorder::Impl* recorder = current.load(std::memory_order_acquire);
    if (recorder == nullptr) return nullptr;
    auto* mine = static_cast<Mine*>(::FlsGetValue(slot));
    if (mine == nullptr) {
        mine = new (std::nothrow) Mine;
        if (mine == nullptr) return nullptr;
        if (!::FlsSetValue(slot, mine)) {
            forget(mine);
            return nullptr;
        }
    }
    if (mine->serial != recorder->serial) {
        mine->serial = recorder->serial;
        mine->buffer = new_buffer(*recorder, name);
    }
    return mine->buffer;
}

// Events stand between a call and the question what has become of it.
class KeepLastError {
public:
    KeepLastError() noexcept : error_(::GetLastError()) {}
    ~KeepLastError() { ::SetLastError(error_); }
    KeepLastError(const KeepLastError&) = delete;
    KeepLastError& operator=(const KeepLastError&) = delete;

private:
    DWORD error_;
};

Entry* add(Kind kind, const char* call, const Object& object, Where where) noexcept {
    if (!recording()) return nullptr;
    const KeepLastError keep;
    Buffer* buffer = my_buffer();
    if (buffer == nullptr) return nullptr;
    const std::size_t index = buffer->count.load(std::memory_order_relaxed);
    if (index == buffer->capacity) {
        buffer->left_out.fetch_add(1, std::memory_order_relaxed);
        return nullptr;
    }
    Entry& entry = buffer->entries[index];
    entry.kind = kind;
    entry.call = call;
    entry.object = object;
    entry.file = where.file_name();
    entry.line = where.line();
    entry.begin = now();
    buffer->count.store(index + 1, std::memory_order_release);
    return &entry;
}

void finish(Entry& entry) noexcept { entry.end.store(now(), std::memory_order_release); }

// Gives the objects of one name their numbers, in order of appearance.
class Numbers {
public:
    std::string name(const Object& object) {
        const std::string text = object.name;
        if (object.number > 0) return text + ' ' + std::to_string(object.number);
        if (object.address == nullptr) return text;
        auto& of_name = numbers_[text];
        const int next = static_cast<int>(of_name.size()) + 1;
        return text + ' ' + std::to_string(of_name.emplace(object.address, next).first->second);
    }

private:
    std::map<std::string, std::map<const void*, int>> numbers_;
};

class Reading {
public:
    Reading(const Recorder::Impl& recorder) : recorder_(recorder), end_(now()) {
        LARGE_INTEGER ticks;
        ::QueryPerformanceFrequency(&ticks);
        microseconds_ = 1e6 / static_cast<double>(ticks.QuadPart);
    }

    Document document() {
        Document result;
        result.title = recorder_.title;
        std::vector<const Buffer*> buffers;
        for (const Buffer* one = recorder_.first; one != nullptr; one = one->next)
            buffers.push_back(one);
        std::sort(buffers.begin(), buffers.end(),
                  [](const Buffer* a, const Buffer* b) { return a->number < b->number; });
        number_objects(buffers);
        for (const Buffer* buffer : buffers) result.lanes.push_back(lane(*buffer));
        return result;
    }

private:
    double at(LONGLONG ticks) const {
        return static_cast<double>(ticks - recorder_.begin) * microseconds_;
    }

    // In order of time, not of threads.
    void number_objects(const std::vector<const Buffer*>& buffers) {
        std::vector<const Entry*> all;
        for (const Buffer* buffer : buffers) {
            const std::size_t count = buffer->count.load(std::memory_order_acquire);
            for (std::size_t i = 0; i < count; ++i) all.push_back(&buffer->entries[i]);
        }
        std::sort(all.begin(), all.end(), [](const Entry* a, const Entry* b) {
            return a->begin != b->begin ? a->begin < b->begin : std::less<>()(a, b);
        });
        for (const Entry* entry : all) (void)numbers_.name(entry->object);
    }

    Lane lane(const Buffer& buffer) {
        Lane result{buffer.name};
        if (result.name.empty()) result.name = "thread " + std::to_string(buffer.number);
        result.left_out = buffer.left_out;
        LONGLONG last = buffer.born;
        const std::size_t count = buffer.count.load(std::memory_order_acquire);
        for (std::size_t i = 0; i < count; ++i) {
            const Entry& entry = buffer.entries[i];
            const LONGLONG end = entry.end.load(std::memory_order_acquire);
            last = std::max(last, entry.call != nullptr ? entry.begin : end == 0 ? end_ : end);
            if (entry.call == nullptr)
                result.slices.push_back(slice(entry, end));
            else
                result.signals.push_back(
                    {entry.call, at(entry.begin), numbers_.name(entry.object), place(entry)});
        }
        // The first lane is that of the recorder's thread: it is there to the end.
        const LONGLONG ended = buffer.number == 1 ? end_ : buffer.ended.load();
        add_work(result, at(buffer.born), at(std::max(last, ended)));
        return result;
    }

    Slice slice(const Entry& entry, LONGLONG end) {
        const char* verb = entry.kind == Kind::wait   ? "waits for "
                           : entry.kind == Kind::hold ? "holds "
                                                      : "";
        const std::string object = numbers_.name(entry.object);
        return {entry.kind, verb + object, at(entry.begin), at(end == 0 ? end_ : end),
                object,     place(entry),  end == 0};
    }

    static std::string place(const Entry& entry) {
        return *entry.file == '\0' ? "" : w32::describe_line(entry.file, entry.line);
    }

    const Recorder::Impl& recorder_;
    LONGLONG end_;
    double microseconds_ = 0;
    Numbers numbers_;
};

}  // namespace

bool recording() noexcept { return current.load(std::memory_order_relaxed) != nullptr; }

Recorder::Recorder(std::wstring file, std::string title, std::size_t events)
    : file_(std::move(file)) {
    static std::atomic<unsigned> last_serial{0};
    if (file_.empty()) return;
    impl_ = new Impl;
    impl_->title = std::move(title);
    impl_->capacity = events;
    impl_->serial = ++last_serial;
    impl_->begin = now();
    Impl* nobody = nullptr;
    if (!current.compare_exchange_strong(nobody, impl_)) std::abort();  // two: a program's bug
    (void)my_buffer(*w32::this_thread_name() == '\0' ? "main" : "");
}

void Recorder::stop() {
    if (impl_ != nullptr && !file_.empty()) current = nullptr;
    file_.clear();
}

Recorder::~Recorder() {
    if (file_.empty()) return;
    current = nullptr;
    (void)write_or_complain(file_, to_json(document()));
}

Document Recorder::document() const {
    return impl_ == nullptr ? Document{} : Reading(*impl_).document();
}

std::size_t Recorder::events() const {
    std::size_t sum = 0;
    if (impl_ == nullptr) return 0;
    for (const Buffer* one = impl_->first; one != nullptr; one = one->next) sum += one->count;
    return sum;
}

Life::Life(const char* name) noexcept : lane_(nullptr) {
    if (!recording()) return;
    const KeepLastError keep;
    lane_ = my_buffer(name);
}

Life::~Life() {
    if (lane_ != nullptr) static_cast<Buffer*>(lane_)->ended.store(now());
}

Interval::Interval(Kind kind, const Object& object, Where where) noexcept
    : entry_(add(kind, nullptr, object, where)) {}

Interval::~Interval() {
    if (entry_ != nullptr) finish(*static_cast<Entry*>(entry_));
}

void signal(const char* call, const Object& object, Where where) noexcept {
    (void)add(Kind::work, call, object, where);
}

void acquired(const Object& object, Where where) noexcept {
    (void)add(Kind::hold, nullptr, object, where);
}

void released(const void* address) noexcept {
    if (!recording()) return;
    const KeepLastError keep;
    Buffer* buffer = my_buffer();
    if (buffer == nullptr) return;
    for (std::size_t i = buffer->count.load(std::memory_order_relaxed); i-- > 0;) {
        Entry& entry = buffer->entries[i];
        const bool open =
            entry.kind == Kind::hold && entry.call == nullptr && entry.end.load() == 0;
        if (open && entry.object.address == address) return finish(entry);
    }
}

}  // namespace timeline
