// child.cpp - tells a missing program from one that Windows does not want to start.
#include "common/runner/child.hpp"

#include "common/runner/problem.hpp"
#include "common/win32/text.hpp"

namespace runner {

std::unique_ptr<w32::RunningChild> start_program(const std::wstring& program,
                                                 std::function<void(std::string_view)> sink) {
    try {
        return std::make_unique<w32::RunningChild>(w32::quote(program), std::move(sink));
    } catch (const w32::Error& error) {
        if (error.code() == ERROR_FILE_NOT_FOUND || error.code() == ERROR_PATH_NOT_FOUND)
            return nullptr;
        throw Problem(kEnvironment, w32::to_utf8(program) + " cannot be started: " + error.what());
    }
}

std::optional<w32::ChildEnd> run_program(const std::wstring& program, w32::Timeout limit,
                                         const std::function<void(std::string_view)>& sink) {
    const auto child = start_program(program, sink);
    if (child == nullptr) return std::nullopt;
    (void)w32::wait(child->get(), limit);
    return child->finish();
}

}  // namespace runner
