// followed_file.cpp - which file is this, and which one comes after it?
#include "chapters/11-syelog/tools/followed_file.hpp"

namespace syelog {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr unsigned kMostMissing = 10;  // numbers in a row, before the last one is behind us

bool is_absent(DWORD error) noexcept {
    return error == ERROR_FILE_NOT_FOUND || error == ERROR_PATH_NOT_FOUND ||
           error == ERROR_DELETE_PENDING;
}

}  // namespace

FollowedFile::Next FollowedFile::read(std::string& out) {
    if (state_ == State::absent && !open_next()) return Next::absent;
    if (read_piece(out) > 0) return Next::bytes;
    return at_end(out);
}

DWORD FollowedFile::read_piece(std::string& out) {
    const std::size_t before = out.size();
    out.resize(before + kPiece);
    // At an offset of our own: the file may have been cut off below a file pointer.
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset_ & 0xffffffff);
    place.OffsetHigh = static_cast<DWORD>(offset_ >> 32);
    DWORD bytes = 0;
    const BOOL ok = ::ReadFile(file_.get(), out.data() + before, kPiece, &bytes, &place);
    const DWORD error = ok ? ERROR_SUCCESS : ::GetLastError();
    out.resize(before + bytes);
    if (!ok && error != ERROR_HANDLE_EOF) throw w32::Error("ReadFile", error);
    offset_ += bytes;
    return bytes;
}

FollowedFile::Next FollowedFile::at_end(std::string& out) {
    LARGE_INTEGER size{};
    w32::check(::GetFileSizeEx(file_.get(), &size), "GetFileSizeEx");
    if (static_cast<std::uint64_t>(size.QuadPart) < offset_) {
        offset_ = 0;
        return Next::truncated;
    }
    if (state_ == State::leaving) {
        // Read to its end after the name had gone to another file: its writer has left it, too.
        return open_next() ? Next::replaced : Next::nothing;
    }
    if (before_looking_) before_looking_();
    const auto named = identity_of(path_);
    // The name may be gone for a moment, in the middle of a rotation.
    if (!named || *named == id_) return Next::nothing;
    // Once more to the end: between our read and this look more may have been written.
    state_ = State::leaving;
    return read(out);
}

// Opens the first file, or the one that came after ours. False: not there yet.
bool FollowedFile::open_next() {
    // What was made after ours has a lower number, or the plain name.
    const unsigned ours = state_ == State::leaving ? our_number() : 0;
    for (unsigned i = ours > 0 ? ours - 1 : 0;; --i) {
        try {
            w32::Handle file = open(numbered(i));
            const Identity id = identity(file.get());
            if (state_ == State::leaving && !is_next(id, i, ours)) return false;
            file_ = std::move(file);
            id_ = id;
            offset_ = 0;
            state_ = State::reading;
            return true;
        } catch (const w32::Error& error) {
            if (!is_absent(error.code())) throw;
            if (i == 0) return false;
        }
    }
}

// The number that ours has got; 0: none. From low to high, as the files move: so it cannot slip
// past us. While they move one number is missing.
unsigned FollowedFile::our_number() const {
    unsigned missing = 0;
    for (unsigned i = 1; missing < kMostMissing; ++i) {
        const auto there = identity_of(numbered(i));
        if (there == id_) return i;
        missing = there ? 0 : missing + 1;
    }
    return 0;
}

// What was opened as `number` came right after ours, unless everything has moved on meanwhile: then
// another file may be in between, and we have to look again.
bool FollowedFile::is_next(const Identity& opened, unsigned number, unsigned ours) const {
    if (opened == id_) return false;
    for (unsigned i = number + 1; i < ours; ++i)
        if (identity_of(numbered(i))) return false;
    return ours == 0 || identity_of(numbered(ours)) == id_;
}

std::wstring FollowedFile::numbered(unsigned number) const {
    return number == 0 ? path_ : path_ + L'.' + std::to_wstring(number);
}

w32::Handle FollowedFile::open(const std::wstring& path) {
    return w32::own_file(::CreateFileW(path.c_str(), GENERIC_READ,
                                       FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                       nullptr, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, nullptr),
                         "CreateFileW");
}

FollowedFile::Identity FollowedFile::identity(HANDLE file) {
    BY_HANDLE_FILE_INFORMATION info{};
    w32::check(::GetFileInformationByHandle(file, &info), "GetFileInformationByHandle");
    return {info.dwVolumeSerialNumber,
            std::uint64_t{info.nFileIndexHigh} << 32 | info.nFileIndexLow};
}

std::optional<FollowedFile::Identity> FollowedFile::identity_of(const std::wstring& path) {
    // No access asked for: nobody's sharing can refuse that.
    const HANDLE raw =
        ::CreateFileW(path.c_str(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                      nullptr, OPEN_EXISTING, 0, nullptr);
    if (raw == INVALID_HANDLE_VALUE) return std::nullopt;
    const w32::Handle file(raw);
    return identity(file.get());
}

FolderChange::FolderChange(const std::wstring& file) {
    std::wstring path(32768, L'\0');
    const DWORD length =
        ::GetFullPathNameW(file.c_str(), static_cast<DWORD>(path.size()), path.data(), nullptr);
    path.resize(length < path.size() ? length : 0);
    const HANDLE change = ::FindFirstChangeNotificationW(
        path.substr(0, path.find_last_of(L'\\') + 1).c_str(), FALSE,
        FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_SIZE | FILE_NOTIFY_CHANGE_LAST_WRITE);
    if (change != INVALID_HANDLE_VALUE) change_ = change;
}

FolderChange::~FolderChange() {
    if (change_ != nullptr) ::FindCloseChangeNotification(change_);
}

void FolderChange::rearm() noexcept {
    if (change_ == nullptr || ::FindNextChangeNotification(change_)) return;
    ::FindCloseChangeNotification(change_);  // the folder has gone: only the clock is left
    change_ = nullptr;
}

}  // namespace syelog
