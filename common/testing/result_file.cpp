// result_file.cpp - one line per test, flushed at once: a crash must not take the others with it.
#include "common/testing/result_file.hpp"

#include "common/testing/verdict.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/text.hpp"

#include <share.h>
#include <stdio.h>

#include <cstdio>
#include <utility>

namespace workbook {
namespace {

w32::SrwLock lock;
WB_GUARDED_BY(lock) bool announced = false;
WB_GUARDED_BY(lock) std::FILE* file = nullptr;
// What failed first; a hang or a crash that comes later does not hide it.
WB_GUARDED_BY(lock) std::string first_verdict;
WB_GUARDED_BY(lock) std::string first_test;

// A message may quote a line of a file in any code page; the result file is UTF-8.
std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : w32::to_utf8(w32::to_wide(text))) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += ' ';
        else if (c != '\r')
            out += code < 0x20 || code == 0x7F ? '?' : c;
    }
    return out;
}

// "[name] sentence" somewhere in a failure's message: WB_DIAGNOSE put it at the start of a line.
std::string diagnosis_in(const std::string& message) {
    std::size_t open = message.find('[');
    if (open != 0 && (open == message.npos || message[open - 1] != '\n')) return "";
    const std::size_t close = message.find(']', open);
    if (close == message.npos) return "";
    const std::string name = message.substr(open + 1, close - open - 1);
    const bool plain = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == name.npos;
    return plain ? name : "";
}

class ResultListener : public testing::EmptyTestEventListener {
public:
    ResultListener() {
        char path[MAX_PATH];
        const DWORD length = ::GetEnvironmentVariableA("WORKBOOK_RESULT_FILE", path, MAX_PATH);
        if (length == 0 || length >= MAX_PATH) return;
        const w32::Guard hold(lock);
        file = ::_fsopen(path, "wb", _SH_DENYWR);  // others may read while we write
        if (file == nullptr)
            std::fprintf(stderr, "cannot write the result file %s; is the build folder writable?\n",
                         path);
        else
            std::fputs("workbook-result 1\n", file);
    }

private:
    void OnTestStart(const testing::TestInfo& test) override {
        name_ = std::string(test.test_suite_name()) + '.' + test.name();
        diagnosis_.clear();
        message_.clear();
    }

    void OnTestPartResult(const testing::TestPartResult& part) override {
        const std::string message = part.message();
        if (!part.passed()) message_ += (message_.empty() ? "" : "\n") + message;
        if (!part.failed()) return;
        if (diagnosis_.empty()) diagnosis_ = diagnosis_in(message);
        const w32::Guard hold(lock);
        if (!first_verdict.empty() && (first_test != name_ || first_verdict != "failed")) return;
        first_test = name_;
        // MSVC's GoogleTest catches what would end the process elsewhere.
        const bool crashed = message.rfind("SEH exception", 0) == 0;
        first_verdict = crashed ? "crashes" : diagnosis_.empty() ? "failed" : diagnosis_;
    }

    void OnTestEnd(const testing::TestInfo& test) override {
        const auto& result = *test.result();
        const w32::Guard hold(lock);
        if (file == nullptr) return;
        std::fprintf(file, "test\t%s\t%s\t%s\t%s\n", name_.c_str(),
                     result.Failed()    ? "failed"
                     : result.Skipped() ? "skipped"
                                        : "passed",
                     diagnosis_.c_str(), escaped(message_).c_str());
        std::fflush(file);
    }

    void OnTestProgramEnd(const testing::UnitTest&) override { announce_verdict("passed", ""); }

    std::string name_;  // of the running test
    std::string diagnosis_;
    std::string message_;
};

}  // namespace

void announce_verdict(const std::string& last_verdict, const std::string& last_test) {
    const w32::Guard hold(lock);
    if (std::exchange(announced, true)) return;
    const std::string& verdict = first_verdict.empty() ? last_verdict : first_verdict;
    const std::string& test = first_verdict.empty() ? last_test : first_test;
    std::printf(test.empty() ? "VERDICT  %s\n" : "VERDICT  %s in %s\n", verdict.c_str(),
                test.c_str());
    std::fflush(stdout);
    if (file == nullptr) return;
    std::fprintf(file, "verdict\t%s\t%s\n", verdict.c_str(), test.c_str());
    if (std::fclose(std::exchange(file, nullptr)) != 0)
        std::fprintf(stderr, "the result file is incomplete; is the disk full?\n");
}

void announce_failure(const std::string& test, const std::string& diagnosis,
                      const std::string& message) {
    {
        const w32::Guard hold(lock);
        if (file != nullptr)
            std::fprintf(file, "test\t%s\tfailed\t%s\t%s\n", test.c_str(), diagnosis.c_str(),
                         escaped(message).c_str());
    }
    announce_verdict(diagnosis, test);
}

std::unique_ptr<testing::TestEventListener> make_result_listener() {
    return std::make_unique<ResultListener>();
}

}  // namespace workbook
