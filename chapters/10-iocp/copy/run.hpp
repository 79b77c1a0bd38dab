// run.hpp - one copy, or one round of reading at random, by one strategy: how long, and right?
//
//     const copy::Source source = copy::make_source(8 << 20, 1);
//     const copy::Measured seen = copy::copy_file(source, {copy::kStrategies[3], 8, 64 * 1024});
//
// The clock runs while the strategy does, and at no other time: files are opened and memory is
// touched before, and what came is hashed afterwards. The files are in the temp folder, and in the
// system's cache.
#pragma once

#include "chapters/10-iocp/copy/strategies.hpp"

#include <string>

namespace copy {

/// A file whose content follows from its seed; see content.hpp. It is gone with this object.
struct Source {
    w32::Handle keeps;
    std::wstring path;
    std::uint64_t size;
    std::uint64_t seed;
    std::uint64_t hash;  ///< of the whole file
};

struct Setting {
    const Strategy& strategy;
    std::size_t depth;  ///< requests under way at once, 1 to kMostAtOnce
    DWORD request;      ///< bytes, a multiple of 8
};

struct Measured {
    double seconds;
    double cpu_seconds;   ///< of the whole process, kernel included; in steps of 10 ms or so
    std::uint64_t bytes;  ///< copied, or read
    std::uint64_t hash;   ///< of what is in the copy, or was read, whatever the order
    bool right;           ///< it is the hash that had to be
};

/// Throws w32::Error, as the functions below.
Source make_source(std::uint64_t size, std::uint64_t seed);

/// Copies the whole file to a new one, which is gone afterwards. Reads that one back for the hash.
Measured copy_file(const Source& source, const Setting& setting);

/// Reads as many blocks as the file has, at offsets that follow from the seed; some come twice.
Measured read_at_random(const Source& source, const Setting& setting);

/// The blocks of these two, in the order in which they are started.
std::vector<Block> blocks_in_order(std::uint64_t size, DWORD request);
std::vector<Block> blocks_at_random(std::uint64_t size, DWORD request, std::uint64_t seed);

/// A new file in the temp folder, gone when its handle is closed. `flags` as for CreateFileW.
w32::Handle make_file(const std::wstring& path, DWORD flags = 0);
/// Opens such a file for reading, beside the handle that keeps it.
w32::Handle open_file(const std::wstring& path, DWORD flags = 0);
std::wstring temp_path(const wchar_t* name);
/// The hash of what is in the file now, read in the plainest way.
std::uint64_t hash_of(HANDLE file);

}  // namespace copy
