// quirks.hpp - differences that are Wine's.
#pragma once

#include "common/explore/tests/conformance/compare.hpp"

namespace conformance {

/// The quirk that explains why this step differs; nullptr: none, or this is Windows.
const Quirk* quirk_of(const Step& step, const Seen& model, const Seen& kernel);

}  // namespace conformance
