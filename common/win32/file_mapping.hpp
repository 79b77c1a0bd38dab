// file_mapping.hpp - memory that several processes see at the same time.
//
//     w32::FileMapping shared(L"Local\\workbook.counter", sizeof(LONG));
//     auto& counter = shared.as<volatile LONG>();
//
// https://learn.microsoft.com/windows/win32/memory/file-mapping
#pragma once

#include "common/win32/handle.hpp"

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <type_traits>

namespace w32 {

/// Shared memory backed by the paging file, zero when new, mapped for reading and writing for as
/// long as the object lives. The memory goes when the last process has closed it.
class FileMapping {
public:
    /// Creates the named mapping or opens an existing one (its size is then what it was made with;
    /// asking for more throws Error 5). `name` nullptr: unnamed. `bytes` >= 1.
    FileMapping(const wchar_t* name, std::size_t bytes) {
        const auto size = static_cast<std::uint64_t>(bytes);
        const HANDLE raw =
            ::CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE,
                                 static_cast<DWORD>(size >> 32), static_cast<DWORD>(size), name);
        const DWORD error = ::GetLastError();  // read at once: it also tells whether it existed
        if (raw == nullptr) throw Error("CreateFileMappingW", error);
        handle_.reset(raw);
        created_ = error != ERROR_ALREADY_EXISTS;
        view_ = ::MapViewOfFile(handle_.get(), FILE_MAP_ALL_ACCESS, 0, 0, bytes);
        check(view_ != nullptr, "MapViewOfFile");
        bytes_ = bytes;
    }
    ~FileMapping() { (void)::UnmapViewOfFile(view_); }
    FileMapping(const FileMapping&) = delete;
    FileMapping& operator=(const FileMapping&) = delete;

    /// True if this object made the memory, false if it opened what another had made.
    bool created() const noexcept { return created_; }
    std::span<std::byte> bytes() const noexcept { return {static_cast<std::byte*>(view_), bytes_}; }

    /// The start of the memory as a T, which must be all plain data: no pointer of this process
    /// means anything in another one.
    template <class T>
    T& as() const {
        static_assert(std::is_trivially_copyable_v<T>, "no constructors across processes");
        if (sizeof(T) > bytes_) throw Error("FileMapping::as", ERROR_INSUFFICIENT_BUFFER);
        return *std::launder(static_cast<T*>(view_));
    }

private:
    Handle handle_;
    void* view_ = nullptr;
    std::size_t bytes_ = 0;
    bool created_ = false;
};

}  // namespace w32
