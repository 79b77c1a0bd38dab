// heap.cpp - HeapAlloc and LocalAlloc: the same memory as that of operator new and malloc.
#include "common/explore/model/model.hpp"
#include "common/explore/model/user_model.hpp"
#include "common/explore/redirect/runtime.hpp"
#include "common/explore/redirect/user_calls.hpp"

#include <algorithm>
#include <cstring>

namespace explore {
namespace {

void* take(std::size_t bytes, bool zeroed, const char* file, int line) {
    void* memory =
        allocate_here(the_engine.self(), bytes, __STDCPP_DEFAULT_NEW_ALIGNMENT__, file + line);
    if (zeroed) std::memset(memory, 0, bytes);
    return memory;
}

}  // namespace

void* allocate_here(Thread& self, std::size_t bytes, std::size_t alignment, const void* site) {
    void* memory = the_engine.arena.allocate(self.id, bytes, alignment, site);
    if (memory == nullptr)
        the_engine.fail(Outcome::out_of_memory, describe(self) + " has allocated more than " +
                                                    std::to_string(Arena::kBytesPerThread >> 20) +
                                                    " MiB in one execution");
    return memory;
}

}  // namespace explore

using namespace explore;

LPVOID explored_HeapAlloc(HANDLE heap, DWORD flags, SIZE_T bytes, const char* file, int line) {
    if (!the_engine.active()) return ::HeapAlloc(heap, flags, bytes);
    return take(bytes, (flags & HEAP_ZERO_MEMORY) != 0, file, line);
}

BOOL explored_HeapFree(HANDLE heap, DWORD flags, LPVOID memory, const char*, int) {
    return release(memory, nullptr) ? TRUE : ::HeapFree(heap, flags, memory);
}

LPVOID explored_HeapReAlloc(HANDLE heap, DWORD flags, LPVOID memory, SIZE_T bytes, const char* file,
                            int line) {
    if (!the_engine.active() || !the_engine.arena.contains(memory))
        return ::HeapReAlloc(heap, flags, memory, bytes);
    const std::size_t before = Arena::block(memory)->bytes;
    if ((flags & HEAP_REALLOC_IN_PLACE_ONLY) != 0 && bytes > before) {
        ::SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return nullptr;
    }
    void* grown = take(bytes, (flags & HEAP_ZERO_MEMORY) != 0, file, line);
    std::memcpy(grown, memory, std::min<std::size_t>(before, bytes));
    (void)release(memory, nullptr);
    return grown;
}

HLOCAL explored_LocalAlloc(UINT flags, SIZE_T bytes, const char* file, int line) {
    if (!the_engine.active() || (flags & LMEM_MOVEABLE) != 0) return ::LocalAlloc(flags, bytes);
    return take(bytes, (flags & LMEM_ZEROINIT) != 0, file, line);
}

HLOCAL explored_LocalFree(HLOCAL memory, const char*, int) {
    return release(memory, nullptr) ? nullptr : ::LocalFree(memory);
}
