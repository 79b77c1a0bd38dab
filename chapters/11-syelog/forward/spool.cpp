// spool.cpp - segments are found, written, read, deleted and put aside.
#include "chapters/11-syelog/forward/spool.hpp"

#include "common/win32/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace syelog {
namespace {

constexpr std::size_t kDigits = 19;
constexpr std::wstring_view kEnding = L".spool";
// Above it a name has no successor of the same length. Nobody gets there by counting.
constexpr std::uint64_t kLastNumber = 1'000'000'000'000'000'000;
constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

// 0: the file is none of ours.
std::uint64_t number_in(std::wstring_view name) {
    if (name.size() != kDigits + kEnding.size() || name.substr(kDigits) != kEnding) return 0;
    std::uint64_t number = 0;
    for (const wchar_t digit : name.substr(0, kDigits)) {
        if (digit < L'0' || digit > L'9') return 0;
        number = number * 10 + static_cast<std::uint64_t>(digit - L'0');
    }
    return number <= kLastNumber ? number : 0;
}

[[noreturn]] void refuse(const std::wstring& folder, const std::string& why) {
    throw std::runtime_error("The spool folder " + w32::to_utf8(folder) + why);
}

}  // namespace

w32::IoResult write_at(HANDLE file, std::uint64_t offset, std::string_view bytes) {
    OVERLAPPED where{};  // on a file that was not opened for overlapped requests: only the place
    where.Offset = static_cast<DWORD>(offset);
    where.OffsetHigh = static_cast<DWORD>(offset >> 32);
    DWORD written = 0;
    if (::WriteFile(file, bytes.data(), static_cast<DWORD>(bytes.size()), &written, &where))
        return {written, ERROR_SUCCESS};
    return {written, ::GetLastError()};
}

// --- beginning ------------------------------------------------------------------------------

Spool::Spool(SpoolOptions options) : options_(std::move(options)) {
    take_the_folder();
    find_segments();
    if (!segments_.empty()) continue_after(Segment(segments_.back()));
    const DWORD error = open_tail();
    if (error != ERROR_SUCCESS)
        refuse(options_.folder, " cannot be written: " + w32::describe(error));
}

void Spool::take_the_folder() {
    if (!::CreateDirectoryW(options_.folder.c_str(), nullptr)) {
        const DWORD error = ::GetLastError();
        if (error != ERROR_ALREADY_EXISTS)
            refuse(options_.folder, " cannot be made: " + w32::describe(error));
    }
    // Shared with nobody, and gone with the process that has it open, however that ends.
    const HANDLE lock = ::CreateFileW((options_.folder + L"\\spool.lock").c_str(), GENERIC_WRITE, 0,
                                      nullptr, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    const DWORD error = ::GetLastError();
    if (lock == INVALID_HANDLE_VALUE && error == ERROR_SHARING_VIOLATION)
        refuse(options_.folder, " is used by another daemon.");
    if (lock == INVALID_HANDLE_VALUE)
        refuse(options_.folder, " cannot be written: " + w32::describe(error));
    lock_.reset(lock);
}

void Spool::find_segments() {
    WIN32_FIND_DATAW found;
    const HANDLE search = ::FindFirstFileW((options_.folder + L"\\*.spool").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE) return;  // there is none
    do {
        const std::uint64_t first = number_in(found.cFileName);
        std::uint64_t bytes =
            (static_cast<std::uint64_t>(found.nFileSizeHigh) << 32) | found.nFileSizeLow;
        // Somebody's folder of such a name is put aside by read() as any file that is not ours.
        if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0) bytes = 1;
        if (first != 0) segments_.push_back({.first = first, .bytes = bytes});
    } while (::FindNextFileW(search, &found));
    ::FindClose(search);
    std::sort(segments_.begin(), segments_.end(),
              [](const Segment& a, const Segment& b) { return a.first < b.first; });
    for (const Segment& segment : segments_) bytes_ += segment.bytes;
}

// An orderly stop leaves an empty segment, which is ours to write. Any other end leaves one with
// records in it, and perhaps not all that were numbered, even sent: so we go on behind any number
// that it can have held. The collector sees a gap, never a number twice.
void Spool::continue_after(const Segment& newest) {
    next_ = newest.first;
    if (newest.bytes > 0) next_ += std::max<std::uint64_t>(newest.bytes, options_.segment_bytes);
    if (newest.bytes == 0) segments_.pop_back();  // open_tail() adds it again
}

std::wstring Spool::path(std::uint64_t first) const {
    const std::wstring digits = std::to_wstring(first);
    return options_.folder + L'\\' + std::wstring(kDigits - digits.size(), L'0') + digits +
           std::wstring(kEnding);
}

DWORD Spool::open_tail() {
    if (tail_) return ERROR_SUCCESS;
    const HANDLE file = ::CreateFileW(path(next_).c_str(), GENERIC_WRITE, kShareAll, nullptr,
                                      CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) return ::GetLastError();
    tail_.reset(file);
    segments_.push_back({.first = next_});
    return ERROR_SUCCESS;
}

// --- writing --------------------------------------------------------------------------------

Spool::Appended Spool::append(std::string_view lines) {
    frames_.clear();
    Appended result;
    result.full = full_;
    if (full_) return result;
    result.error = open_tail();
    if (result.error != ERROR_SUCCESS) return result;
    std::uint64_t next = take_lines(lines, result);
    if (result.taken == 0 && !full_ && segments_.back().bytes > 0) {
        seal();  // the next line does not fit into this segment
        result.error = open_tail();
        if (result.error != ERROR_SUCCESS) return result;
        next = take_lines(lines, result);
    }
    result.full = full_ && result.taken == 0;
    if (frames_.empty()) return result;
    Segment& tail = segments_.back();
    const w32::IoResult written = options_.write(tail_.get(), tail.bytes, frames_);
    if (!written.ok() || written.bytes < frames_.size()) {
        // What was written of it would be a cut frame. Giving back room needs none.
        LARGE_INTEGER end;
        end.QuadPart = static_cast<LONGLONG>(tail.bytes);
        if (::SetFilePointerEx(tail_.get(), end, nullptr, FILE_BEGIN))
            (void)::SetEndOfFile(tail_.get());
        frames_.clear();
        result = {};
        result.error = written.ok() ? DWORD{ERROR_DISK_FULL} : written.error;
        return result;
    }
    next_ = next;
    tail.bytes += frames_.size();
    bytes_ += frames_.size();
    return result;
}

// Makes frames of the lines that fit into the segment and the spool. Answers the number after them.
std::uint64_t Spool::take_lines(std::string_view lines, Appended& result) {
    const Segment& tail = segments_.back();
    while (result.taken < lines.size()) {
        const std::size_t end = std::min(lines.find('\n', result.taken), lines.size());
        const std::size_t before = frames_.size();
        append_frame(frames_, lines.substr(result.taken, end - result.taken),
                     next_ + result.records);
        full_ = bytes_ + frames_.size() > options_.bytes;
        const bool alone = tail.bytes + before == 0;  // a segment takes one record of any size
        if (full_ || (tail.bytes + frames_.size() > options_.segment_bytes && !alone)) {
            frames_.resize(before);
            break;
        }
        ++result.records;
        result.taken = std::min(end + 1, lines.size());
    }
    return next_ + result.records;
}

void Spool::seal() {
    if (tail_ && segments_.back().bytes == 0) return;
    tail_.reset();
    (void)open_tail();  // if there is no room for a file, append() tries again
}

// --- reading --------------------------------------------------------------------------------

std::optional<Parcel> Spool::read(std::uint64_t from) {
    for (auto segment = segments_.begin(); segment != segments_.end();) {
        if (segment->first < from || segment->bytes == 0 || segment->removed) {
            ++segment;
            continue;
        }
        Parcel parcel;
        parcel.first = segment->first;
        parcel.sealed = segment->first != open();
        const auto index = segment - segments_.begin();
        std::string why = read_file(*segment, parcel.bytes);
        const Frames frames = look_through(parcel.bytes);
        if (why.empty() && frames.rest == Frames::Rest::foreign)
            why = "byte " + std::to_string(frames.bytes) + " begins no record.";
        if (!why.empty()) {
            quarantine(segment, why);
            segment = segments_.begin() + index;
            continue;
        }
        if (frames.rest == Frames::Rest::cut) {
            ++cut_;
            sentences_.push_back("A record at the end of " + w32::to_utf8(path(segment->first)) +
                                 " was cut by a crash and is dropped.");
            parcel.bytes.resize(frames.bytes);
        }
        if (frames.count == 0) {
            remove(segment->first);
            segment = segments_.begin() + index;
            continue;
        }
        parcel.records = frames.count;
        return parcel;
    }
    return std::nullopt;
}

// Answers why it cannot be read; nothing if it can.
std::string Spool::read_file(const Segment& segment, std::string& bytes) {
    const HANDLE raw = ::CreateFileW(path(segment.first).c_str(), GENERIC_READ, kShareAll, nullptr,
                                     OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN, nullptr);
    if (raw == INVALID_HANDLE_VALUE) return w32::describe(::GetLastError());
    const w32::Handle file(raw);
    LARGE_INTEGER size;
    if (!::GetFileSizeEx(file.get(), &size)) return w32::describe(::GetLastError());
    // A file that is not ours may have any size.
    const std::uint64_t most = std::max<std::uint64_t>(options_.bytes, options_.segment_bytes);
    if (static_cast<std::uint64_t>(size.QuadPart) > most + kMaxMessageBytes)
        return "it is larger than all segments together may be.";
    bytes.reserve(std::max(options_.segment_bytes, static_cast<std::size_t>(size.QuadPart)));
    bytes.resize(static_cast<std::size_t>(size.QuadPart));
    DWORD read = 0;
    if (!::ReadFile(file.get(), bytes.data(), static_cast<DWORD>(bytes.size()), &read, nullptr))
        return w32::describe(::GetLastError());
    bytes.resize(read);
    return {};
}

void Spool::remove(std::uint64_t first) {
    if (first == open()) seal();
    for (Segment& segment : segments_)
        if (segment.first == first) segment.removed = true;
    // Those, too, whose files could not be deleted before.
    for (auto segment = segments_.begin(); segment != segments_.end();) {
        const bool gone = segment->removed && (::DeleteFileW(path(segment->first).c_str()) ||
                                               ::GetLastError() == ERROR_FILE_NOT_FOUND);
        segment = gone ? forget(segment) : segment + 1;
    }
}

Spool::Place Spool::forget(Place segment) {
    bytes_ -= segment->bytes;
    full_ = false;
    return segments_.erase(segment);
}

void Spool::quarantine(Place segment, const std::string& why) {
    const std::uint64_t first = segment->first;
    if (first == open()) tail_.reset();
    const std::wstring name = path(first);
    const bool aside =
        ::MoveFileExW(name.c_str(), (name + L".bad").c_str(), MOVEFILE_REPLACE_EXISTING);
    ++quarantined_;
    sentences_.push_back("The spool's segment " + w32::to_utf8(name) + " is not sent" +
                         (aside ? ", it is now called .bad: " : ": ") + why);
    forget(segment);
}

}  // namespace syelog
