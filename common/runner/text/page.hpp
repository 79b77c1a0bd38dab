// page.hpp - makes a page from its template: a file that holds everything and asks for nothing.
//
//     Page page{"Benchmarks", tables, json};
//     const fs::path file = write_page(session, "bench", page, session.build_folder() / L"x.html");
//
// The templates are built from common/pages, with the drawing library inside. What a reader without
// script or sight gets is the table, which is made here.
#pragma once

#include "common/runner/session.hpp"
#include "common/runner/text/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace runner {

struct Page {
    std::string title;
    std::string tables;  ///< HTML: sections with a heading and a table each
    Json data;
};

/// `text` with & < > and quotes as entities: can stand in an element or an attribute.
std::string html_escaped(std::string_view text);

/// A section with a heading and a table. The first cell of each row is its heading. Everything is
/// escaped.
std::string html_table(std::string_view heading, const std::vector<std::string>& head,
                       const std::vector<std::vector<std::string>>& rows);

/// The template with title, language ("en", "zh"), tables and data filled in.
std::string fill_page(std::string_view page_template, const Page& page, std::string_view language);

/// Fills the template `name` ("bench", "timeline", "schedule", "overview") and writes it to `file`.
/// Throws Problem (environment) if the template has not been built or the file cannot be written.
void write_page(const Session& session, const std::string& name, const Page& page,
                const fs::path& file);

/// Shows a page in the browser, if there is a person to look at it; under Wine the launcher does
/// it.
void open_page(const fs::path& file);

}  // namespace runner
