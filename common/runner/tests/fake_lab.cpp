// A program that ends in the way its own file name says: what a lab's program may do to wb.
#include "common/win32/process.hpp"

#include <filesystem>
#include <fstream>

namespace {

bool is_set(const wchar_t* name) { return ::GetEnvironmentVariableW(name, nullptr, 0) != 0; }

void write_result(const char* text) {
    wchar_t path[MAX_PATH];
    if (::GetEnvironmentVariableW(L"WORKBOOK_RESULT_FILE", path, MAX_PATH) == 0) return;
    std::ofstream(std::filesystem::path(path), std::ios::binary) << text;
}

const char kPassed[] = "workbook-result 1\ntest\tLab.Test1\tpassed\t\t\nverdict\tpassed\t\n";

}  // namespace

int main() {
    const std::wstring name = std::filesystem::path(w32::this_program()).stem().wstring();
    if (name == L"lab_98_passes") {
        write_result(kPassed);
        return is_set(L"GTEST_FILTER") ? 1 : 0;
    }
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
