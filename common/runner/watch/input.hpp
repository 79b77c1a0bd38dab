// input.hpp - where keys come from: the console on Windows, the launcher's pipe on Linux. Both are
// an object to wait for, and a call that takes what has come.
#pragma once

#include "common/runner/watch/input_bytes.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"
#include "common/win32/thread.hpp"

#include <memory>
#include <string>
#include <vector>

namespace runner {

class Input {
public:
    Input() = default;
    virtual ~Input() = default;
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    /// Signaled while there is something to take, or the input has ended.
    virtual HANDLE get() const noexcept = 0;
    /// Never blocks.
    virtual std::vector<InputEvent> take() = 0;
    /// True from the moment when no more will come: the terminal is gone.
    virtual bool ended() const = 0;
};

/// A pipe cannot be waited for: a thread reads it and sets an event. The object lives until the
/// pipe's other end is closed; its destructor blocks until then.
class PipeInput : public Input {
public:
    /// `pipe` stays its owner's.
    explicit PipeInput(HANDLE pipe);
    HANDLE get() const noexcept override { return news_.get(); }
    std::vector<InputEvent> take() override;
    bool ended() const override;

private:
    void read();

    HANDLE pipe_;
    w32::Event news_{w32::Reset::manual};
    mutable w32::SrwLock lock_;
    // These and the event change together: it is set while there is anything to be taken.
    WB_GUARDED_BY(lock_) std::string bytes_;
    WB_GUARDED_BY(lock_) bool ended_ = false;
    InputBytes parser_;
    w32::Thread reader_;
};

/// The console's input buffer, which is an object to wait for. Keys are not echoed and need no
/// Enter while it lives; ctrl+C stays what it is.
class ConsoleInput : public Input {
public:
    /// Throws Error if `console` is none.
    explicit ConsoleInput(HANDLE console);
    ~ConsoleInput() override;
    HANDLE get() const noexcept override { return console_; }
    std::vector<InputEvent> take() override;
    bool ended() const override { return ended_; }

private:
    HANDLE console_;
    DWORD mode_ = 0;
    bool ended_ = false;
};

}  // namespace runner
