// skeleton.cpp - names are looked at first, then the templates are filled in, then all is written.
#include "common/runner/commands/skeleton.hpp"

#include "common/runner/problem.hpp"
#include "common/runner/text/text.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>

namespace runner {
namespace {

using Values = std::map<std::string, std::string>;

constexpr std::size_t kLongestName = 30;  // the path of the longest program has 260 characters
constexpr int kMostLabs = 99;
constexpr std::string_view kSmall = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigits = "0123456789";

// Names that Windows keeps for devices, whatever the extension.
bool is_device(const std::string& name) {
    const bool numbered = name.size() == 4 && name[3] >= '1' && name[3] <= '9';
    const std::string stem = numbered ? name.substr(0, 3) : name;
    return numbered ? stem == "com" || stem == "lpt"
                    : stem == "con" || stem == "nul" || stem == "aux" || stem == "prn";
}

// Small letters, digits and `separator`, which stands alone and between others.
bool is_plain(std::string_view name, char separator) {
    if (name.empty() || kSmall.find(name.front()) == name.npos || name.back() == separator)
        return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool ordinary = kSmall.find(c) != kSmall.npos || kDigits.find(c) != kDigits.npos;
        if (!ordinary && (c != separator || name[i - 1] == separator)) return false;
    }
    return true;
}

std::string shown(const std::string& name) { return '\'' + name.substr(0, 60) + '\''; }

void check_lab_name(const Catalog& catalog, const std::string& name) {
    if (!is_plain(name, '_'))
        throw Problem(kUsage, shown(name) +
                                  " cannot name a lab: small letters, digits and single "
                                  "'_' make a name, and it begins with a letter");
    if (name.size() > kLongestName)
        throw Problem(kUsage, shown(name) + " is too long for a lab: " +
                                  std::to_string(kLongestName) + " characters are the most");
    if (is_device(name)) throw Problem(kUsage, shown(name) + " is the name of a device on Windows");
    for (const Lab* lab : catalog.labs())
        if (lab->name == name)
            throw Problem(kUsage, "there is a lab " + shown(name) + " already, " + lab->card.id +
                                      " in " + lab->chapter + "; choose another name");
}

void check_chapter_name(const Catalog& catalog, const std::string& folder) {
    const bool numbered = folder.size() > 3 && is_number(folder.substr(0, 2)) && folder[2] == '-';
    if (!numbered || folder.starts_with("00") || !is_plain(folder.substr(3), '-'))
        throw Problem(kUsage, shown(folder) +
                                  " cannot name a chapter: it looks like 12-barriers, "
                                  "a number from 01 on, then small letters, digits "
                                  "and single '-'");
    if (folder.size() > kLongestName)
        throw Problem(kUsage, shown(folder) + " is too long for a chapter: " +
                                  std::to_string(kLongestName) + " characters are the most");
    for (const Chapter& chapter : catalog.chapters)
        if (chapter.number() == folder.substr(0, 2))
            throw Problem(kUsage, "there is a chapter " + chapter.number() + " already, " +
                                      chapter.folder + "; choose another number");
}

// "hand_over" or "hand-over" -> "HandOver", "Hand over".
std::string pascal(std::string_view name) {
    std::string out;
    bool first = true;
    for (const char c : name) {
        const bool letter = c != '_' && c != '-';
        if (letter) out += first ? static_cast<char>(std::toupper(c)) : c;
        first = !letter;
    }
    return out;
}
std::string as_title(std::string name) {
    std::replace(name.begin(), name.end(), '-', ' ');
    name.front() = static_cast<char>(std::toupper(name.front()));
    return name;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += by.size())
        text.replace(at, what.size(), by);
}

// In a path CHAPTER and NAME stand for themselves, in a text @CHAPTER@ and @NAME@.
Skeleton filled(const fs::path& root, const char* kind, const Values& values) {
    const fs::path templates = root / "common" / "runner" / "templates" / kind;
    Skeleton skeleton;
    std::error_code gone;
    for (const auto& entry : fs::recursive_directory_iterator(templates, gone)) {
        if (entry.is_directory() || entry.path().extension() != ".in") continue;
        std::string path = to_text(entry.path().lexically_relative(templates).replace_extension());
        std::string text = read_file(entry.path()).value_or("");
        for (const auto& [key, value] : values) {
            replace_all(text, '@' + key + '@', value);
            if (key == "CHAPTER" || key == "NAME") replace_all(path, key, value);
        }
        text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
        skeleton.files.emplace_back(path, text);
    }
    if (skeleton.files.empty())
        throw Problem(kEnvironment, "there are no templates in " + to_text(templates));
    std::sort(skeleton.files.begin(), skeleton.files.end());
    return skeleton;
}

// What was made is taken away again, the innermost first, unless keep() is called.
class Made {
public:
    Made() = default;
    Made(const Made&) = delete;
    Made& operator=(const Made&) = delete;
    ~Made() {
        std::error_code in_use;
        for (; !kept_ && !paths_.empty(); paths_.pop_back()) fs::remove(paths_.back(), in_use);
    }
    void folder(const fs::path& path) {
        if (fs::exists(path)) return;
        folder(path.parent_path());
        std::error_code error;
        if (!fs::create_directory(path, error))
            throw Problem(kEnvironment,
                          "cannot make the folder " + to_text(path) + ": " + error.message());
        paths_.push_back(path);
    }
    void file(const fs::path& path, const std::string& text) {
        if (fs::exists(path))
            throw Problem(kEnvironment, to_text(path) + " is there already; nothing was made");
        folder(path.parent_path());
        replace_file(path, text);
        paths_.push_back(path);
    }
    void keep() noexcept { kept_ = true; }

private:
    std::vector<fs::path> paths_;
    bool kept_ = false;
};

}  // namespace

std::string next_id(const Catalog& catalog) {
    int last = 0;
    for (const Lab* lab : catalog.labs())
        if (is_number(std::string_view(lab->card.id).substr(1)))
            last = std::max(last, std::stoi(lab->card.id.substr(1, 4)));
    if (last >= kMostLabs)
        throw Problem(kUsage, "there is no id left: L" + std::to_string(kMostLabs) +
                                  " is the last one, and it is taken");
    const std::string number = std::to_string(last + 1);
    return (number.size() == 1 ? "L0" : "L") + number;
}

Skeleton lab_skeleton(const fs::path& root, const Catalog& catalog, const std::string& chapter,
                      const std::string& name) {
    const Chapter& home = catalog.chapter(chapter);
    check_lab_name(catalog, name);
    const std::string id = next_id(catalog);
    Skeleton skeleton = filled(root, "lab",
                               {{"ID", id},
                                {"NAME", name},
                                {"CHAPTER", home.folder},
                                {"NUMBER", home.number()},
                                {"SUITE", "Lab_" + home.number() + '_' + pascal(name)}});
    // The starter as delivered, for `wb reset`.
    const std::string folder = home.folder + '/' + name;
    for (std::size_t i = 0; i < skeleton.files.size(); ++i)
        if (skeleton.files[i].first == "labs/" + folder + '/' + name + ".hpp")
            skeleton.files.emplace_back("solutions/" + folder + "/delivered.hpp",
                                        skeleton.files[i].second);
    skeleton.name = id;
    return skeleton;
}

Skeleton chapter_skeleton(const fs::path& root, const Catalog& catalog, const std::string& folder) {
    check_chapter_name(catalog, folder);
    const std::string number = folder.substr(0, 2);
    std::string underscored = folder;
    std::replace(underscored.begin(), underscored.end(), '-', '_');
    Skeleton skeleton = filled(root, "chapter",
                               {{"CHAPTER", folder},
                                {"NUMBER", number},
                                {"TITLE", as_title(folder.substr(3))},
                                {"PASCAL", pascal(folder.substr(3))},
                                {"UNDERSCORED", underscored}});
    skeleton.name = number;
    return skeleton;
}

void write(const Skeleton& skeleton, const fs::path& root) {
    Made made;
    for (const auto& [path, text] : skeleton.files) made.file(root / path, text);
    made.keep();
}

}  // namespace runner
