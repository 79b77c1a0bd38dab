// files.hpp - what a test wants to know about a file.
#pragma once

#include "common/win32/handle.hpp"

#include <string>

namespace syelog_tests {

/// All that is in the file, whoever else writes to it. Throws w32::Error if it is not there.
inline std::string content_of(const std::wstring& path) {
    const w32::Handle file =
        w32::own_file(::CreateFileW(path.c_str(), GENERIC_READ,
                                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                    OPEN_EXISTING, 0, nullptr),
                      "CreateFileW");
    std::string text;
    char part[4096];
    for (DWORD bytes = sizeof part; bytes > 0; text.append(part, bytes))
        w32::check(::ReadFile(file.get(), part, sizeof part, &bytes, nullptr), "ReadFile");
    return text;
}

}  // namespace syelog_tests
