// A program that ends in the way its own file name says: what a lab's program may do to wb.
#include "common/win32/process.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

bool is_set(const wchar_t* name) { return ::GetEnvironmentVariableW(name, nullptr, 0) != 0; }

void write_to(const wchar_t* variable, const char* text) {
    wchar_t path[MAX_PATH];
    if (::GetEnvironmentVariableW(variable, path, MAX_PATH) == 0) return;
    std::ofstream(std::filesystem::path(path), std::ios::binary) << text;
}
void write_result(const char* text) { write_to(L"WORKBOOK_RESULT_FILE", text); }

const char kPassed[] = "workbook-result 1\ntest\tLab.Test1\tpassed\t\t\nverdict\tpassed\t\n";

const char kFinding[] =
    "failed\tlost-node\tFailed\\n[lost-node] one is lost\\n\\n      main\\n   1  ▸ reads…\\n\\n"
    "replay: 7f3c-A3BA2B\n";

std::string setting(const char* name) {
    char text[100];
    const DWORD length = ::GetEnvironmentVariableA(name, text, sizeof text);
    return length < sizeof text ? std::string(text, length) : "too long";
}

// One test, which fails under the letters AB.
int under(const std::string& letters) {
    if (letters == "N") return 0;           // without a verdict
    if (letters == "H") ::Sleep(INFINITE);  // on purpose: it has to be ended
    const bool breaks = letters == "AB";
    const bool refuses = letters == "R";
    if (!refuses)
        std::puts(
            "[  LETTERS ] aAbB\n[  THREAD  ] B second\n[  THREAD  ] A first\n"
            "[  THREAD  ] M main\n[  LANE    ]       M main\n[  LANE    ]    A  ▸ reads…");
    if (letters == "C") std::puts("[  UNUSED  ] Letter 1, C, found no step.");
    std::string result = "passed\t\t\nverdict\tpassed\t\n";
    if (breaks)
        result =
            "failed\tlost-node\tFailed\\n[lost-node] one is lost\nverdict\tlost-node\tLab.Test2\n";
    if (refuses)
        result =
            "failed\tforeign-call\tFailed\\n[foreign-call] it "
            "calls\nverdict\tforeign-call\tLab.Test2\n";
    write_result(("workbook-result 1\ntest\tLab.Test2\t" + result).c_str());
    return breaks || refuses ? 1 : 0;
}

// Three tests, of which the first does not listen to schedules. The second one's begin with 7f3c.
int explored() {
    if (is_set(L"WORKBOOK_LETTERS"))
        return setting("GTEST_FILTER") == "*.Test2_Breaks" ? under(setting("WORKBOOK_LETTERS")) : 0;
    const std::string turns = setting("WORKBOOK_SCHEDULE");
    std::string second = "skipped\t\tof another test\n";
    std::string verdict = "passed\t";
    std::string first = "passed\t\t\n";
    if (turns.starts_with("7f3c")) std::puts("[  REPLAY  ] Lab.Test2");
    if (turns.empty()) write_to(L"WORKBOOK_REPORT_JSON", "{\"test\":\"Lab.Test2\"}");
    if (turns.empty() || turns == "7f3c-A3BA2B") {
        second = kFinding;
        verdict = "lost-node\tLab.Test2";
    } else if (turns == "7f3c-AB") {
        second =
            "failed\tbad-schedule\tFailed\\n[bad-schedule] it does not fit\\n\\nreplay: 7f3c-AB\n";
        verdict = "bad-schedule\tLab.Test2";
    } else if (turns == "7f3c-A") {  // and something that has nothing to do with it
        first = "failed\t\tFailed\\nother\n";
        second = "passed\t\t\n";
        verdict = "failed\tLab.Test1";
    } else if (turns == "7f3c-B") {
        return 0;
    } else if (turns == "7f3c-C") {
        ::Sleep(INFINITE);  // on purpose: it has to be ended
    }
    write_result(("workbook-result 1\ntest\tLab.Test1\t" + first + "test\tLab.Test2\t" + second +
                  "test\tLab.Test3\tskipped\t\tof another test\nverdict\t" + verdict + "\n")
                     .c_str());
    return verdict == "passed\t" ? 0 : 1;
}

// A syelog program: shows what has reached it.
int syelog_program(int count, char** words) {
    for (int i = 1; i < count; ++i) std::printf("[%s]", words[i]);
    std::puts("");
    std::fputs("on stderr\n", stderr);
    for (int c = 0; (c = std::getchar()) != EOF;) std::putchar(c);
    return 17;
}

HANDLE asked_to_stop() {
    static const HANDLE event = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    return event;
}

BOOL WINAPI on_console(DWORD) { return ::SetEvent(asked_to_stop()); }

// One that runs until ctrl+C, and has something to do and to say after it.
int serve() {
    (void)asked_to_stop();
    ::SetConsoleCtrlHandler(&on_console, TRUE);
    std::puts("serving");
    std::fflush(stdout);
    ::WaitForSingleObject(asked_to_stop(), INFINITE);
    ::Sleep(300);  // on purpose: whoever does not wait for us misses the next line
    std::puts("stopped in order");
    return 18;
}

// What a hand-in may do while it is graded.
int handed_in(const std::string& how) {
    if (how == "passes") {
        std::printf("%s|%s", setting("WORKBOOK_TEST_LIMIT_MS").c_str(),
                    std::filesystem::current_path().filename().string().c_str());
        write_result(kPassed);
    }
    if (how == "hangs") ::Sleep(INFINITE);  // on purpose: it has to be ended
    for (const std::string block(1 << 16, 'x'); how == "prints";)
        (void)std::fwrite(block.data(), 1, block.size(), stdout);
    for (int i = 0; how == "fills"; ++i)
        std::ofstream(std::to_string(i)) << std::string(1 << 20, 'x');
    return how == "passes" ? 0 : 9;
}

}  // namespace

int main(int count, char** words) {
    const std::wstring name = std::filesystem::path(w32::this_program()).stem().wstring();
    if (name == L"program") return handed_in(setting("FAKE_HAND_IN"));
    if (name == L"syelogd") return serve();
    if (name.starts_with(L"syelog_")) return syelog_program(count, words);
    if (name.starts_with(L"lab_98_draws")) {
        write_to(L"WORKBOOK_TIMELINE",
                 name == L"lab_98_draws"
                     ? "{\"traceEvents\":[],\"otherData\":{\"title\":\"Lab.Test1\"}}"
                     : "{\"traceEvents\":[1,");
        write_result(kPassed);
        return 0;
    }
    if (name == L"lab_98_passes") {
        write_result(kPassed);
        return is_set(L"GTEST_FILTER") ? 1 : 0;
    }
    if (name.ends_with(L"_explored")) return explored();
    if (name == L"lab_98_corrupt") write_result("\x01\x02\x03 garbage\n");
    if (name == L"lab_98_crashes") {
        write_result("workbook-result 1\n");
        ::TerminateProcess(::GetCurrentProcess(), 5);
    }
    if (name == L"lab_98_leaves_a_child") {
        // The child inherits our output: wb must not wait for it.
        write_result(kPassed);
        const auto sleeper =
            std::filesystem::path(w32::this_program()).replace_filename(L"lab_98_never_ends.exe");
        const HANDLE output = ::GetStdHandle(STD_OUTPUT_HANDLE);
        (void)::SetHandleInformation(output, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
        const w32::Process child(w32::quote(sleeper.wstring()), {.output = output});
    }
    if (name.ends_with(L"_never_ends")) ::Sleep(INFINITE);  // on purpose: it has to be ended
    return 0;
}
