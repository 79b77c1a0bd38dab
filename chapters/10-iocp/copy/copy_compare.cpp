// copy_compare.cpp - which of five ways to copy a file, and to read it at random, is quickest here?
//
//     copy_compare                     1 MiB, a few seconds
//     copy_compare --full              256 MiB, three sizes, three depths: minutes to an hour
//     copy_compare --full --request 65536      one part of that
//     copy_compare --bytes 1000003 --request 4096 --depth 7 --strategy port --seed 1 --rounds 5
//
// Columns: MiB per second and milliseconds of processor time, both the median of the rounds; how
// many times as quick as the synchronous row of the same round; the distance between slowest and
// fastest round; and whether each hash was right. A ratio nearer to 1 than the spread says nothing.
// The file is in the system's cache: what is compared is the way there and back, not a disk.
// Exit code 1 if a hash was wrong.
#include "chapters/10-iocp/copy/table.hpp"
#include "common/win32/console.hpp"
#include "common/win32/platform.hpp"

#include <cstdlib>
#include <cstring>

namespace {

struct Arguments {
    std::uint64_t bytes = 1 << 20;
    std::vector<DWORD> requests{4 * 1024, 64 * 1024};
    std::vector<std::size_t> depths{1, 8};
    const char* strategy = nullptr;  // nullptr: all
    std::uint64_t seed = 1;
    unsigned rounds = 5;
};

void set_full(Arguments& out) {
    out.bytes = 256 << 20;
    out.requests = {4 * 1024, 64 * 1024, 1024 * 1024};
    out.depths = {1, 4, 32};
}

bool is_known(const char* name) {
    for (const copy::Strategy& strategy : copy::kStrategies)
        if (std::strcmp(strategy.name, name) == 0) return true;
    return false;
}

bool read_argument(const char* name, const char* text, Arguments& out) {
    const std::uint64_t value = std::strtoull(text, nullptr, 10);
    if (std::strcmp(name, "--bytes") == 0)
        out.bytes = value;
    else if (std::strcmp(name, "--request") == 0 && value > 0 && value % 8 == 0 && value < 1 << 30)
        out.requests = {static_cast<DWORD>(value)};
    else if (std::strcmp(name, "--depth") == 0 && value > 0 && value <= copy::kMostAtOnce)
        out.depths = {static_cast<std::size_t>(value)};
    else if (std::strcmp(name, "--strategy") == 0 && is_known(text))
        out.strategy = text;
    else if (std::strcmp(name, "--seed") == 0)
        out.seed = value;
    else if (std::strcmp(name, "--rounds") == 0 && value > 0)
        out.rounds = static_cast<unsigned>(value);
    else
        return false;
    return true;
}

bool read_arguments(int count, char** texts, Arguments& out) {
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(texts[i], "--full") == 0)
            set_full(out);
        else if (i + 1 == count || !read_argument(texts[i], texts[i + 1], out))
            return false;
        else
            ++i;
    }
    return true;
}

// The yardstick first, then each strategy with each depth.
std::vector<copy::Row> rows_for(const Arguments& arguments, DWORD request) {
    std::vector<copy::Row> rows{{{copy::kStrategies[0], 1, request}}};
    for (const copy::Strategy& strategy : std::span(copy::kStrategies).subspan(1))
        if (arguments.strategy == nullptr || std::strcmp(arguments.strategy, strategy.name) == 0)
            for (const std::size_t depth : arguments.depths)
                rows.push_back({{strategy, depth, request}});
    return rows;
}

bool compare(const char* name, copy::Work work, const Arguments& arguments,
             const copy::Source& source) {
    bool right = true;
    copy::print_head(name);
    for (const DWORD request : arguments.requests) {
        std::vector<copy::Row> rows = rows_for(arguments, request);
        copy::measure(rows, work, source, arguments.rounds);
        for (const copy::Row& row : rows) {
            copy::print(row, rows.front());
            right = right && row.right;
        }
        (void)std::fflush(stdout);
    }
    return right;
}

int run(const Arguments& arguments) {
    SYSTEM_INFO system{};
    ::GetSystemInfo(&system);
    std::printf("%s, %lu processors; %llu bytes, seed %llu, %u rounds, in the cache\n",
                w32::platform_name().c_str(), system.dwNumberOfProcessors,
                static_cast<unsigned long long>(arguments.bytes),
                static_cast<unsigned long long>(arguments.seed), arguments.rounds);
    if (w32::running_under_wine())
        std::puts("Under Wine these figures are Wine's, and say nothing about Windows.");
    const copy::Source source = copy::make_source(arguments.bytes, arguments.seed);
    const bool copied = compare("copy", &copy::copy_file, arguments, source);
    const bool read = compare("read", &copy::read_at_random, arguments, source);
    return copied && read ? 0 : 1;
}

}  // namespace

int main(int count, char** texts) {
    w32::console_in_utf8();
    Arguments arguments;
    if (!read_arguments(count, texts, arguments)) {
        std::puts(
            "copy_compare [--full | --bytes N] [--request BYTES] [--depth 1-64]\n"
            "             [--strategy synchronous|event|APC|port|pool] [--seed N] [--rounds N]");
        return 2;
    }
    try {
        return run(arguments);
    } catch (const w32::Error& error) {
        std::puts(error.what());
        return 1;
    }
}
