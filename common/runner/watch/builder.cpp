// builder.cpp - both ways to have something built.
#include "common/runner/watch/builder.hpp"

#include "common/win32/child.hpp"
#include "common/win32/text.hpp"

#include <cstdio>

namespace runner {
namespace {

w32::Handle inheritable_file(const std::wstring& path) {
    SECURITY_ATTRIBUTES inheritable{sizeof(SECURITY_ATTRIBUTES), nullptr, TRUE};
    return w32::own_file(::CreateFileW(path.c_str(), GENERIC_WRITE,
                                       FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                       &inheritable, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr),
                         "CreateFileW");
}

}  // namespace

ChildBuilder::ChildBuilder(std::wstring command, std::wstring directory, std::wstring log)
    : command_(std::move(command)), directory_(std::move(directory)), log_(std::move(log)) {}

int ChildBuilder::start(const std::string& target) {
    const w32::Handle output = inheritable_file(log_);
    job_ = std::make_unique<w32::Job>();  // the last one's closes: nothing of it stays behind
    child_ =
        w32::Process(command_ + L' ' + w32::quote(w32::to_wide(target)),
                     {.job = job_.get(), .output = output.get(), .directory = directory_.c_str()});
    return ++number_;
}

void ChildBuilder::stop() {
    if (job_) job_->terminate(w32::kKilled);
}

int ChildBuilder::take_code() {
    const auto code = static_cast<int>(child_.exit_code());
    child_ = {};  // else get() would stay signaled
    return code;
}

void tell_launcher(const std::string& line) {
    std::fprintf(stderr, "%s\n", line.c_str());
    std::fflush(stderr);
}

int LauncherBuilder::start(const std::string& target) {
    tell_launcher("@build " + std::to_string(++number_) + ' ' + target);
    return number_;
}

}  // namespace runner
