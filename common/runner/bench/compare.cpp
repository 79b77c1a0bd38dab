// compare.cpp - ranks, sittings, a least change, and the neighbours.
#include "common/runner/bench/compare.hpp"

#include "common/runner/bench/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

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

struct Pair {
    const BenchRow* now;
    const BenchRow* before;
    double ratio;
    std::vector<double> moved{};  ///< before's samples, as the row's neighbours have moved
};

std::vector<double> times(std::vector<double> samples, double factor) {
    for (double& sample : samples) sample *= factor;
    return samples;
}

// The ratios of what shares the machine with this row, but not its code: the rows of other names,
// of its group, or of the whole run if the group has too few.
std::vector<double> ratios_beside(const std::vector<Pair>& pairs, const Pair& row) {
    constexpr std::size_t kFewestNeighbours = 3;
    std::vector<double> group, all;
    for (const Pair& other : pairs) {
        const bool same_group = other.now->name.group == row.now->name.group;
        if (same_group && other.now->name.row == row.now->name.row) continue;
        all.push_back(other.ratio);
        if (same_group) group.push_back(other.ratio);
    }
    std::vector<double>& beside = group.size() < kFewestNeighbours ? all : group;
    if (beside.size() < kFewestNeighbours) beside.clear();
    std::sort(beside.begin(), beside.end());
    return beside;
}

// How far a fifth of the neighbours went the way of this row: a ratio, 1 if they did not.
double drift_of(const std::vector<Pair>& pairs, const Pair& row) {
    const std::vector<double> beside = ratios_beside(pairs, row);
    if (beside.empty()) return 1;
    const std::size_t fifth = beside.size() / 5;
    return row.ratio < 1 ? std::min(beside[fifth], 1.0)
                         : std::max(beside[beside.size() - 1 - fifth], 1.0);
}

bool differs(const std::vector<double>& now, const std::vector<double>& before,
             const BenchContext& run, const BenchContext& base, double ratio) {
    return std::abs(ratio - 1) > kLeastChange &&
           are_apart(medians_of_sittings(now, run.sittings),
                     medians_of_sittings(before, base.sittings));
}

Verdict judge(const Pair& pair, const BenchContext& run, const BenchContext& base, double p) {
    const double beyond = median(pair.now->samples) / median(pair.moved);
    const bool is_surprise =
        p < kSurprise && (beyond > 1) == (pair.ratio > 1) &&
        differs(pair.now->samples, pair.before->samples, run, base, pair.ratio) &&
        differs(pair.now->samples, pair.moved, run, base, beyond);
    if (!is_surprise) return Verdict::no_difference;
    return pair.ratio > 1 ? Verdict::slower : Verdict::faster;
}

// What can be compared at all: both runs have samples of it, in the same unit.
std::vector<Pair> pairs_of(const BenchRun& now, const BenchRun& before) {
    std::vector<Pair> pairs;
    for (const BenchRow& row : now.rows) {
        const BenchRow* old = before.find(row.name);
        if (old == nullptr || row.samples.empty() || row.unit != old->unit) continue;
        const double was = median(old->samples);
        if (was > 0) pairs.push_back({&row, old, median(row.samples) / was});
    }
    for (Pair& pair : pairs) pair.moved = times(pair.before->samples, drift_of(pairs, pair));
    return pairs;
}

bool was_disturbed(const BenchRun& run) { return run.context.usual_load() > kStill; }

// "the group waits as a whole takes 0.85 of what it took before: ..."
void add_drifts(std::vector<std::string>& found, const std::vector<Pair>& pairs) {
    std::map<std::string, std::vector<double>> groups;
    for (const Pair& pair : pairs) groups[pair.now->name.group].push_back(pair.ratio);
    for (const auto& [name, ratios] : groups) {
        const double drift = median(ratios);
        if (ratios.size() < 3 || std::abs(drift - 1) <= kLeastChange) continue;
        char share[32];
        std::snprintf(share, sizeof share, "%.2f", drift);
        found.push_back("the group " + name + " as a whole takes " + share +
                        " of what it took before: the machine, or something that its rows share");
    }
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
    std::map<std::string, Comparison> result;
    for (const BenchRow& row : now.rows)
        if (const BenchRow* old = before.find(row.name))
            result[row.name.text()].old_median = median(old->samples);
    const std::vector<Pair> pairs = pairs_of(now, before);
    std::vector<double> p;
    for (const Pair& pair : pairs)
        p.push_back(std::max(mann_whitney(pair.now->samples, pair.before->samples),
                             mann_whitney(pair.now->samples, pair.moved)));
    const std::vector<double> adjusted = holm(p);
    const bool is_still = !was_disturbed(now) && !was_disturbed(before);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        Comparison& seen = result[pairs[i].now->name.text()];
        seen.ratio = pairs[i].ratio;
        seen.p = adjusted[i];
        if (is_still) seen.verdict = judge(pairs[i], now.context, before.context, seen.p);
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
    for (const auto& [run, when] : {std::pair(&now, "this"), std::pair(&before, "the earlier")})
        if (was_disturbed(*run))
            found.push_back("others used the machine during " + std::string(when) +
                            " run: nothing is compared. Repeat it on a still machine");
    add_drifts(found, pairs_of(now, before));
    return found;
}

}  // namespace runner
