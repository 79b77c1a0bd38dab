// catalog.hpp - the chapters, demos and labs that are there, found by looking into the folders.
//
//     const Catalog catalog = load_catalog(root);
//     const Lab& lab = catalog.lab("loop_variable");   // or L01, l01, 01-threads/loop_variable
#pragma once

#include "common/runner/files.hpp"
#include "common/runner/labs/card.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace runner {

/// labs/NN-topic/name
struct Lab {
    Card card;
    std::string chapter;  ///< "01-threads"
    std::string name;     ///< "loop_variable"
    fs::path starter;     ///< the learner's file, name.hpp

    /// Its judge runs it under every schedule (common/explore).
    bool explored() const { return card.verdict.find('E') != card.verdict.npos; }
    /// `wb break` has a task in it.
    bool breakable() const { return !card.break_test.empty(); }
    std::string program() const { return "lab_" + chapter.substr(0, 2) + '_' + name; }
};

/// chapters/NN-topic/name.cpp
struct Demo {
    std::string chapter;
    std::string name;
    std::string title;       ///< the first comment line of its file
    std::string title_zh{};  ///< "" if nobody has asked for it

    std::string program() const { return "demo_" + chapter.substr(0, 2) + '_' + name; }
};

struct Chapter {
    std::string folder;      ///< "01-threads"
    std::string topic_zh{};  ///< "" if nobody has asked for it
    std::vector<Demo> demos;
    std::vector<Lab> labs;  ///< by id

    std::string number() const { return folder.substr(0, 2); }
    std::string topic() const;  ///< "critical sections"
};

struct Catalog {
    std::vector<Chapter> chapters;  ///< by number

    /// Every lab, in the order of the ids.
    std::vector<const Lab*> labs() const;

    /// One lab by id, name or chapter/name. Throws Problem (usage).
    const Lab& lab(std::string_view word) const;
    /// The labs that LAB, chNN or "all" stands for. Throws Problem (usage).
    std::vector<const Lab*> labs(std::string_view word) const;
    /// One demo by name, chapter/name or program. Throws Problem (usage).
    const Demo& demo(std::string_view word) const;
    /// A chapter by "ch03", "3", "03" or "03-critical-sections". Throws Problem (usage).
    const Chapter& chapter(std::string_view word) const;
};

/// Throws Problem (environment) if a lab.txt is wrong or two labs have one id.
Catalog load_catalog(const fs::path& root);

}  // namespace runner
