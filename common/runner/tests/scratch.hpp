// scratch.hpp - a folder that lives as long as a test.
#pragma once

#include "common/runner/files.hpp"
#include "common/win32/error.hpp"
#include "common/win32/text.hpp"

#include <fstream>
#include <string>

namespace runner {

/// A new folder under the system's temporary one, removed with all that is in it.
class Scratch {
public:
    Scratch() {
        // The tick count alone would let two runs at the same moment share a folder.
        root_ = fs::temp_directory_path() / ("workbook-" + std::to_string(::GetCurrentProcessId()) +
                                             '-' + std::to_string(::GetTickCount64()));
        fs::create_directories(root_);
    }
    ~Scratch() {
        std::error_code in_use;
        fs::remove_all(root_, in_use);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    /// Makes the file and the folders above it. `name` is UTF-8.
    fs::path file(const std::string& name, const std::string& text) const {
        const fs::path path = root_ / fs::path(w32::to_wide(name));
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    const fs::path& root() const noexcept { return root_; }

private:
    fs::path root_;
};

}  // namespace runner
