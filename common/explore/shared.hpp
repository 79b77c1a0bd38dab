// shared.hpp - a variable that several threads use, so that the explorer sees each access to it.
//
//     Shared<int> counter = 0;
//     ++counter;
//
// Shared<T> is T: the same type, the same code. One compiler needs it: cl.exe cannot report
// accesses to plain variables as gcc and clang do (-fsanitize=thread). There, in an explored
// program, it is a class of T's size whose reads and writes tell the explorer. What has been
// written for T goes on working, but for these: no reference and no auto variable is made from it,
// it is not one side of ?: with a T on the other, and the members of a structure are not reached
// through it (make each of them Shared).
#pragma once

#if defined(WORKBOOK_SHARED_CLASS)  // cmake/WorkbookExplore.cmake
#include "common/explore/redirect/shared_class.hpp"
#else
#include <type_traits>

namespace explore {

/// A type that is read and written as a whole.
template <class T>
concept Shareable = std::is_trivially_copyable_v<T> && std::is_object_v<T> && !std::is_array_v<T> &&
                    !std::is_const_v<T>;

template <Shareable T>
using Shared = T;

/// What has been declared as Shared<T>, without the Shared; any other type as it is.
template <class T>
using unshared_t = T;

/// Does the explorer see accesses to a variable that is declared as T?
template <class T>
inline constexpr bool is_seen = true;

}  // namespace explore
#endif

using explore::Shared;
