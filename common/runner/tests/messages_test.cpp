// What wb complains about has its Chinese: the sentences are read out of the sources.
#include "common/runner/text/messages.hpp"

#include "common/runner/problem.hpp"
#include "common/win32/process.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

namespace runner {
namespace {

Messages from(std::string_view text) { return Messages::parse(text, "m.txt"); }

const char kSome[] =
    "# a comment\n"
    "there is no {1} '{2}'\n没有{1}“{2}”\n\n"
    "lab\n实验\n"
    "cannot read {1}: {2}\n{2}：{1}读不了\n";

TEST(Messages, HaveWhatTheSentenceHadInItsHoles) {
    const Messages some = from(kSome);
    EXPECT_EQ(some.in_chinese("there is no demo 'x'"), "没有demo“x”");
    EXPECT_EQ(some.in_chinese("there is no  ''"), "没有“”");
    EXPECT_EQ(some.in_chinese("cannot read a: b: c"), "b: c：a读不了");
}

TEST(Messages, TranslateASentenceWithinASentence) {
    const Messages some = from(kSome);
    EXPECT_EQ(some.in_chinese("there is no lab 'x'"), "没有实验“x”");
    EXPECT_EQ(some.in_chinese("cannot read f: there is no lab 'x'"), "没有实验“x”：f读不了");
}

TEST(Messages, LeaveAloneWhatTheyDoNotKnow) {
    const Messages some = from(kSome);
    EXPECT_EQ(some.in_chinese("there is a lab 'x'"), std::nullopt);
    EXPECT_EQ(some.in_chinese(""), std::nullopt);
    EXPECT_EQ(Messages().in_chinese("lab"), std::nullopt);
}

TEST(Messages, ThatLackTheirTranslationAreRefused) {
    for (const char* text : {"one\n", "one\n\n二\n", "one\n二\nthree\n", "\xff\n一\n"}) {
        try {
            (void)from(text);
            ADD_FAILURE() << text;
        } catch (const Problem& problem) {
            EXPECT_TRUE(std::string(problem.what()).starts_with("m.txt:")) << problem.what();
        }
    }
}

// ------------------------------------------------------------------ what the sources can say

/// The arguments of a call, from behind its "(" on.
std::vector<std::string> arguments_at(const std::string& source, std::size_t at) {
    std::vector<std::string> arguments(1);
    int depth = 0;
    char quote = '\0';
    for (; at < source.size(); ++at) {
        const char c = source[at];
        if (quote != '\0') {
            if (c == '\\') arguments.back() += source[at++];
            if (source[at] == quote && c != '\\') quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (std::string_view("([{").find(c) != std::string_view::npos) {
            ++depth;
        } else if (std::string_view(")]}").find(c) != std::string_view::npos) {
            if (depth-- == 0) break;
        } else if (c == ',' && depth == 0) {
            arguments.emplace_back();
            continue;
        }
        arguments.back() += source[at];
    }
    return arguments;
}

/// `"cannot " + what + ": " + text(error)` -> "cannot X: X"; "" if there is no text in it at all.
std::string sentence_of(std::string_view expression) {
    std::string sentence;
    std::string code;  // between two literals
    bool any = false;
    const auto end_of_code = [&] {
        for (const char* glue : {"std::string(", "+", ")", " ", "\n"})
            for (std::size_t at; (at = code.find(glue)) != code.npos;)
                code.erase(at, std::string_view(glue).size());
        if (!code.empty()) sentence += 'X';
        code.clear();
    };
    for (std::size_t at = 0; at < expression.size(); ++at) {
        const char quote = expression[at];
        if (quote != '"' && quote != '\'') {
            code += quote;
            continue;
        }
        end_of_code();
        any = true;
        for (++at; at < expression.size() && expression[at] != quote; ++at) {
            if (expression[at] == '\\') ++at;
            sentence += expression[at];
        }
    }
    end_of_code();
    return any ? sentence : "";
}

/// Sentence -> file.
std::map<std::string, std::string> sentences_in(const std::string& source,
                                                const std::string& file) {
    struct Call {
        const char* begins;
        std::size_t argument;  // npos: the last one
    };
    constexpr std::size_t kLast = std::string::npos;
    std::map<std::string, std::string> found;
    for (const Call call : {Call{" Problem(", 1}, Call{"complain(", 0}, Call{" fail_in(", kLast},
                            Call{" nothing_to_replay(", 0}, Call{" fail(", kLast},
                            Call{"push_back(", 0}, Call{"emplace_back(", 0}}) {
        const std::string_view begins = call.begins;
        // In these files push_back() collects sentences.
        if (begins.ends_with("_back(") && file.find("compare.cpp") == file.npos &&
            file.find("context.cpp") == file.npos)
            continue;
        for (std::size_t at = 0; (at = source.find(begins, at)) != source.npos;) {
            at += begins.size();
            const auto arguments = arguments_at(source, at);
            std::size_t which = call.argument == kLast ? arguments.size() - 1 : call.argument;
            if (file.find("json_parse") != file.npos) which = 0;
            if (which >= arguments.size()) continue;
            const std::string sentence = sentence_of(arguments[which]);
            if (!sentence.empty()) found[sentence] = file;
        }
    }
    return found;
}

TEST(SentencesOfSources, AreFound) {
    const auto found = sentences_in(
        "throw Problem(kUsage, std::string(\"no \") + what + ' ' + f(a, \"b\") + \"; done\");\n"
        "complain(error.what()); fail_in(file, line, \"bad (\\\"x\\\")\");",
        "x.cpp");
    EXPECT_TRUE(found.contains("bad (\"x\")"));
    EXPECT_EQ(found.size(), 2u);
}

TEST(MessagesOfTheWorkbook, HaveEachSentenceOfTheSources) {
    const fs::path root = find_root(fs::path(w32::this_program()).parent_path());
    const auto text = read_file(root / "common/runner/words/messages.zh.txt");
    ASSERT_TRUE(text);
    const Messages messages = Messages::parse(*text, "messages.zh.txt");
    std::size_t sentences = 0;
    const auto expect_all_of = [&](const fs::path& file) {
        const std::string name = to_text(file.lexically_relative(root));
        for (const auto& [sentence, where] : sentences_in(read_file(file).value_or(""), name)) {
            ++sentences;
            EXPECT_TRUE(messages.in_chinese(sentence)) << where << ": " << sentence;
        }
    };
    for (const auto& entry : fs::recursive_directory_iterator(root / "common/runner"))
        if (entry.path().extension() == ".cpp" &&
            to_text(entry.path()).find("/tests/") == std::string::npos)
            expect_all_of(entry.path());
    expect_all_of(root / "bench/frame/context.cpp");
    EXPECT_GT(sentences, 100u);
}

}  // namespace
}  // namespace runner
