// builder.hpp - who builds a target while watch mode goes on: a child process on Windows; the
// launcher on Linux, because a Win32 program gets no handle of a Linux process.
//
//     const int number = builder.start("lab_01_x");
//     ... waits for builder.get(), or for Built{number, code} from the launcher ...
#pragma once

#include "common/win32/process.hpp"

#include <memory>
#include <optional>
#include <string>

namespace runner {

class Builder {
public:
    Builder() = default;
    virtual ~Builder() = default;
    Builder(const Builder&) = delete;
    Builder& operator=(const Builder&) = delete;

    /// One at a time: the last one must have ended. Answers its number. Throws Error if it cannot
    /// be started.
    virtual int start(const std::string& target) = 0;
    /// Asks the build to end; it does so soon, with some code.
    virtual void stop() = 0;

    /// Signaled when the build has ended; nullptr if the input tells it.
    virtual HANDLE get() const noexcept { return nullptr; }
    /// The exit code of the build whose end get() has told.
    virtual int take_code() { return 0; }
};

/// A process in a job: it ends with this object.
class ChildBuilder : public Builder {
public:
    /// `command` gets the target behind it. Both outputs go to the file `log`, which is made anew
    /// for each build.
    ChildBuilder(std::wstring command, std::wstring directory, std::wstring log);
    int start(const std::string& target) override;
    void stop() override;
    HANDLE get() const noexcept override { return child_.get(); }
    int take_code() override;

private:
    std::wstring command_;
    std::wstring directory_;
    std::wstring log_;
    std::unique_ptr<w32::Job> job_;
    w32::Process child_;
    int number_ = 0;
};

/// A line to the launcher, which reads our stderr: "@build 3 lab_01_x", "@stop", "@bye".
void tell_launcher(const std::string& line);

class LauncherBuilder : public Builder {
public:
    int start(const std::string& target) override;
    void stop() override { tell_launcher("@stop"); }

private:
    int number_ = 0;
};

}  // namespace runner
