// thread_data.cpp - what each thread has of its own: TLS, FLS, thread_local variables.
//
// https://learn.microsoft.com/windows/win32/procthread/thread-local-storage
#include "common/explore/model/model.hpp"
#include "common/explore/model/user_model.hpp"
#include "common/explore/redirect/runtime.hpp"
#include "common/explore/redirect/user_calls.hpp"

#include <cstring>

namespace explore {
namespace {

constexpr DWORD kSlots = 128;  // Windows has 1088 and 4000 of them

struct Slots {
    bool used[kSlots];
    PFLS_CALLBACK_FUNCTION callback[kSlots];
    void* value[kMaxThreads][kSlots];
    DWORD end = 0;  // all before have been in use
};
Slots tls, fls;

struct Copy {
    const void* variable = nullptr;
    void* memory = nullptr;
};
struct Destructor {
    void (*function)(void*) = nullptr;
    void* object = nullptr;
};
std::vector<Copy> copies[kMaxThreads];
std::vector<Destructor> destructors[kMaxThreads];

// Which index is free depends on who asked before: that is a step.
DWORD allocate_slot(Slots& slots, PFLS_CALLBACK_FUNCTION callback, const Place& place) {
    Thread& self = the_engine.self();
    Object& table = the_engine.at(ObjectType::name, &slots);
    table.label = "table of slots";
    the_engine.perform(self, Kind::create, Want::nothing, true, &table, place);
    the_engine.acted(self);
    for (DWORD i = 0; i < kSlots; ++i) {
        if (slots.used[i]) continue;
        if (i == slots.end) ++slots.end;
        slots.used[i] = true;
        slots.callback[i] = callback;
        for (auto& values : slots.value) values[i] = nullptr;
        return i;
    }
    ::SetLastError(ERROR_NO_MORE_ITEMS);
    return TLS_OUT_OF_INDEXES;
}

bool known(const Slots& slots, DWORD index) {
    if (index < kSlots && slots.used[index]) return true;
    ::SetLastError(ERROR_INVALID_PARAMETER);
    return false;
}

BOOL free_slot(Slots& slots, DWORD index, const Place& place) {
    Thread& self = the_engine.self();
    Object& table = the_engine.at(ObjectType::name, &slots);
    the_engine.perform(self, Kind::reset, Want::nothing, true, &table, place);
    the_engine.acted(self);
    if (!known(slots, index)) return FALSE;
    slots.used[index] = false;
    for (auto& values : slots.value) {
        void* value = values[index];
        values[index] = nullptr;
        if (value != nullptr && slots.callback[index] != nullptr) slots.callback[index](value);
    }
    return TRUE;
}

BOOL set_slot(Slots& slots, DWORD index, void* value) {
    if (!known(slots, index)) return FALSE;
    slots.value[the_engine.self().id][index] = value;
    return TRUE;
}

void* slot_value(Slots& slots, DWORD index) {
    if (!known(slots, index)) return nullptr;
    ::SetLastError(ERROR_SUCCESS);
    return slots.value[the_engine.self().id][index];
}

}  // namespace

void* thread_copy(const void* variable, std::size_t bytes, std::size_t alignment,
                  const void* initial) {
    Thread& self = the_engine.self();
    for (const Copy& copy : copies[self.id])
        if (copy.variable == variable) return copy.memory;
    void* memory = allocate_here(self, bytes, alignment, variable);
    if (initial != nullptr)
        std::memcpy(memory, initial, bytes);
    else
        std::memset(memory, 0, bytes);
    copies[self.id].push_back({variable, memory});
    return memory;
}

void at_thread_end(void (*function)(void*), void* object) {
    destructors[the_engine.self().id].push_back({function, object});
}

void reset_thread_data() {
    for (Slots* slots : {&tls, &fls}) {
        for (DWORD i = 0; i < slots->end; ++i) slots->used[i] = false;
        slots->end = 0;
    }
    for (int id = 0; id < the_engine.former_threads(); ++id) {
        copies[id].clear();
        destructors[id].clear();
    }
}

void leave_thread_data(Thread& self) {
    auto& pending = destructors[self.id];
    while (!pending.empty()) {  // a destructor may use, and so create, another variable
        const Destructor next = pending.back();
        pending.pop_back();
        next.function(next.object);
    }
    for (DWORD i = 0; i < fls.end; ++i) {
        void* value = fls.value[self.id][i];
        if (!fls.used[i] || value == nullptr || fls.callback[i] == nullptr) continue;
        fls.value[self.id][i] = nullptr;
        fls.callback[i](value);
    }
}

}  // namespace explore

using namespace explore;

DWORD explored_TlsAlloc(const char* file, int line) {
    return allocate_slot(tls, nullptr, {file, line});
}
BOOL explored_TlsFree(DWORD index, const char* file, int line) {
    return free_slot(tls, index, {file, line});
}
BOOL explored_TlsSetValue(DWORD index, LPVOID value) { return set_slot(tls, index, value); }
LPVOID explored_TlsGetValue(DWORD index) { return slot_value(tls, index); }

DWORD explored_FlsAlloc(PFLS_CALLBACK_FUNCTION callback, const char* file, int line) {
    return allocate_slot(fls, callback, {file, line});
}
BOOL explored_FlsFree(DWORD index, const char* file, int line) {
    return free_slot(fls, index, {file, line});
}
BOOL explored_FlsSetValue(DWORD index, PVOID value) { return set_slot(fls, index, value); }
PVOID explored_FlsGetValue(DWORD index) { return slot_value(fls, index); }
