// statistics.cpp - ranks and quantiles.
#include "common/runner/bench/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace runner {
namespace {

constexpr std::size_t kMostExact = 20;

struct Ranked {
    double u = 0;     // of the first handful: pairs in which it is smaller, a tie counts half
    double ties = 0;  // sum over the groups of equal values, of t^3 - t
};

Ranked rank(const std::vector<double>& one, const std::vector<double>& other) {
    Ranked result;
    for (const double mine : one)
        for (const double theirs : other)
            result.u += mine < theirs ? 1.0 : mine == theirs ? 0.5 : 0.0;
    std::vector<double> all = one;
    all.insert(all.end(), other.begin(), other.end());
    std::sort(all.begin(), all.end());
    for (auto at = all.begin(); at != all.end();) {
        const auto end = std::upper_bound(at, all.end(), *at);
        const auto equal = static_cast<double>(end - at);
        result.ties += equal * equal * equal - equal;
        at = end;
    }
    return result;
}

// How many of the orders of n and m values have each U: the last value of an order belongs to one
// side or to the other, so the counts of (n, m) are those of (n - 1, m), moved up by m, and those
// of (n, m - 1).
std::vector<double> orders(std::size_t n, std::size_t m) {
    std::vector<std::vector<double>> row(m + 1, std::vector<double>(n * m + 1, 0));
    for (auto& counts : row) counts[0] = 1;  // n = 0
    for (std::size_t i = 1; i <= n; ++i) {
        row[0].assign(n * m + 1, 0);
        row[0][0] = 1;
        for (std::size_t j = 1; j <= m; ++j) {
            std::vector<double> counts = row[j - 1];
            for (std::size_t u = j; u < counts.size(); ++u) counts[u] += row[j][u - j];
            row[j] = counts;
        }
    }
    return row[m];
}

double exact(double u, std::size_t n, std::size_t m) {
    const std::vector<double> counts = orders(n, m);
    const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
    const auto smaller = static_cast<std::size_t>(std::min(u, static_cast<double>(n * m) - u));
    double tail = 0;
    for (std::size_t i = 0; i <= smaller; ++i) tail += counts[i];
    return std::min(1.0, 2 * tail / all);
}

double approximate(const Ranked& ranked, double n, double m) {
    const double all = n + m;
    const double variance = n * m / 12 * (all + 1 - ranked.ties / (all * (all - 1)));
    if (variance <= 0) return 1;  // nothing but ties
    const double off = std::max(0.0, std::abs(ranked.u - n * m / 2) - 0.5);
    return std::min(1.0, std::erfc(off / std::sqrt(variance) / std::sqrt(2.0)));
}

}  // namespace

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double spread_percent(const std::vector<double>& values) {
    const double middle = median(values);
    if (values.size() < 2 || middle == 0) return 0;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return 100 * (*most - *least) / middle;
}

double mann_whitney(const std::vector<double>& one, const std::vector<double>& other) {
    if (one.empty() || other.empty()) return 1;
    const Ranked ranked = rank(one, other);
    if (ranked.ties == 0 && one.size() <= kMostExact && other.size() <= kMostExact)
        return exact(ranked.u, one.size(), other.size());
    return approximate(ranked, static_cast<double>(one.size()), static_cast<double>(other.size()));
}

std::vector<double> holm(const std::vector<double>& p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    std::vector<double> adjusted(p.size());
    double highest = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double weighted = p[order[i]] * static_cast<double>(p.size() - i);
        highest = std::max(highest, std::min(1.0, weighted));
        adjusted[order[i]] = highest;
    }
    return adjusted;
}

}  // namespace runner
