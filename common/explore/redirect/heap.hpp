// heap.hpp - malloc and free of explored programs: the same memory as that of operator new.
//
// Without locations as default arguments: `decltype(&std::free)` must stay the type that it is.
#pragma once

#include <cstddef>

extern "C" {
void* explored_malloc(std::size_t bytes);
void* explored_calloc(std::size_t count, std::size_t bytes);
void* explored_realloc(void* memory, std::size_t bytes);
void explored_free(void* memory);
}

namespace std {  // `std::malloc` becomes `std::explored_malloc`
using ::explored_calloc;
using ::explored_free;
using ::explored_malloc;
using ::explored_realloc;
}  // namespace std
