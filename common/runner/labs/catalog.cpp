// catalog.cpp - the folders are the table of contents; nothing is registered anywhere.
#include "common/runner/labs/catalog.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace runner {
namespace {

bool is_chapter(std::string_view folder) {
    return folder.size() > 3 && is_number(folder.substr(0, 2)) && folder[2] == '-';
}

// "// loop_variable.cpp - what does a worker get?" -> "what does a worker get?"
std::string title_of(std::string_view source, std::string_view file) {
    for (std::string_view line : lines_of(source)) {
        if (!line.starts_with("//")) continue;
        while (line.starts_with('/')) line.remove_prefix(1);
        line = trimmed(line);
        const std::string prefix = std::string(file) + " - ";
        if (line.starts_with(prefix)) line.remove_prefix(prefix.size());
        return std::string(line);
    }
    return "";
}

// A chapter may hold other programs too (chapter 11 does): a demo is what speaks with a demo's
// voice.
std::vector<Demo> demos_in(const fs::path& folder) {
    std::vector<Demo> demos;
    for (const fs::path& file : files_in(folder, ".cpp")) {
        const std::string name = to_text(file.stem());
        if (name.ends_with("_test")) continue;
        const std::string source = read_file(file).value_or("");
        if (source.find("common/demo/demo.hpp") == source.npos) continue;
        if (source.find("int main") == source.npos && source.find("int wmain") == source.npos)
            continue;
        demos.push_back(
            {to_text(folder.filename()), name, title_of(source, to_text(file.filename()))});
    }
    return demos;
}

std::vector<Lab> labs_in(const fs::path& folder, const fs::path& root) {
    std::vector<Lab> labs;
    for (const fs::path& lab : folders_in(folder)) {
        const fs::path card = lab / L"lab.txt";
        const auto text = read_file(card);
        if (!text) continue;
        const std::string name = to_text(lab.filename());
        fs::path starter = lab / lab.filename();
        starter += L".hpp";
        labs.push_back({parse_card(*text, to_text(card.lexically_relative(root))),
                        to_text(folder.filename()), name, starter});
    }
    std::sort(labs.begin(), labs.end(),
              [](const Lab& a, const Lab& b) { return a.card.id < b.card.id; });
    return labs;
}

// Finds exactly one; `what` and `all` make the sentence when there is none or more than one.
template <class Thing, class Matches>
const Thing& only_one(std::vector<const Thing*> things, std::string_view word, const char* what,
                      Matches matches) {
    const Thing* found = nullptr;
    for (const Thing* thing : things) {
        if (!matches(*thing)) continue;
        if (found != nullptr)
            throw Problem(kUsage, "'" + std::string(word) + "' is in " + found->chapter +
                                      " and in " + thing->chapter + "; say " + found->chapter +
                                      '/' + found->name);
        found = thing;
    }
    if (found == nullptr)
        throw Problem(kUsage, std::string("there is no ") + what + " '" + std::string(word) +
                                  "'; `wb list` shows what there is");
    return *found;
}

// What may stand for a lab or a demo besides an id: name, NN-topic/name, program.
template <class Thing>
bool is_named(const Thing& thing, const std::string& word) {
    return word == lower(thing.name) || word == lower(thing.chapter + '/' + thing.name) ||
           word == lower(thing.program());
}

}  // namespace

std::string Chapter::topic() const {
    std::string topic = folder.substr(3);
    std::replace(topic.begin(), topic.end(), '-', ' ');
    return topic;
}

std::vector<const Lab*> Catalog::labs() const {
    std::vector<const Lab*> all;
    for (const Chapter& chapter : chapters)
        for (const Lab& lab : chapter.labs) all.push_back(&lab);
    std::sort(all.begin(), all.end(),
              [](const Lab* a, const Lab* b) { return a->card.id < b->card.id; });
    return all;
}

const Lab& Catalog::lab(std::string_view word) const {
    const std::string wanted = lower(word);
    return only_one<Lab>(labs(), word, "lab", [&](const Lab& lab) {
        return wanted == lower(lab.card.id) || is_named(lab, wanted);
    });
}

std::vector<const Lab*> Catalog::labs(std::string_view word) const {
    if (word == "all") return labs();
    const std::string wanted = lower(word);
    if (!wanted.starts_with("ch") || !is_number(std::string_view(wanted).substr(2)))
        return {&lab(word)};
    std::vector<const Lab*> some;
    for (const Lab& lab : chapter(word).labs) some.push_back(&lab);
    if (some.empty()) throw Problem(kUsage, "chapter " + chapter(word).folder + " has no labs");
    return some;
}

const Demo& Catalog::demo(std::string_view word) const {
    std::vector<const Demo*> all;
    for (const Chapter& chapter : chapters)
        for (const Demo& demo : chapter.demos) all.push_back(&demo);
    const std::string wanted = lower(word);
    return only_one<Demo>(all, word, "demo",
                          [&](const Demo& demo) { return is_named(demo, wanted); });
}

const Chapter& Catalog::chapter(std::string_view word) const {
    std::string wanted = lower(word);
    if (wanted.starts_with("ch")) wanted.erase(0, 2);
    if (wanted.size() == 1) wanted.insert(0, "0");
    for (const Chapter& chapter : chapters)
        if (wanted == chapter.number() || wanted == lower(chapter.folder)) return chapter;
    throw Problem(kUsage,
                  "there is no chapter '" + std::string(word) + "'; `wb list` shows what there is");
}

Catalog load_catalog(const fs::path& root) {
    std::map<std::string, Chapter> chapters;  // a chapter may have demos, labs or both
    for (const fs::path& folder : folders_in(root / L"chapters"))
        if (const std::string name = to_text(folder.filename()); is_chapter(name))
            chapters[name].demos = demos_in(folder);
    for (const fs::path& folder : folders_in(root / L"labs"))
        if (const std::string name = to_text(folder.filename()); is_chapter(name))
            chapters[name].labs = labs_in(folder, root);

    Catalog catalog;
    for (auto& [name, chapter] : chapters) {
        chapter.folder = name;
        catalog.chapters.push_back(std::move(chapter));
    }
    const auto labs = catalog.labs();
    for (std::size_t i = 1; i < labs.size(); ++i)
        if (labs[i]->card.id == labs[i - 1]->card.id)
            throw Problem(kEnvironment, labs[i - 1]->name + " and " + labs[i]->name +
                                            " have the same id " + labs[i]->card.id);
    return catalog;
}

}  // namespace runner
