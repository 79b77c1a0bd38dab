// ring_process_test.cpp - the role of the second process that ring_test.cpp starts.
#include "chapters/11-syelog/tests/ring_process.hpp"
#include "chapters/11-syelog/ring/ring.hpp"
#include "common/testing/child.hpp"
#include "common/win32/process.hpp"

#include <gtest/gtest.h>

#include <iterator>

namespace syelog_tests {
namespace {

constexpr wchar_t kSwitch[] = L"--die-in-mid-record=";
constexpr DWORD kDied = 77;

// An environment is set up before the first test; the child does not get so far.
class Role : public ::testing::Environment {
    void SetUp() override {
        const std::wstring line = ::GetCommandLineW();
        const std::size_t at = line.find(kSwitch);
        if (at == line.npos) return;
        syelog::RingWriter writer(line.substr(at + std::size(kSwitch) - 1));
        (void)writer.write({.text = "before"});
        (void)writer.claim(100);
        // At once: no destructor makes anything good.
        ::TerminateProcess(::GetCurrentProcess(), kDied);
    }
};
const ::testing::Environment* const role = ::testing::AddGlobalTestEnvironment(new Role);

}  // namespace

void write_and_die_in_mid_record(const std::wstring& ring) {
    const std::wstring arguments[] = {kSwitch + ring};
    const workbook::ChildResult child = workbook::run_child(
        w32::command_line(w32::this_program(), arguments), std::chrono::seconds{8});
    if (!child.ended || child.exit_code != kDied) throw w32::Error("child", child.exit_code);
}

}  // namespace syelog_tests
