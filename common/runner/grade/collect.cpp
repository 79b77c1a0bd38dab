// collect.cpp - walks through folders that somebody else has made: nothing in them is trusted.
#include "common/runner/grade/collect.hpp"

#include "common/runner/grade/source.hpp"
#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/windows.hpp"

#include <algorithm>
#include <optional>

namespace runner {
namespace {

constexpr std::uintmax_t kLargest = 1 << 20;
constexpr std::size_t kMostFiles = 20'000;  // of one submission
constexpr int kDeepest = 12;

struct Found {
    fs::path path;
    std::string place;  // in the submission, with '/'
};

// Folders in which no hand-in can be: build folders, version control, the workbook's own solutions.
bool is_skipped(const std::string& name) {
    return name == "out" || name == "solutions" || name == "build" || name.starts_with('.');
}

class Walk {
public:
    Walk(const fs::path& folder, const std::set<std::string>& others) : others_(others) {
        walk(folder, "", 0);
    }
    std::vector<Found> files;
    std::vector<std::string> notes;

private:
    void walk(const fs::path& folder, const std::string& place, int depth) {
        std::error_code unreadable;
        std::vector<fs::directory_entry> entries;
        for (auto at = fs::directory_iterator(folder, unreadable);
             !unreadable && at != fs::directory_iterator(); at.increment(unreadable)) {
            if (++count_ > kMostFiles) return note_once("has too many files; the rest is ignored");
            entries.push_back(*at);
        }
        if (unreadable) notes.push_back((place.empty() ? "." : place) + " cannot be read, ignored");
        std::sort(entries.begin(), entries.end());
        for (const fs::directory_entry& entry : entries) take(entry, place, depth);
    }
    void take(const fs::directory_entry& entry, const std::string& place, int depth) {
        const std::string name = to_text(entry.path().filename());
        const std::string here = place.empty() ? name : place + '/' + name;
        const DWORD attributes = ::GetFileAttributesW(entry.path().c_str());
        if (attributes == INVALID_FILE_ATTRIBUTES ||
            (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 ||
            others_.contains(to_text(entry.path()))) {
            notes.push_back(here + " is a link or no plain file, ignored");
        } else if ((attributes & FILE_ATTRIBUTE_DIRECTORY) == 0) {
            files.push_back({entry.path(), here});
        } else if (!is_skipped(name)) {
            if (depth == kDeepest) return note_once("has folders too deep; they are ignored");
            walk(entry.path(), here, depth + 1);
        }
    }
    void note_once(const char* what) {
        if (std::find(notes.begin(), notes.end(), what) == notes.end()) notes.emplace_back(what);
    }

    const std::set<std::string>& others_;
    std::size_t count_ = 0;
};

// What belongs to a lab, read once for all submissions.
struct Pristine {
    std::string starter;
    std::string judge;
    std::string allowed;  // starter and every right solution: words that the lab has a use for
};

Pristine pristine_of(const Lab& lab, const fs::path& root) {
    const std::string file = lab.name + ".hpp";
    const fs::path solution = root / L"solutions" / lab.chapter / lab.name;
    Pristine pristine;
    pristine.starter = read_file(lab.starter).value_or("");
    pristine.judge = read_file(lab.starter.parent_path() / L"judge.cpp").value_or("");
    pristine.allowed = pristine.starter + '\n' + read_file(solution / file).value_or("");
    for (const fs::path& other : files_in(solution / L"alternatives", ".hpp"))
        pristine.allowed += '\n' + read_file(other).value_or("");
    return pristine;
}

// Line ends and trailing blanks are an editor's business.
std::string without_blanks(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    std::string out;
    for (const std::string_view line : lines_of(trimmed(text))) {
        const std::size_t end = line.find_last_not_of(" \t");
        out += std::string(line.substr(0, end == line.npos ? 0 : end + 1)) + '\n';
    }
    return out;
}

// Empty if the file cannot be read or nobody would have typed so much.
std::optional<std::string> text_of(const fs::path& file) {
    std::error_code gone;
    const std::uintmax_t bytes = fs::file_size(file, gone);
    if (gone || bytes > kLargest) return std::nullopt;
    try {
        return read_file(file);
    } catch (const Problem&) {
        return std::nullopt;
    }
}

void read_hand_in(HandIn& hand_in, const Found& found, const Pristine& pristine) {
    const std::optional<std::string> text = text_of(found.path);
    if (!text) {
        hand_in.refusal = "cannot be read, or is larger than a megabyte";
        return;
    }
    hand_in.text = *text;
    hand_in.refusal = why_not_text(hand_in.text);
    if (hand_in.refusal.empty()) {
        hand_in.unchanged = without_blanks(hand_in.text) == without_blanks(pristine.starter);
        SourceReview review = review_source(hand_in.text, pristine.allowed);
        hand_in.refusal = std::move(review.refusal);
        hand_in.look_at = std::move(review.look_at);
    }
    if (!hand_in.refusal.empty()) hand_in.text.clear();
}

// The file of `lab`: the one at the place where the workbook has it, or the only one of its name.
void take_lab(Submission& submission, const std::vector<Found>& files, const Lab& lab,
              const Pristine& pristine) {
    const std::string name = lab.name + ".hpp";
    const std::string usual = "labs/" + lab.chapter + '/' + lab.name + '/' + name;
    std::vector<const Found*> there;
    std::vector<const Found*> anywhere;
    for (const Found& found : files) {
        if (to_text(found.path.filename()) != name) continue;
        anywhere.push_back(&found);
        if (found.place == usual || found.place.ends_with('/' + usual)) there.push_back(&found);
    }
    if (anywhere.empty()) return;
    const std::vector<const Found*>& candidates = there.empty() ? anywhere : there;
    HandIn hand_in{&lab, candidates.front()->place, "", ""};
    if (candidates.size() > 1)
        hand_in.refusal = "is there " + std::to_string(candidates.size()) +
                          " times: " + candidates[0]->place + ", " + candidates[1]->place;
    else
        read_hand_in(hand_in, *candidates.front(), pristine);
    submission.labs.push_back(std::move(hand_in));
}

// A judge or a build file that is not the workbook's own: it has no effect, and that is said.
void note_tampering(Submission& submission, const std::vector<Found>& files,
                    const std::vector<Pristine>& pristine, const fs::path& root) {
    for (const Found& found : files) {
        const std::string name = to_text(found.path.filename());
        if (name != "judge.cpp" && name != "CMakeLists.txt" && name != "lab.txt") continue;
        const std::string text = text_of(found.path).value_or("");
        bool own = false;
        for (const Pristine& one : pristine)
            own = own || without_blanks(one.judge) == without_blanks(text);
        for (std::string_view rest = found.place; !own;) {
            const auto same = read_file(root / fs::path(std::string(rest)));
            own = same && without_blanks(*same) == without_blanks(text);
            const std::size_t slash = rest.find('/');
            if (slash == rest.npos) break;
            rest.remove_prefix(slash + 1);
        }
        if (!own) submission.notes.push_back("brought its own " + found.place + ", ignored");
    }
}

// Linux lets a name have a quotation mark or end in a blank; Wine then shows nothing at all.
constexpr char kStrange[] = "has a name that Windows cannot have, ignored; rename it";

std::vector<Submission> nameless(const std::string& folder, const std::set<std::string>& others) {
    std::vector<Submission> submissions;
    for (const std::string& other : others) {
        if (!other.ends_with('/') || !other.starts_with(folder)) continue;
        const std::string name = other.substr(folder.size(), other.size() - folder.size() - 1);
        if (name.find('/') == name.npos) submissions.push_back({name, {}, {kStrange}});
    }
    return submissions;
}

void note_strange_names(Submission& submission, const std::string& folder,
                        const std::set<std::string>& others) {
    for (const std::string& other : others)
        if (other.ends_with('/') && other.starts_with(folder))
            submission.notes.push_back(
                other.substr(folder.size(), other.size() - folder.size() - 1) + ' ' + kStrange);
}

}  // namespace

const HandIn* Submission::of(const Lab& lab) const {
    for (const HandIn& hand_in : labs)
        if (hand_in.lab == &lab) return &hand_in;
    return nullptr;
}

std::vector<Submission> collect(const fs::path& folder, const std::vector<const Lab*>& labs,
                                const fs::path& root, const std::set<std::string>& others) {
    if (!fs::is_directory(folder)) throw Problem(kUsage, "there is no folder " + to_text(folder));
    std::vector<Pristine> pristine;
    for (const Lab* lab : labs) pristine.push_back(pristine_of(*lab, root));
    std::vector<Submission> submissions = nameless(to_text(folder) + '/', others);
    for (const fs::path& one : folders_in(folder)) {
        Submission submission{to_text(one.filename()), {}, {}};
        if (others.contains(to_text(one))) {
            submission.notes.emplace_back("is a link, ignored");
        } else {
            Walk walk(one, others);
            submission.notes = std::move(walk.notes);
            for (std::size_t i = 0; i < labs.size(); ++i)
                take_lab(submission, walk.files, *labs[i], pristine[i]);
            note_strange_names(submission, to_text(one) + '/', others);
            note_tampering(submission, walk.files, pristine, root);
        }
        submissions.push_back(std::move(submission));
    }
    std::sort(submissions.begin(), submissions.end(),
              [](const Submission& a, const Submission& b) { return a.name < b.name; });
    if (submissions.empty())
        throw Problem(kUsage, "there is no submission in " + to_text(folder) +
                                  ": it has to hold one folder per student");
    return submissions;
}

}  // namespace runner
