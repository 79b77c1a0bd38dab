// leaving.hpp - exit and abort of explored programs, for linkers that cannot rename a function.
//
// On mingw foreign.cpp sees also the calls that the C++ library makes; here, those of the program.
#pragma once

#if !defined(__MINGW32__)
[[noreturn]] void explored_exit(int code);
[[noreturn]] void explored_Exit(int code);
[[noreturn]] void explored_abort();

namespace std {  // `std::exit` becomes `std::explored_exit`
using ::explored_abort;
using ::explored_exit;
using ::explored_Exit;
}  // namespace std
#endif
