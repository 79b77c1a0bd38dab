// run.cpp - files, blocks, the clock, and the hashes.
#include "chapters/10-iocp/copy/run.hpp"

#include "chapters/10-iocp/copy/content.hpp"

#include <chrono>

namespace copy {
namespace {

constexpr DWORD kPiece = 64 * 1024;  // what is written and hashed at once, beside the clock
constexpr DWORD kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

double cpu_seconds() {
    FILETIME created, ended, kernel, user;
    w32::check(::GetProcessTimes(::GetCurrentProcess(), &created, &ended, &kernel, &user),
               "GetProcessTimes");
    const auto seconds = [](const FILETIME& time) {
        const std::uint64_t ticks =
            static_cast<std::uint64_t>(time.dwHighDateTime) << 32 | time.dwLowDateTime;
        return static_cast<double>(ticks) * 1e-7;
    };
    return seconds(kernel) + seconds(user);
}

Measured run(const Strategy& strategy, Task& task, std::uint64_t bytes) {
    const double cpu = cpu_seconds();
    const auto begin = std::chrono::steady_clock::now();
    strategy.run(task);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
    const double used = cpu_seconds() - cpu;
    task.check();
    return {spent.count(), used, bytes, 0, false};
}

// A disk may do a write behind the end of the file inside the call, however it was started.
void set_size(HANDLE file, std::uint64_t size) {
    FILE_END_OF_FILE_INFO info{};
    info.EndOfFile.QuadPart = static_cast<LONGLONG>(size);
    w32::check(::SetFileInformationByHandle(file, FileEndOfFileInfo, &info, sizeof info),
               "SetFileInformationByHandle");
}

}  // namespace

std::wstring temp_path(const wchar_t* name) {
    wchar_t folder[MAX_PATH + 1];
    w32::check(::GetTempPathW(MAX_PATH + 1, folder) != 0, "GetTempPathW");
    return std::wstring(folder) + name + std::to_wstring(::GetCurrentProcessId());
}

w32::Handle make_file(const std::wstring& path, DWORD flags) {
    return w32::own_file(
        ::CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE | DELETE, kShareAll, nullptr,
                      CREATE_ALWAYS, flags | FILE_FLAG_DELETE_ON_CLOSE, nullptr),
        "CreateFileW");
}

w32::Handle open_file(const std::wstring& path, DWORD flags) {
    return w32::own_file(::CreateFileW(path.c_str(), GENERIC_READ, kShareAll, nullptr,
                                       OPEN_EXISTING, flags, nullptr),
                         "CreateFileW");
}

std::uint64_t hash_of(HANDLE file) {
    std::vector<std::byte> piece(kPiece);
    std::uint64_t hash = kFnvOfNothing;
    for (;;) {
        DWORD bytes = 0;
        w32::check(::ReadFile(file, piece.data(), kPiece, &bytes, nullptr), "ReadFile");
        if (bytes == 0) return hash;
        hash = fnv1a(std::span(piece).first(bytes), hash);
    }
}

std::vector<Block> blocks_in_order(std::uint64_t size, DWORD request) {
    std::vector<Block> blocks;
    for (std::uint64_t offset = 0; offset < size; offset += request)
        blocks.push_back(
            {offset, static_cast<DWORD>(std::min<std::uint64_t>(request, size - offset))});
    return blocks;
}

std::vector<Block> blocks_at_random(std::uint64_t size, DWORD request, std::uint64_t seed) {
    const std::vector<Block> all = blocks_in_order(size, request);
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < all.size(); ++i)
        blocks.push_back(all[number(~seed, i) % all.size()]);
    return blocks;
}

Source make_source(std::uint64_t size, std::uint64_t seed) {
    const std::wstring path = temp_path(L"copy.source.");
    Source source{make_file(path), path, size, seed, kFnvOfNothing};
    std::vector<std::byte> piece(kPiece);
    for (const Block& block : blocks_in_order(size, kPiece)) {
        const auto bytes = std::span(piece).first(block.size);
        fill(bytes, block.offset, seed);
        source.hash = fnv1a(bytes, source.hash);
        DWORD written = 0;
        w32::check(::WriteFile(source.keeps.get(), bytes.data(), block.size, &written, nullptr),
                   "WriteFile");
    }
    return source;
}

Measured copy_file(const Source& source, const Setting& setting) {
    const w32::Handle from = open_file(source.path, setting.strategy.flags);
    const std::wstring path = temp_path(L"copy.target.");
    const w32::Handle to = make_file(path, setting.strategy.flags);
    set_size(to.get(), source.size);
    Task task(from.get(), to.get(), blocks_in_order(source.size, setting.request), setting.request,
              setting.depth);
    Measured seen = run(setting.strategy, task, source.size);
    seen.hash = hash_of(open_file(path).get());
    seen.right = seen.hash == source.hash;
    return seen;
}

Measured read_at_random(const Source& source, const Setting& setting) {
    const w32::Handle from = open_file(source.path, setting.strategy.flags);
    const std::vector<Block> blocks = blocks_at_random(source.size, setting.request, source.seed);
    Task task(from.get(), nullptr, blocks, setting.request, setting.depth);
    Measured seen = run(setting.strategy, task, 0);
    seen.hash = kFnvOfNothing;
    std::uint64_t expected = kFnvOfNothing;
    std::vector<std::byte> piece(setting.request);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto must_be = std::span(piece).first(blocks[i].size);
        fill(must_be, blocks[i].offset, source.seed);
        expected = fnv1a(must_be, expected);
        const std::size_t place = i * setting.request;
        seen.hash = fnv1a(task.memory().subspan(place, blocks[i].size), seen.hash);
        seen.bytes += blocks[i].size;
    }
    seen.right = seen.hash == expected;
    return seen;
}

}  // namespace copy
