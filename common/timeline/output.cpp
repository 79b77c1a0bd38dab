// output.cpp - one file, written at once.
#include "common/timeline/output.hpp"

#include "common/win32/error.hpp"
#include "common/win32/handle.hpp"
#include "common/win32/text.hpp"

#include <algorithm>
#include <cstdio>

namespace timeline {
namespace {

constexpr std::size_t kChunk = 1 << 20;

// ERROR_SUCCESS, or why not. A write that takes less than it was given has met the end of the disk.
DWORD write_all(HANDLE file, std::string_view text) {
    while (!text.empty()) {
        const auto size = static_cast<DWORD>(std::min(text.size(), kChunk));
        DWORD written = 0;
        if (!::WriteFile(file, text.data(), size, &written, nullptr)) return ::GetLastError();
        if (written < size) return ERROR_DISK_FULL;
        text.remove_prefix(size);
    }
    return ERROR_SUCCESS;
}

std::string sentence(const std::wstring& file, DWORD error) {
    return "cannot write " + w32::to_utf8(file) + ": " + w32::describe(error) +
           " Choose a file in a folder that is there and can be written to.";
}

}  // namespace

std::wstring file_in(const wchar_t* variable) {
    const DWORD room = ::GetEnvironmentVariableW(variable, nullptr, 0);
    if (room == 0) return L"";
    std::wstring text(room, L'\0');
    const DWORD length = ::GetEnvironmentVariableW(variable, text.data(), room);
    text.resize(length < room ? length : 0);
    return text;
}

std::string write_file(const std::wstring& file, std::string_view text) {
    const HANDLE raw = ::CreateFileW(file.c_str(), GENERIC_WRITE, FILE_SHARE_READ, nullptr,
                                     CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (raw == INVALID_HANDLE_VALUE) return sentence(file, ::GetLastError());
    w32::Handle open(raw);
    const DWORD error = write_all(open.get(), text);
    const bool on_disk = ::GetFileType(open.get()) == FILE_TYPE_DISK;  // else it is a device
    open.reset();
    if (error == ERROR_SUCCESS) return "";
    if (on_disk) ::DeleteFileW(file.c_str());
    return sentence(file, error);
}

bool write_or_complain(const std::wstring& file, std::string_view text) {
    const std::string problem = write_file(file, text);
    if (!problem.empty()) std::fprintf(stderr, "%s\n", problem.c_str());
    return problem.empty();
}

}  // namespace timeline
