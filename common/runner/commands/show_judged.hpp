// show_judged.hpp - how a verdict looks on the screen: the tests, and why it is no.
#pragma once

#include "common/runner/labs/judge.hpp"
#include "common/runner/text/language.hpp"
#include "common/runner/text/screen.hpp"

namespace runner {

/// A line for each test that is known of.
void show_cases(const Screen& screen, const Judged& judged, Language language);

/// What the judge says: the Chinese sentence, if one was put there, and under it the English one,
/// which has the values.
void show_sentence(const Screen& screen, const Judged& judged);

/// Of a lab that did not pass: the diagnosis, the sentence, and what belongs to it.
void show_reason(const Screen& screen, const Judged& judged, Language language);

}  // namespace runner
