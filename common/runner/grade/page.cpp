// page.cpp - the class as one static page: no script, nothing from outside, words in every cell.
#include "common/runner/grade/forms.hpp"

#include "common/runner/text/page.hpp"

namespace runner {
namespace {

using How = Grade::How;

constexpr char kHead[] = R"html(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root { color-scheme: light dark; --line: #d0d7de; --good: #116329; --bad: #a40e26;
        --faint: #59636e; --back: #fff; --look: #fff3c4; --text: #1f2328 }
@media (prefers-color-scheme: dark) {
  :root { --line: #3d444d; --good: #4ac26b; --bad: #ff8182; --faint: #9198a1; --back: #0d1117;
          --look: #4b3a00; --text: #e6edf3 } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1rem; max-width: 72rem;
       background: var(--back); color: var(--text) }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-size: .9rem }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left;
         vertical-align: top }
tbody th { position: sticky; left: 0; background: var(--back) }
.good { color: var(--good) } .bad { color: var(--bad) } .faint { color: var(--faint) }
.look { background: var(--look); padding: .1rem .3rem }
pre { overflow-x: auto; border-left: 3px solid var(--line); padding-left: .6rem; font-size: .85rem }
h2 { margin-top: 2.5rem } h3 { margin: 1.2rem 0 .2rem; font-size: 1.05rem }
a { color: inherit } p { margin: .3rem 0 }
</style>
)html";

std::string safe(std::string_view text) { return html_escaped(without_controls(text)); }

const char* colour_of(const Grade& grade) {
    if (grade.passed()) return "good";
    return grade.how == How::not_changed || grade.how == How::not_graded_yet ? "faint" : "bad";
}

std::string anchor(std::size_t submission, const Lab& lab) {
    return "s" + std::to_string(submission) + '-' + lab.card.id;
}

std::string cell(const Class& all, std::size_t i, const Lab& lab) {
    const Grade* grade = all.grade(i, lab);
    if (grade == nullptr) return "<td class=\"faint\">not handed in</td>";
    std::string html = std::string("<td class=\"") + colour_of(*grade) + "\"><a href=\"#" +
                       safe(anchor(i, lab)) + "\">" + safe(grade->word()) + "</a>";
    if (!grade->look_at.empty()) html += " <span class=\"look\">look yourself</span>";
    return html + "</td>";
}

std::string grid(const Class& all) {
    std::string html =
        "<div class=\"wide\"><table><thead><tr><th scope=\"col\">student</th>"
        "<th scope=\"col\">passed</th>";
    for (const Lab* lab : all.labs)
        html +=
            "<th scope=\"col\">" + safe(lab->card.id) + "<br>" + safe(lab->card.title) + "</th>";
    html += "</tr></thead><tbody>\n";
    for (std::size_t i = 0; i < all.submissions.size(); ++i) {
        html += "<tr><th scope=\"row\"><a href=\"#s" + std::to_string(i) + "\">" +
                safe(all.submissions[i].name) + "</a></th><td>" + std::to_string(all.passed(i)) +
                " of " + std::to_string(all.submissions[i].labs.size()) + "</td>";
        for (const Lab* lab : all.labs) html += cell(all, i, *lab);
        html += "</tr>\n";
    }
    return html + "</tbody></table></div>\n";
}

std::string lab_details(const Class& all, std::size_t i, std::size_t j) {
    const HandIn& hand_in = all.submissions[i].labs[j];
    const Grade& grade = all.grades[i][j];
    std::string html = "<h3 id=\"" + safe(anchor(i, *hand_in.lab)) + "\">" +
                       safe(hand_in.lab->card.id + ' ' + hand_in.lab->card.title) +
                       ": <span class=\"" + colour_of(grade) + "\">" + safe(grade.word()) +
                       "</span></h3>\n<p class=\"faint\">" + safe(hand_in.place);
    if (!grade.test.empty()) html += ", in " + safe(grade.test);
    html += "</p>\n";
    if (!grade.sentence.empty()) html += "<p>" + safe(grade.sentence) + "</p>\n";
    for (const std::string& what : grade.look_at)
        html +=
            "<p><span class=\"look\">Look at this one yourself:</span> " + safe(what) + "</p>\n";
    if (!grade.details.empty()) {
        html += "<pre>";
        for (const std::string& line : grade.details) html += safe(line) + '\n';
        html += "</pre>\n";
    }
    return html;
}

std::string details(const Class& all, std::size_t i) {
    const Submission& submission = all.submissions[i];
    std::string html =
        "<section><h2 id=\"s" + std::to_string(i) + "\">" + safe(submission.name) + "</h2>\n";
    for (const std::string& note : submission.notes)
        html += "<p class=\"faint\">" + safe(note) + "</p>\n";
    if (submission.labs.empty()) html += "<p>No lab's file is in it.</p>\n";
    for (std::size_t j = 0; j < submission.labs.size(); ++j) html += lab_details(all, i, j);
    return html + "</section>\n";
}

}  // namespace

std::string class_html(const Class& all) {
    const std::string title = "Win32 threading workbook: " + safe(all.name);
    std::string html =
        kHead + ("<title>" + title + "</title></head>\n<body><h1>" + title +
                 "</h1>\n<p class=\"faint\">" + safe(all.date + ", " + all.platform) +
                 ", at most " + std::to_string(all.limit) + " s for one program</p>\n");
    html += grid(all);
    for (std::size_t i = 0; i < all.submissions.size(); ++i) html += details(all, i);
    return html + "</body></html>\n";
}

}  // namespace runner
