// trace_test.cpp - whatever a log holds, a trace comes out that a browser can load.
#include "chapters/11-syelog/tools/trace.hpp"
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "chapters/11-syelog/tools/json.hpp"
#include "common/testing/child.hpp"
#include "common/testing/claim.hpp"
#include "common/testing/scripted_folder.hpp"
#include "common/win32/beside.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

using syelog::TraceWriter;

namespace {

std::string json_line(const std::string& time, int pid, const std::string& more) {
    return R"({"received":"2024-01-31T22:59:)" + time + R"(Z","pid":)" + std::to_string(pid) +
           R"(,"program":"app.exe","user":"","facility":"user",)" + more + '}';
}

std::string trace_of(const std::vector<std::string>& lines) {
    std::string json;
    TraceWriter trace([&](std::string_view text) { json += text; });
    for (const std::string& line : lines) trace.add(line);
    trace.finish();
    trace.finish();  // does no more
    return json;
}

bool is_json(std::string_view text) {
    syelog::JsonReader json(text);
    return json.skip() && json.at_end();
}

int count(std::string_view text, std::string_view wanted) {
    int found = 0;
    for (std::size_t at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1))
        ++found;
    return found;
}

// The line of the trace that `text` stands in.
std::string event_with(std::string_view json, std::string_view text) {
    const std::size_t at = json.find(text);
    if (at == json.npos) return "no such event";
    const std::size_t begin = json.rfind('\n', at) + 1;
    return std::string(json.substr(begin, json.find('\n', at) - begin));
}

}  // namespace

TEST(Trace, MakesAnInstantOfEachRecord) {
    const std::string json =
        trace_of({json_line("59.000", 280, R"("severity":"notice","text":"first")"),
                  json_line("59.123", 280,
                            R"("severity":"error","text":"no \"room\"","claimed":{"pid":4,)"
                            R"("occurred":"2024-01-31T22:59:58.000Z"})")});
    EXPECT_TRUE(is_json(json)) << json;
    EXPECT_EQ(event_with(json, "\"ts\":123000,"),
              R"({"ph":"i","name":"no \"room\"","pid":280,"tid":96,"ts":123000,"s":"t",)"
              R"("cat":"error","cname":"terrible","args":{"received":"2024-01-31T22:59:59.123Z",)"
              R"("facility":"user","severity":"error","program":"app.exe","text":"no \"room\"",)"
              R"("claimed pid":"4","claimed time":"2024-01-31T22:59:58.000Z"}},)");
    EXPECT_EQ(count(json, "\"ph\":\"i\""), 2);
}

TEST(Trace, NamesEachProcessAndEachRowOnce) {
    const std::string json =
        trace_of({json_line("59.000", 280, R"("severity":"notice","text":"a")"),
                  json_line("59.001", 280, R"("severity":"notice","text":"b")"),
                  json_line("59.002", 281, R"("severity":"notice","text":"c")"),
                  R"({"received":"2024-01-31T22:59:59.003Z","daemon":true,"severity":"warning",)"
                  R"("text":"pid 281: gone"})"});
    EXPECT_EQ(count(json, R"("name":"process_name","pid":280,)"), 1) << json;
    EXPECT_EQ(count(json, R"("name":"process_name","pid":281,)"), 1) << json;
    EXPECT_EQ(count(json, R"("name":"process_name","pid":1,)"), 1) << "the daemon";
    EXPECT_EQ(count(json, R"("name":"thread_name","pid":280,"tid":96,)"), 1);
    EXPECT_EQ(
        event_with(json, "pid 281: gone").find(R"({"ph":"i","name":"pid 281: gone","pid":1,)"), 0u);
}

TEST(Trace, CountsTheRecordsOfEach100Milliseconds) {
    const std::string json =
        trace_of({json_line("01.000", 280, R"("severity":"notice","text":"a")"),
                  json_line("01.099", 280, R"("severity":"error","text":"b")"),
                  json_line("01.100", 280, R"("severity":"notice","text":"c")"),
                  json_line("01.500", 280, R"("severity":"notice","text":"d")")});
    const auto sample = [&](const std::string& time) {
        const std::string event = event_with(
            json, "\"name\":\"records per 100 ms\",\"pid\":1,\"tid\":0,\"ts\":" + time + ',');
        return event.substr(std::min(event.find("\"args\""), event.size()));
    };
    EXPECT_EQ(sample("0"), R"("args":{"warning or worse":1,"other":1}},)") << json;
    EXPECT_EQ(sample("100000"), R"("args":{"warning or worse":0,"other":1}},)");
    EXPECT_EQ(sample("200000"), R"("args":{"warning or worse":0,"other":0}},)") << "a gap";
    EXPECT_EQ(sample("500000"), R"("args":{"warning or worse":0,"other":1}},)");
    EXPECT_EQ(count(json, "\"ph\":\"C\""), 5) << "and one at the end, else the last never ends";
}

TEST(Trace, NeverGoesBelowZeroWhenAClockWasSetBack) {
    const std::string json =
        trace_of({json_line("30.000", 280, R"("severity":"notice","text":"a")"),
                  json_line("20.000", 280, R"("severity":"notice","text":"b")")});
    EXPECT_EQ(count(json, "\"ts\":-"), 0);
    EXPECT_NE(event_with(json, "\"text\":\"b\"").find("\"ts\":0,"), std::string::npos) << json;
}

TEST(Trace, ShortensNamesBetweenCharactersAndKeepsTheText) {
    std::string text = "x";
    for (int i = 0; i < 80; ++i) text += "\xe4\xb8\xad";
    const std::string json =
        trace_of({json_line("59.000", 280, R"("severity":"notice","text":")" + text + '"')});
    EXPECT_TRUE(is_json(json)) << json;
    EXPECT_NE(json.find("\"name\":\"" + text.substr(0, 1 + 59 * 3) + "\","), std::string::npos);
    EXPECT_NE(json.find("\"text\":\"" + text + '"'), std::string::npos);
}

TEST(Trace, IsJsonWithoutAnyRecord) {
    EXPECT_TRUE(is_json(trace_of({})));
    const std::string json = trace_of({"", "???", "\xff\x00\x1b\"\\"});
    EXPECT_TRUE(is_json(json)) << json;
    EXPECT_EQ(count(json, "damaged line\","), 3);
    EXPECT_EQ(count(json, R"("records":"0","damaged lines":"3")"), 1) << json;
}

TEST(Trace, IsJsonWhateverAClientAndADiskHaveDoneToTheLog) {
    WB_CLAIM("N11-56", "A trace is valid JSON, whatever is in the log.");
    std::mt19937 random(11);  // the same on every run
    const std::string good[] = {
        json_line("59.000", 280, R"("severity":"notice","text":"\u0000\u009b \ud83d\ude00")"),
        "20240131235959123  280 50.30: a \\ \" \xff \xc3\xa9"};
    std::vector<std::string> lines;
    for (int i = 0; i < 20'000; ++i) {
        lines.push_back(good[random() % 2]);
        for (unsigned n = random() % 3; n > 0; --n)
            lines.back()[random() % lines.back().size()] = static_cast<char>(random());
    }
    EXPECT_TRUE(is_json(trace_of(lines)));
}

TEST(Trace, IsWrittenInPiecesWhateverTheLengthOfTheLog) {
    std::size_t largest = 0;
    std::size_t all = 0;
    TraceWriter trace([&](std::string_view text) {
        largest = std::max(largest, text.size());
        all += text.size();
    });
    for (int i = 0; i < 20'000; ++i)
        trace.add(json_line("59.000", i, R"("severity":"notice","text":"a")"));
    trace.finish();
    EXPECT_GT(all, 4'000'000u);
    EXPECT_LT(largest, 100'000u);
}

TEST(SyelogTrace, ConvertsAFile) {
    workbook::ScriptedFolder folder;
    const std::wstring log = folder.file(L"a log.json");
    const std::wstring out = folder.file(L"trace.json");
    const auto write = [](const std::wstring& path, std::string_view text) {
        const w32::Handle file = w32::own_file(
            ::CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr),
            "CreateFileW");
        DWORD bytes = 0;
        w32::check(
            ::WriteFile(file.get(), text.data(), static_cast<DWORD>(text.size()), &bytes, nullptr),
            "WriteFile");
    };
    const auto run = [](const std::vector<std::wstring>& arguments) {
        const std::wstring path = w32::beside_this_program(L"syelog_trace.exe");
        return workbook::run_child(w32::command_line(path, arguments), syelog_tests::kLimit);
    };
    const std::string line = json_line("59.000", 280, R"("severity":"notice","text":"a")");
    write(log, line + '\n' + line + "\r\n" + line);
    const auto printed = run({log});
    EXPECT_EQ(printed.exit_code, 0u);
    EXPECT_TRUE(is_json(printed.output)) << printed.output;
    EXPECT_EQ(printed.output, trace_of({line, line, line}));
    EXPECT_EQ(run({L"--file", log, L"--out", out}).output, "");
    EXPECT_TRUE(folder.names().contains(L"trace.json"));
    EXPECT_EQ(run({log, L"--out", log}).exit_code, 2u);
    write(log, line + "\n???\n");
    EXPECT_NE(run({log}).output.find("1 of 2 lines are damaged"), std::string::npos);
    const auto missing = run({L"no such file"});
    EXPECT_EQ(missing.exit_code, 1u);
    EXPECT_NE(missing.output.find("cannot open no such file: "), std::string::npos);
}
