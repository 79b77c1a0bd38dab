// wait_board.cpp - a fixed table without a lock: a board that could block would be of no use.
//
// A slot belongs to the thread that swapped its own id into `owner`. `ready` is written last and
// wiped first, and each slot has a version that changes with every use, so that a reader can tell
// a line that changed under its eyes from one that held still.
#include "common/win32/wait_board.hpp"

#include "common/win32/compat.hpp"
#include "common/win32/error.hpp"
#include "common/win32/text.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <new>
#include <string_view>

namespace w32 {
namespace {

constexpr std::size_t kNameBytes = 32;

using NameWords = std::array<std::uint64_t, kNameBytes / sizeof(std::uint64_t)>;

// Every field is an atomic: a reader may copy a line while its thread wipes it.
struct Slot {
    std::atomic<DWORD> owner{0};
    std::atomic<unsigned> version{0};  // odd while the line may be read
    std::array<std::atomic<std::uint64_t>, NameWords().size()> name{};
    std::atomic<const char*> kind{nullptr};
    std::atomic<const void*> object{nullptr};
    std::atomic<const char*> file{nullptr};
    std::atomic<unsigned> line{0};
};

constexpr int kSlots = 256;
Slot slots[kSlots];

// The name of each thread, in a slot of fiber-local storage: unlike a TLS slot it has a callback
// that frees the name when the thread ends. Not thread_local: mingw builds that on winpthreads,
// whose mutexes lose wake-ups when several threads come first at the same time - and this board
// must work when everything else hangs.
struct Name {
    char text[kNameBytes];
};

void WINAPI free_name(void* name) { delete static_cast<Name*>(name); }

const DWORD name_slot = ::FlsAlloc(&free_name);

// A critical section keeps its owner's id in user memory; other locks do not tell.
DWORD holder_of(std::string_view kind, const void* object) noexcept {
    if (kind != "critical section") return 0;
    const auto* section = static_cast<const CRITICAL_SECTION*>(object);
    return static_cast<DWORD>(reinterpret_cast<ULONG_PTR>(section->OwningThread));
}

}  // namespace

void set_this_thread_name(const char* name) noexcept {
    auto* mine = static_cast<Name*>(::FlsGetValue(name_slot));
    if (mine == nullptr) {
        mine = new (std::nothrow) Name;
        if (mine == nullptr) return;
        if (!::FlsSetValue(name_slot, mine)) return free_name(mine);
    }
    std::size_t length = ::strnlen(name, kNameBytes);
    if (length == kNameBytes) {
        // Cut before a whole character: 10xxxxxx bytes continue the one before them.
        --length;
        while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xC0) == 0x80) --length;
    }
    std::memcpy(mine->text, name, length);
    mine->text[length] = '\0';
    try {
        (void)set_thread_description(::GetCurrentThread(), to_wide(mine->text).c_str());
    } catch (...) {
        // Out of memory: the debugger shows no name, everything else works.
    }
}

const char* this_thread_name() noexcept {
    const DWORD error = ::GetLastError();  // FlsGetValue sets it even when it succeeds
    const auto* mine = static_cast<const Name*>(::FlsGetValue(name_slot));
    ::SetLastError(error);
    return mine != nullptr ? mine->text : "";
}

OnWaitBoard::OnWaitBoard(const char* kind, const void* object, std::source_location where) noexcept
    : slot_(-1) {
    const DWORD me = ::GetCurrentThreadId();
    const int start = static_cast<int>(me / 4 % kSlots);  // spreads the threads over the table
    for (int i = 0; i < kSlots && slot_ < 0; ++i) {
        const int candidate = (start + i) % kSlots;
        DWORD nobody = 0;
        if (slots[candidate].owner.compare_exchange_strong(nobody, me)) slot_ = candidate;
    }
    if (slot_ < 0) return;
    Slot& slot = slots[slot_];
    NameWords name{};
    std::memcpy(name.data(), this_thread_name(), std::strlen(this_thread_name()));
    for (std::size_t i = 0; i < name.size(); ++i) slot.name[i] = name[i];
    slot.kind = kind;
    slot.object = object;
    slot.file = where.file_name();
    slot.line = where.line();
    slot.version.fetch_add(1);
}

OnWaitBoard::~OnWaitBoard() {
    if (slot_ < 0) return;
    slots[slot_].version.fetch_add(1);
    slots[slot_].owner.store(0);
}

void forget_waiting(DWORD thread_id) noexcept {
    for (Slot& slot : slots) {
        if (slot.owner != thread_id) continue;
        if (slot.version % 2 != 0) slot.version.fetch_add(1);
        slot.owner.store(0);
    }
}

std::vector<Waiting> waiting_threads() {
    std::vector<Waiting> lines;
    for (Slot& slot : slots) {
        const unsigned version = slot.version.load();
        if (version % 2 == 0) continue;
        NameWords words;
        for (std::size_t i = 0; i < words.size(); ++i) words[i] = slot.name[i];
        const char* kind = slot.kind;
        const void* object = slot.object;
        const char* file = slot.file;
        const unsigned line = slot.line;
        const DWORD owner = slot.owner;
        if (slot.version.load() != version) continue;  // it changed while we copied
        char name[kNameBytes];
        std::memcpy(name, words.data(), kNameBytes);
        lines.push_back(
            {owner, name, kind, object, describe_line(file, line), holder_of(kind, object)});
    }
    std::sort(lines.begin(), lines.end(),
              [](const Waiting& a, const Waiting& b) { return a.thread_id < b.thread_id; });
    return lines;
}

std::string describe(const Waiting& line) {
    char text[256];
    std::snprintf(text, sizeof text, "%s (thread %lu) waits for %s 0x%llx at %s",
                  line.thread_name.empty() ? "a thread" : line.thread_name.c_str(), line.thread_id,
                  line.kind.c_str(),
                  static_cast<unsigned long long>(reinterpret_cast<ULONG_PTR>(line.object)),
                  line.where.c_str());
    std::string sentence = text;
    if (line.holder_id != 0) sentence += ", held by thread " + std::to_string(line.holder_id);
    return sentence;
}

}  // namespace w32
