// file_stamps.cpp - one directory listing, and a comparison.
#include "common/runner/watch/file_stamps.hpp"

#include "common/win32/windows.hpp"

namespace runner {
namespace {

// A search handle is closed by FindClose, not by CloseHandle.
class Search {
public:
    explicit Search(const std::wstring& pattern)
        : handle_(::FindFirstFileExW(pattern.c_str(), FindExInfoBasic, &data, FindExSearchNameMatch,
                                     nullptr, 0)) {}
    ~Search() {
        if (found()) ::FindClose(handle_);
    }
    Search(const Search&) = delete;
    Search& operator=(const Search&) = delete;

    bool found() const noexcept { return handle_ != INVALID_HANDLE_VALUE; }
    bool next() noexcept { return ::FindNextFileW(handle_, &data) != 0; }

    WIN32_FIND_DATAW data{};

private:
    HANDLE handle_;
};

std::uint64_t joined(DWORD high, DWORD low) { return std::uint64_t{high} << 32 | low; }

}  // namespace

bool is_source_name(std::string_view name) {
    if (name.starts_with('.') || name.starts_with('#')) return false;
    for (const std::string_view end : {".hpp", ".h", ".cpp"})
        if (name.size() > end.size() && name.ends_with(end)) return true;
    return false;
}

Stamps stamps_of(const fs::path& folder) {
    Stamps stamps;
    Search search((folder / L"*").wstring());
    if (!search.found()) return stamps;
    do {
        const WIN32_FIND_DATAW& data = search.data;
        const std::string name = to_text(data.cFileName);
        if ((data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0 || !is_source_name(name))
            continue;
        stamps[name] = {
            joined(data.ftLastWriteTime.dwHighDateTime, data.ftLastWriteTime.dwLowDateTime),
            joined(data.nFileSizeHigh, data.nFileSizeLow)};
    } while (search.next());
    return stamps;
}

bool Settling::look(const Stamps& stamps, std::uint64_t now) {
    if (stamps != seen_) {
        seen_ = stamps;
        since_ = now;
        return false;
    }
    if (seen_ == settled_ || now - since_ < kQuiet) return false;
    if (is_missing()) return false;  // in the middle of a save, or deleted
    settled_ = seen_;
    return true;
}

std::optional<std::uint64_t> Settling::due() const {
    if (seen_ == settled_) return std::nullopt;
    return since_ + kQuiet;
}

}  // namespace runner
