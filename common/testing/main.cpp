// main.cpp - runs the tests of one program: with a watchdog, a verdict line and a result file.
#include "common/testing/kept_timeline.hpp"
#include "common/testing/result_file.hpp"
#include "common/testing/verdict.hpp"
#include "common/testing/watchdog.hpp"
#include "common/win32/console.hpp"
#include "common/win32/platform.hpp"
#include "common/win32/wait_board.hpp"

#include <cstdio>

int main(int argc, char** argv) {
    w32::console_in_utf8();
    workbook::answer_crashes();
    w32::set_this_thread_name("test");
    testing::InitGoogleTest(&argc, argv);
    auto& listeners = testing::UnitTest::GetInstance()->listeners();
    listeners.Append(workbook::make_result_listener().release());
    listeners.Append(workbook::make_watchdog().release());
    if (auto timelines = workbook::make_timeline_listener()) listeners.Append(timelines.release());
    const int code = RUN_ALL_TESTS() == 0 ? workbook::kPassed : workbook::kFailed;
    if (w32::running_under_wine()) {
        // A normal end takes the loader's lock. Wine 8 may have ended a thread that held it (a test
        // that terminates threads is enough), and then the program says its verdict and stays.
        std::fflush(nullptr);
        ::TerminateProcess(::GetCurrentProcess(), static_cast<UINT>(code));
    }
    return code;
}
