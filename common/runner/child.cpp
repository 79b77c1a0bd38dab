// child.cpp - tells a missing program from one that Windows does not want to start.
#include "common/runner/child.hpp"

#include "common/runner/problem.hpp"
#include "common/win32/text.hpp"

namespace runner {

std::optional<w32::ChildEnd> run_program(const std::wstring& program, w32::Timeout limit,
                                         const std::function<void(std::string_view)>& sink) {
    try {
        return w32::run_child(w32::quote(program), limit, sink);
    } catch (const w32::Error& error) {
        if (error.code() == ERROR_FILE_NOT_FOUND || error.code() == ERROR_PATH_NOT_FOUND)
            return std::nullopt;
        throw Problem(kEnvironment, w32::to_utf8(program) + " cannot be started: " + error.what());
    }
}

}  // namespace runner
