// overview.hpp - progress, claims and platforms in one look: what `wb report` tells.
#pragma once

#include "common/runner/report/claims.hpp"
#include "common/runner/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace runner {

struct LabState {
    const Lab* lab = nullptr;
    enum class State { passed, not_passed, not_yet };
    State state = State::not_yet;
    std::string detail{};  ///< the date, or the diagnosis of the last check
};

struct ClaimState {
    Claim claim;
    enum class Result { passed, failed, skipped, not_run };
    Result result = Result::not_run;
    std::string reason{};  ///< why it was skipped, or what failed
};

struct ChapterState {
    const Chapter* chapter = nullptr;
    std::vector<LabState> labs{};
    std::vector<ClaimState> claims{};
};

/// Of the last `wb test`.
struct TestSums {
    std::size_t passed = 0, failed = 0, skipped = 0;
};

struct Overview {
    std::vector<ChapterState> chapters{};
    std::optional<TestSums> tests{};

    std::size_t labs() const;
    std::size_t labs_passed() const;
};

/// Reads what `wb check` and `wb test` have left; runs nothing. Points into the session's catalog.
/// `junit` is what CTest wrote into the build folder.
Overview look_at_everything(const Session& session, const wchar_t* junit = L"wb-test.xml");

std::string_view name_of(LabState::State state) noexcept;  ///< "passed", "not passed", "not yet"
std::string_view name_of(ClaimState::Result result) noexcept;  ///< "passed", ..., "not run"

}  // namespace runner
