// child_main.cpp - the other process of child_test.cpp: `testing_test_child <role> [argument]`.
#include "common/win32/process.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

int hang() {
    ::Sleep(INFINITE);
    return 0;
}

// Starts a child that never ends and has our stdout, says its id, and ends itself.
int leave_one_behind() {
    const HANDLE output = ::GetStdHandle(STD_OUTPUT_HANDLE);
    w32::check(::SetHandleInformation(output, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT),
               "SetHandleInformation");
    const w32::Process stays(w32::quote(w32::this_program()) + L" hang", {.output = output});
    std::printf("%lu\n", stays.id());
    return 7;
}

int print(long bytes) {
    const std::string line(99, 'x');
    for (long done = 0; done < bytes; done += 100) std::puts(line.c_str());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string role = argc > 1 ? argv[1] : "";
    if (role == "exit" && argc == 3) {
        std::printf("out\n");
        std::fflush(stdout);
        std::fprintf(stderr, "err\n");
        return std::atoi(argv[2]);
    }
    if (role == "hang") {
        std::printf("hanging\n");
        std::fflush(stdout);
        return hang();
    }
    if (role == "print" && argc == 3) return print(std::atol(argv[2]));
    if (role == "leave-one-behind") return leave_one_behind();
    return 99;
}
