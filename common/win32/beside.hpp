// beside.hpp - programs that belong together lie in one folder, and start each other from there.
#pragma once

#include "common/win32/process.hpp"

namespace w32 {

/// The full path of `file` in the running program's folder; it need not be there.
inline std::wstring beside_this_program(std::wstring_view file) {
    std::wstring path = this_program();
    path.erase(path.find_last_of(L'\\') + 1);
    return path.append(file);
}

}  // namespace w32
