// files.cpp - a handful of Win32 file calls.
#include "common/runner/files.hpp"

#include "common/runner/problem.hpp"
#include "common/win32/handle.hpp"
#include "common/win32/text.hpp"

#include <algorithm>

namespace runner {
namespace {

Problem file_problem(const char* what, const fs::path& file, DWORD error) {
    return Problem(kEnvironment, std::string("cannot ") + what + ' ' + to_text(file) + ": " +
                                     w32::describe(error));
}

// A file that is deleted unless keep() is called: nothing half-written stays behind.
class NewFile {
public:
    explicit NewFile(const fs::path& path) : path_(path) {
        const HANDLE raw = ::CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS,
                                         FILE_ATTRIBUTE_NORMAL, nullptr);
        const DWORD error = ::GetLastError();
        if (raw == INVALID_HANDLE_VALUE) throw file_problem("write", path, error);
        file_.reset(raw);
    }
    ~NewFile() {
        file_.reset();
        if (!kept_) ::DeleteFileW(path_.c_str());
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(std::string_view text) {
        DWORD written = 0;
        const bool ok = ::WriteFile(file_.get(), text.data(), static_cast<DWORD>(text.size()),
                                    &written, nullptr) &&
                        written == text.size() && ::FlushFileBuffers(file_.get());
        if (!ok) throw file_problem("write", path_, ::GetLastError());
    }
    void close() { file_.reset(); }
    void keep() noexcept { kept_ = true; }

private:
    fs::path path_;
    w32::Handle file_;
    bool kept_ = false;
};

template <class Wanted>
std::vector<fs::path> entries(const fs::path& folder, Wanted wanted) {
    std::vector<fs::path> found;
    std::error_code gone;  // a folder that does not exist has no entries
    for (const auto& entry : fs::directory_iterator(folder, gone))
        if (wanted(entry)) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

std::optional<std::string> read_file(const fs::path& file) {
    const HANDLE raw = ::CreateFileW(file.c_str(), GENERIC_READ,
                                     FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                     nullptr, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, nullptr);
    const DWORD error = ::GetLastError();
    if (raw == INVALID_HANDLE_VALUE) {
        if (error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND) return std::nullopt;
        throw file_problem("read", file, error);
    }
    const w32::Handle open(raw);
    std::string text;
    char chunk[16 * 1024];
    for (DWORD read = 0;;) {
        if (!::ReadFile(open.get(), chunk, sizeof chunk, &read, nullptr))
            throw file_problem("read", file, ::GetLastError());
        if (read == 0) return text;
        text.append(chunk, read);
    }
}

void replace_file(const fs::path& file, std::string_view text) {
    // Asked for, not tried: Wine 8 renames over a read-only file, Windows refuses.
    const DWORD attributes = ::GetFileAttributesW(file.c_str());
    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_READONLY) != 0)
        throw Problem(kEnvironment, "cannot write " + to_text(file) + ": it is read-only");
    fs::path fresh = file;
    fresh += L".new";
    NewFile out(fresh);
    out.write(text);
    out.close();
    if (!::MoveFileExW(fresh.c_str(), file.c_str(),
                       MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH))
        throw file_problem("replace", file, ::GetLastError());
    out.keep();
}

std::string why_not_writable(const fs::path& folder) {
    try {
        NewFile probe(folder / L"wb-writable.tmp");
        probe.write("?");
        return "";
    } catch (const Problem& problem) {
        return problem.what();
    }
}

std::vector<fs::path> folders_in(const fs::path& folder) {
    return entries(folder, [](const fs::directory_entry& entry) { return entry.is_directory(); });
}

std::vector<fs::path> files_in(const fs::path& folder, std::string_view extension) {
    return entries(folder, [&](const fs::directory_entry& entry) {
        return entry.path().extension() == extension && !entry.is_directory();
    });
}

std::string to_text(const fs::path& path) { return w32::to_utf8(path.generic_wstring()); }

fs::path find_root(const fs::path& start) {
    for (fs::path folder = start;; folder = folder.parent_path()) {
        if (fs::exists(folder / L"CMakePresets.json")) return folder;
        if (folder == folder.parent_path())
            throw Problem(kEnvironment, "no folder above " + to_text(start) +
                                            " holds CMakePresets.json: wb.exe must stay where it "
                                            "was built");
    }
}

}  // namespace runner
