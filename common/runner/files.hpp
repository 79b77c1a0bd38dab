// files.hpp - reading, replacing and listing files; what fails is one sentence.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace runner {

namespace fs = std::filesystem;

/// The whole file, byte for byte; empty if there is no such file. Throws Problem (environment) if
/// it is there and cannot be read.
std::optional<std::string> read_file(const fs::path& file);

/// Replaces `file` in one step: whoever looks sees the old text or the new, never half of it, also
/// after a power cut. Throws Problem if the file is read-only, the folder cannot be written or the
/// disk is full; the old file is then untouched.
void replace_file(const fs::path& file, std::string_view text);

/// Empty if a file can be made in `folder`; else what the system says.
std::string why_not_writable(const fs::path& folder);

/// Sub-folders, and files with `extension` (".cpp"), by name. A folder that does not exist is
/// empty.
std::vector<fs::path> folders_in(const fs::path& folder);
std::vector<fs::path> files_in(const fs::path& folder, std::string_view extension);

/// UTF-8, with '/' on every system.
std::string to_text(const fs::path& path);

/// Where the workbook is: the folder with CMakePresets.json, looking upwards from `start`. Throws
/// Problem if there is none.
fs::path find_root(const fs::path& start);

}  // namespace runner
