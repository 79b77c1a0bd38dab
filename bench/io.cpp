// Which way to be told that a request has ended is quickest, and do more requests at once help?
//
// io   Each row copies a file of 512 KiB (work:copy), or reads as much of it at random
//      (work:random), in one way of chapters/10-iocp/copy, so many requests at once (depth) of so
//      many bytes each (request), and once more in the synchronous way. ns/op is the time in which
//      the requests run, per request; "yardsticks" says how many times as long as the synchronous
//      way it takes, with requests of the same size.
//
// A copy or a block whose hash is wrong voids its row. Not measured: a disk, for the file is in the
// system's cache; opening and closing; a thread that does something useful meanwhile, which is what
// the other ways are for. Read the times in relation to each other, on one machine and system, and
// take no difference for real that is smaller than the spread. Wine carries out each request to a
// file inside the call: its figures say nothing about Windows. For the whole matrix on 256 MiB:
// copy_compare --full.
// Chapters: 08 10
#include "bench/frame/frame.hpp"
#include "chapters/10-iocp/copy/table.hpp"

#include <memory>

namespace {

constexpr std::uint64_t kFileBytes = 512 * 1024;

struct Cell {
    copy::Work work;
    const copy::Strategy& strategy;
    std::size_t depth;
    DWORD request;
};

/// Made when the first row runs, so that a list of the rows makes no file.
const copy::Source& source() {
    static const copy::Source one = copy::make_source(kFileBytes, 1);
    return one;
}

bench::Sample measure(const Cell& cell) {
    const copy::Measured seen = cell.work(source(), {cell.strategy, cell.depth, cell.request});
    const copy::Measured synchronous = cell.work(source(), {copy::kStrategies[0], 1, cell.request});
    if (!seen.right || !synchronous.right) return bench::Sample::nothing("the hash is wrong");
    const double requests = static_cast<double>(seen.bytes) / cell.request;
    return {seen.seconds * 1e9 / requests,
            {{"yardsticks", seen.seconds / synchronous.seconds},
             {"bytes_per_s", static_cast<double>(seen.bytes) / seen.seconds}}};
}

void add_row(const char* work, const Cell& cell) {
    bench::add("io", cell.strategy.name,
               {{"work", work},
                {"request", std::to_string(cell.request)},
                {"depth", std::to_string(cell.depth)}},
               [cell] { return measure(cell); });
}

void add_rows() {
    const std::vector<DWORD> all = {4 * 1024, 64 * 1024};
    const std::vector<DWORD> one = {64 * 1024};
    for (const DWORD request : bench::quick() ? one : all)
        for (const copy::Strategy& strategy : copy::kStrategies)
            for (const std::size_t depth : {1u, 8u}) {
                if (&strategy == copy::kStrategies && depth > 1) continue;  // it knows no depth
                add_row("copy", {&copy::copy_file, strategy, depth, request});
                add_row("random", {&copy::read_at_random, strategy, depth, request});
            }
}

}  // namespace

int main(int argc, char** argv) { return bench::run(argc, argv, "bench_io", &add_rows); }
