// record.cpp - one place decides what counts.
#include "common/runner/labs/record.hpp"

#include "common/runner/labs/starters.hpp"
#include "common/runner/text/messages.hpp"

namespace runner {

void refresh_progress(Session& session) {
    LoadedProgress loaded = load_progress(session.progress_file());
    if (!loaded.notice.empty()) complain(loaded.notice);
    session.progress = std::move(loaded.progress);
}

void record_verdict(Session& session, const Lab& lab, const Judged& judged, std::string_view text) {
    using How = Judged::How;
    const std::string& id = lab.card.id;
    const bool ran = judged.how != How::does_not_compile && judged.how != How::not_built;
    bool news =
        ran && !is_delivered(session.root, lab, text) && session.progress.count_attempt(id, text);
    if (judged.passed() && !session.progress.passed(id)) {
        session.progress.set_passed(id, today());
        news = true;
    }
    if (news) session.save_progress();
}

std::string attempts_text(const Session& session, std::string_view id) {
    const int count = session.progress.attempts(id);
    if (count == 0) return "";
    const std::string number = std::to_string(count);
    return session.say(", at attempt " + number, "，第 " + number + " 次尝试");
}

}  // namespace runner
