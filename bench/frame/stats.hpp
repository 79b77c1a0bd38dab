// stats.hpp - what the tables say about samples: median, spread, fairness, quantiles.
//
//     bench::Histogram waits;
//     waits.add(31);                        // steps of the clock
//     waits.quantile(0.99)
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bench {

/// The middle one; of an even number the mean of both. 0 of none.
inline double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// From the smallest to the largest, in percent of the median. 0 of fewer than two.
inline double spread_percent(const std::vector<double>& values) {
    const double middle = median(values);
    if (values.size() < 2 || middle <= 0) return 0;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return 100 * (*most - *least) / middle;
}

/// Jain's fairness index: 1 if all have the same, 1/n if one has all. 1 if nobody has anything.
/// https://www.rfc-editor.org/rfc/rfc5166#section-2.3
inline double jain_index(const std::vector<double>& shares) {
    double sum = 0;
    double squares = 0;
    for (const double share : shares) {
        sum += share;
        squares += share * share;
    }
    return squares > 0 ? sum * sum / (static_cast<double>(shares.size()) * squares) : 1;
}

/// What the one with least has, in percent of all. 0 if there is nothing.
inline double smallest_share_percent(const std::vector<double>& shares) {
    double sum = 0;
    for (const double share : shares) sum += share;
    if (sum <= 0) return 0;
    return 100 * *std::min_element(shares.begin(), shares.end()) / sum;
}

/// Counts whole numbers in buckets whose width grows with the value: exact below 32, then to
/// within 1/32. Costs no allocation and a few instructions for each value. One thread adds; add
/// the histograms of several after they have been joined.
class Histogram {
public:
    void add(std::uint64_t value) noexcept {
        ++counts_[bucket_of(value)];
        ++size_;
        largest_ = std::max(largest_, value);
    }
    void add(const Histogram& other) noexcept {
        for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
        size_ += other.size_;
        largest_ = std::max(largest_, other.largest_);
    }

    std::uint64_t size() const noexcept { return size_; }
    std::uint64_t largest() const noexcept { return largest_; }

    /// The value that a share of all values, 0 to 1, does not exceed; never above largest(), which
    /// is exact. 0 of none.
    double quantile(double share) const noexcept {
        const auto wanted = static_cast<std::uint64_t>(std::ceil(share * double(size_)));
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            seen += counts_[i];
            if (seen >= wanted && seen > 0)
                return static_cast<double>(std::min(last_of(i), largest_));
        }
        return 0;
    }

private:
    static constexpr unsigned kFineBits = 5;  // 32 buckets between two powers of two
    static constexpr std::uint64_t kFine = 1u << kFineBits;

    static std::size_t bucket_of(std::uint64_t value) noexcept {
        if (value < kFine) return static_cast<std::size_t>(value);
        const auto shift = static_cast<unsigned>(std::bit_width(value)) - kFineBits - 1;
        return static_cast<std::size_t>((shift << kFineBits) + (value >> shift));
    }
    // The largest value of a bucket.
    static std::uint64_t last_of(std::size_t bucket) noexcept {
        if (bucket < 2 * kFine) return bucket;
        const std::size_t shift = (bucket >> kFineBits) - 1;
        const std::uint64_t top = bucket - (shift << kFineBits);
        return ((top + 1) << shift) - 1;
    }

    std::array<std::uint64_t, (64 - kFineBits + 1) * kFine> counts_{};
    std::uint64_t size_ = 0;
    std::uint64_t largest_ = 0;
};

}  // namespace bench
