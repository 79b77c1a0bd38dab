// table.hpp - rounds of measurements, and a line of the table for each setting.
#pragma once

#include "chapters/10-iocp/copy/run.hpp"

#include <cstdio>

namespace copy {

using Work = Measured (*)(const Source&, const Setting&);

struct Row {
    Setting setting;
    std::vector<double> seconds{};  ///< of each round
    std::vector<double> cpu{};
    std::uint64_t bytes = 0;
    bool right = true;  ///< in each round
};

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Round by round, each row once: what slows the machine down meanwhile slows down all of them.
inline void measure(std::vector<Row>& rows, Work work, const Source& source, unsigned rounds) {
    for (unsigned round = 0; round < rounds; ++round)
        for (Row& row : rows) {
            const Measured seen = work(source, row.setting);
            row.seconds.push_back(seen.seconds);
            row.cpu.push_back(seen.cpu_seconds);
            row.bytes = seen.bytes;
            row.right = row.right && seen.right;
        }
}

inline void print_head(const char* work) {
    std::printf("\n%-12s %-12s %5s %9s %9s %8s %9s  %s\n", work, "strategy", "depth", "MiB/s",
                "CPU ms", "ratio", "spread %", "hash");
}

/// `yardstick`: the row of the same rounds that the ratio compares with, round by round.
inline void print(const Row& row, const Row& yardstick) {
    const auto [fastest, slowest] = std::minmax_element(row.seconds.begin(), row.seconds.end());
    std::printf("%8lu B   %-12s %5zu ", row.setting.request, row.setting.strategy.name,
                row.setting.depth);
    if (!row.right) {
        std::printf("%9s %9s %8s %9s  WRONG: the row is void\n", "-", "-", "-", "-");
        return;
    }
    std::vector<double> ratios;
    for (std::size_t i = 0; i < row.seconds.size(); ++i)
        ratios.push_back(yardstick.seconds[i] / row.seconds[i]);
    std::printf("%9.0f %9.0f %8.2f %9.0f  right\n",
                static_cast<double>(row.bytes) / (1 << 20) / median(row.seconds),
                1000 * median(row.cpu), median(ratios), 100 * (*slowest - *fastest) / *fastest);
}

}  // namespace copy
