// compare.cpp - ranks, sittings, and a least change.
#include "common/runner/bench/compare.hpp"

#include "common/runner/bench/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace runner {
namespace {

using Verdict = Comparison::Verdict;

// The fewest on each side from which the test can answer at all, once it is corrected for some
// hundred rows.
constexpr std::size_t kFewest = 9;

std::vector<double> medians_of_sittings(const std::vector<double>& samples, int sittings) {
    const std::size_t count = std::max<std::size_t>(static_cast<std::size_t>(sittings), 1);
    if (samples.size() % count != 0) return {median(samples)};  // a sitting has failed
    const auto each = static_cast<std::ptrdiff_t>(samples.size() / count);
    std::vector<double> medians;
    for (auto at = samples.begin(); at != samples.end(); at += each)
        medians.push_back(median(std::vector<double>(at, at + each)));
    return medians;
}

bool are_apart(const std::vector<double>& one, const std::vector<double>& other) {
    const auto [least, most] = std::minmax_element(one.begin(), one.end());
    const auto [others_least, others_most] = std::minmax_element(other.begin(), other.end());
    return *most < *others_least || *others_most < *least;
}

Verdict judge(const BenchRow& now, const BenchRow& before, const BenchRun& run,
              const BenchRun& base, const Comparison& seen) {
    const bool differs = seen.p < kSurprise && std::abs(seen.ratio - 1) > kLeastChange &&
                         are_apart(medians_of_sittings(now.samples, run.context.sittings),
                                   medians_of_sittings(before.samples, base.context.sittings));
    if (!differs) return Verdict::no_difference;
    return seen.ratio > 1 ? Verdict::slower : Verdict::faster;
}

std::size_t fewest_samples(const BenchRun& run) {
    std::size_t fewest = 0;
    for (const BenchRow& row : run.rows)
        if (!row.samples.empty())
            fewest = fewest == 0 ? row.samples.size() : std::min(fewest, row.samples.size());
    return fewest;
}

}  // namespace

std::string_view name_of(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::faster: return "faster";
        case Verdict::slower: return "slower";
        case Verdict::no_difference: return "no difference shown";
        case Verdict::not_comparable: break;
    }
    return "not comparable";
}

std::map<std::string, Comparison> compare(const BenchRun& now, const BenchRun& before) {
    struct Pair {
        const BenchRow* now;
        const BenchRow* before;
    };
    std::map<std::string, Comparison> result;
    std::vector<Pair> pairs;
    std::vector<double> p;
    for (const BenchRow& row : now.rows) {
        const BenchRow* old = before.find(row.name);
        if (old == nullptr) continue;
        Comparison& seen = result[row.name.text()];
        seen.old_median = median(old->samples);
        if (row.samples.empty() || seen.old_median <= 0 || row.unit != old->unit) continue;
        seen.ratio = median(row.samples) / seen.old_median;
        pairs.push_back({&row, old});
        p.push_back(mann_whitney(row.samples, old->samples));
    }
    const std::vector<double> adjusted = holm(p);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        Comparison& seen = result[pairs[i].now->name.text()];
        seen.p = adjusted[i];
        seen.verdict = judge(*pairs[i].now, *pairs[i].before, now, before, seen);
    }
    return result;
}

std::vector<std::string> doubts(const BenchRun& now, const BenchRun& before) {
    std::vector<std::string> found;
    const auto differ = [&](const char* what, const std::string& one, const std::string& other) {
        if (one != other)
            found.push_back(std::string("the two runs have another ") + what + ": " + one +
                            " now, " + other + " before");
    };
    differ("platform", now.context.platform, before.context.platform);
    differ("compiler", now.context.compiler, before.context.compiler);
    differ("pinning", now.context.pinned, before.context.pinned);
    if (now.context.quick || before.context.quick)
        found.emplace_back("a quick run is for a look, not for a comparison");
    if (std::min(fewest_samples(now), fewest_samples(before)) < kFewest)
        found.emplace_back("fewer than 9 samples per row: no difference can be shown");
    return found;
}

}  // namespace runner
