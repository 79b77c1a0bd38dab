// client_load_test.cpp - the options of syelog_load, as a user meets them.
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "common/testing/child.hpp"
#include "common/win32/beside.hpp"

using namespace syelog_tests;
using workbook::ChildResult;

namespace {

ChildResult load(const std::vector<std::wstring>& arguments) {
    const std::wstring path = w32::beside_this_program(L"syelog_load.exe");
    return workbook::run_child(w32::command_line(path, arguments), kLimit);
}

}  // namespace

TEST(SyelogLoad, WritesPlainRecordsOfASeverityAtARate) {
    TestDaemon test;
    const ChildResult child = load({L"--pipe", test.pipe, L"--records", L"100", L"--plain",
                                    L"--severity", L"audit_fail", L"--rate", L"1000"});
    EXPECT_EQ(child.exit_code, 0u) << child.output;
    test.daemon.stop();
    EXPECT_EQ(test.census().lost(1, 100), 0u);
    EXPECT_EQ(test.lines_with(".66: client 1 record "), 100) << test.log;
}

TEST(SyelogLoad, LosesNothingWhateverItsPolicyIfTheDaemonReads) {
    TestDaemon test;
    for (const wchar_t* policy : {L"block", L"newest", L"oldest"}) {
        const ChildResult child =
            load({L"--pipe", test.pipe, L"--records", L"10", L"--policy", policy});
        EXPECT_EQ(child.exit_code, 0u) << child.output;
    }
    test.daemon.stop();
    EXPECT_EQ(test.census().records, 30u);
}

TEST(SyelogLoad, ExplainsItsOptions) {
    const ChildResult help = load({L"--help"});
    EXPECT_EQ(help.exit_code, 0u);
    for (const char* option : {"--plain", "--policy NAME", "--rate N", "--severity NAME"})
        EXPECT_NE(help.output.find(option), std::string::npos) << help.output;
    EXPECT_EQ(load({L"--policy", L"none"}).exit_code, 2u);
    const ChildResult wrong = load({L"--pipe", unique_pipe(), L"--severity", L"loud"});
    EXPECT_EQ(wrong.exit_code, 2u) << wrong.output;
}
