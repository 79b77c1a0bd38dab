// forms.cpp - text, JSON, JUnit; page.cpp makes the page.
#include "common/runner/grade/forms.hpp"

#include "common/runner/text/page.hpp"
#include "common/runner/text/text.hpp"
#include "common/win32/text.hpp"

namespace runner {
namespace {

using How = Grade::How;

std::string passed_of(const Class& all, std::size_t i) {
    return std::to_string(all.passed(i)) + " of " + std::to_string(all.submissions[i].labs.size()) +
           " passed";
}

void show_lab(const Screen& screen, const HandIn& hand_in, const Grade& grade) {
    const std::string word = grade.passed()                  ? screen.good(grade.word())
                             : grade.how == How::not_changed ? screen.faint(grade.word())
                                                             : screen.bad(grade.word());
    screen.line("  " + hand_in.lab->card.id + "  " + padded(hand_in.lab->name, 24) + word);
    if (!grade.passed() && !grade.sentence.empty())
        screen.paragraph(without_controls(grade.sentence), 7);
    for (const std::string& what : grade.look_at)
        screen.paragraph("look at this one yourself: " + without_controls(what), 7);
}

void show_details(const Screen& screen, const Class& all) {
    for (std::size_t i = 0; i < all.submissions.size(); ++i) {
        const Submission& submission = all.submissions[i];
        screen.line();
        screen.line(screen.strong(without_controls(submission.name)) + "  " + passed_of(all, i));
        for (std::size_t j = 0; j < submission.labs.size(); ++j)
            show_lab(screen, submission.labs[j], all.grades[i][j]);
        for (const std::string& note : submission.notes)
            screen.paragraph(without_controls(note), 2);
        if (submission.labs.empty()) screen.line("  no lab's file is in it");
    }
}

Json texts(const std::vector<std::string>& list) {
    Json json = Json::array();
    for (const std::string& text : list) json.push(without_controls(text));
    return json;
}

Json lab_json(const HandIn& hand_in, const Grade& grade) {
    Json json = Json::object();
    json.set("id", hand_in.lab->card.id).set("name", hand_in.lab->name);
    json.set("file", hand_in.place).set("verdict", grade.word());
    json.set("diagnosis", grade.diagnosis).set("test", grade.test);
    json.set("sentence", without_controls(grade.sentence));
    return json.set("details", texts(grade.details)).set("look_at", texts(grade.look_at));
}

// What JUnit calls it: the student's fault, something the teacher has to look at, or nothing done.
const char* element_of(How how) {
    switch (how) {
        case How::passed: return nullptr;
        case How::not_passed:
        case How::does_not_compile: return "failure";
        case How::hangs:
        case How::crashes:
        case How::too_much:
        case How::no_verdict: return "error";
        case How::not_changed:
        case How::refused:
        case How::not_graded_yet: break;
    }
    return "skipped";
}

// The sums that a test suite begins with.
constexpr std::pair<const char*, const char*> kSums[] = {
    {"failures", "failure"}, {"errors", "error"}, {"skipped", "skipped"}};

std::string case_xml(const Submission& submission, const HandIn& hand_in, const Grade& grade) {
    const auto safe = [](std::string_view text) { return html_escaped(without_controls(text)); };
    std::string xml = "    <testcase classname=\"" + safe(submission.name) + "\" name=\"" +
                      safe(hand_in.lab->card.id + ' ' + hand_in.lab->name) + "\">";
    if (const char* element = element_of(grade.how)) {
        xml += std::string("<") + element + " message=\"" + safe(grade.word()) + "\">";
        xml += safe(grade.sentence);
        for (const std::string& line : grade.details) xml += '\n' + safe(line);
        xml += std::string("</") + element + '>';
    }
    if (!grade.look_at.empty()) {
        xml += "<system-out>look at this one yourself:";
        for (const std::string& what : grade.look_at) xml += '\n' + safe(what);
        xml += "</system-out>";
    }
    return xml + "</testcase>\n";
}

std::size_t count_of(const std::vector<Grade>& row, std::string_view element) {
    std::size_t count = 0;
    for (const Grade& grade : row) {
        const char* own = element_of(grade.how);
        count += own != nullptr && element == own ? 1 : 0;
    }
    return count;
}

}  // namespace

std::string without_controls(std::string_view text) {
    std::string out = w32::to_utf8(w32::to_wide(text));
    for (char& c : out)
        if ((static_cast<unsigned char>(c) < 32 && c != '\n' && c != '\t') || c == 127) c = '.';
    return out;
}

void show_class(const Screen& screen, const Class& all) {
    show_details(screen, all);
    screen.line();
    std::size_t hand_ins = 0;
    for (const auto& row : all.grades) hand_ins += row.size();
    screen.line(std::to_string(all.submissions.size()) + " submissions, " +
                std::to_string(hand_ins) + " hand-ins, " + std::to_string(all.count(How::passed)) +
                " passed");
}

Json class_json(const Class& all) {
    Json json = Json::object();
    json.set("workbook_grade", 1).set("class", all.name).set("date", all.date);
    json.set("platform", all.platform).set("limit", all.limit);
    Json labs = Json::array();
    for (const Lab* lab : all.labs)
        labs.push(Json::object({{"id", lab->card.id}, {"title", lab->card.title}}));
    Json submissions = Json::array();
    for (std::size_t i = 0; i < all.submissions.size(); ++i) {
        const Submission& submission = all.submissions[i];
        Json graded = Json::array();
        for (std::size_t j = 0; j < submission.labs.size(); ++j)
            graded.push(lab_json(submission.labs[j], all.grades[i][j]));
        Json one = Json::object();
        one.set("name", submission.name).set("passed", all.passed(i));
        one.set("labs", graded).set("notes", texts(submission.notes));
        submissions.push(std::move(one));
    }
    return json.set("labs", labs).set("submissions", submissions);
}

std::string class_junit(const Class& all) {
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"" +
                      html_escaped(without_controls(all.name)) + "\">\n";
    for (std::size_t i = 0; i < all.submissions.size(); ++i) {
        const Submission& submission = all.submissions[i];
        xml += "  <testsuite name=\"" + html_escaped(without_controls(submission.name)) +
               "\" tests=\"" + std::to_string(submission.labs.size()) + '"';
        for (const auto& [attribute, element] : kSums)
            xml += std::string(" ") + attribute + "=\"" +
                   std::to_string(count_of(all.grades[i], element)) + '"';
        xml += ">\n";
        for (std::size_t j = 0; j < submission.labs.size(); ++j)
            xml += case_xml(submission, submission.labs[j], all.grades[i][j]);
        xml += "  </testsuite>\n";
    }
    return xml + "</testsuites>\n";
}

}  // namespace runner
