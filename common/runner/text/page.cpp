// page.cpp - three markers and what takes their place.
#include "common/runner/text/page.hpp"

#include "common/runner/problem.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/windows.hpp"

#include <shellapi.h>

namespace runner {
namespace {

struct Marker {
    std::string_view mark;
    std::string_view text;
};

// In one pass: what is filled in may look like a marker itself.
std::string filled(std::string_view in, const std::vector<Marker>& markers) {
    std::string out;
    for (std::size_t at = 0; at < in.size();) {
        const Marker* found = nullptr;
        for (const Marker& marker : markers)
            if (in.substr(at, marker.mark.size()) == marker.mark) found = &marker;
        if (found == nullptr) {
            out += in[at++];
        } else {
            out += found->text;
            at += found->mark.size();
        }
    }
    return out;
}

// Inside <script> the text "</script" would end it, and "<!--" begin a comment.
std::string for_script(const Json& data) {
    std::string out;
    for (const char c : data.write()) {
        if (c == '<')
            out += "\\u003c";
        else
            out += c;
    }
    return out;
}

}  // namespace

std::string html_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    return out;
}

std::string html_table(std::string_view heading, const std::vector<std::string>& head,
                       const std::vector<std::vector<std::string>>& rows) {
    std::string out = "<section><h2>" + html_escaped(heading) + "</h2><table><thead><tr>";
    for (const std::string& cell : head) out += "<th scope=\"col\">" + html_escaped(cell) + "</th>";
    out += "</tr></thead><tbody>\n";
    for (const auto& row : rows) {
        out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
            out += i == 0 ? "<th scope=\"row\">" + html_escaped(row[i]) + "</th>"
                          : "<td>" + html_escaped(row[i]) + "</td>";
        out += "</tr>\n";
    }
    return out + "</tbody></table></section>\n";
}

std::string fill_page(std::string_view page_template, const Page& page, std::string_view language) {
    const std::string title = html_escaped(page.title);
    const std::string data = for_script(page.data);
    return filled(page_template, {{"<!--WB:TITLE-->", title},
                                  {"<!--WB:LANG-->", language == "zh" ? "zh-CN" : "en"},
                                  {"<!--WB:TABLE-->", page.tables},
                                  {"/*WB:DATA*/", data}});
}

void write_page(const Session& session, const std::string& name, const Page& page,
                const fs::path& file) {
    const fs::path from = session.build_folder() / L"pages" / (name + ".html");
    const auto text = read_file(from);
    if (!text)
        throw Problem(kEnvironment, to_text(from.lexically_relative(session.root)) +
                                        " is missing; build the target workbook_pages");
    fs::create_directories(file.parent_path());
    replace_file(file, fill_page(*text, page, session.chinese ? "zh" : "en"));
}

void open_page(const fs::path& file) {
    if (w32::running_under_wine()) return;
    DWORD mode = 0;
    if (!::GetConsoleMode(::GetStdHandle(STD_OUTPUT_HANDLE), &mode)) return;
    (void)::ShellExecuteW(nullptr, L"open", file.c_str(), nullptr, nullptr, SW_SHOWNORMAL);
}

}  // namespace runner
