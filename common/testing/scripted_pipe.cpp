// scripted_pipe.cpp - small steps with a limit each, and the table of what makes which outcome.
#include "common/testing/scripted_pipe.hpp"

#include <exception>
#include <utility>

namespace workbook {
namespace {

using namespace std::chrono_literals;
constexpr auto kLimit = 5s;  // only a broken program needs it; below the watchdog's

w32::IoResult within(std::optional<w32::IoResult> result, const char* call) {
    if (!result) throw w32::Error(call, WAIT_TIMEOUT);
    if (!result->ok() && result->error != ERROR_MORE_DATA) throw w32::Error(call, result->error);
    return *result;
}

}  // namespace

const char* describe(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::immediate: return "immediate";
        case Outcome::pending: return "pending";
        case Outcome::more_data: return "more data";
        case Outcome::cancel: return "cancel";
        case Outcome::broken: return "broken";
        case Outcome::broken_pending: return "broken while pending";
        case Outcome::already_connected: return "already connected";
        case Outcome::early_gone: return "early and gone";
    }
    return "?";
}

PipePeer PipePeer::client(std::wstring name, w32::PipeAccess access) {
    PipePeer peer;
    peer.name_ = std::move(name);
    peer.access_ = access;
    return peer;
}

PipePeer PipePeer::server(std::wstring name, const w32::PipeOptions& options) {
    PipePeer peer;
    peer.is_server_ = true;
    peer.server_ = w32::PipeServer(name.c_str(), options);
    peer.name_ = std::move(name);
    return peer;
}

void PipePeer::open() {
    auto opened = w32::PipeClient::open(name_.c_str(), kLimit, {.access = access_});
    if (!opened) throw w32::Error("CreateFileW", ::GetLastError());
    client_ = std::move(*opened);
}

void PipePeer::accept() { (void)within(server_.connect(kLimit), "ConnectNamedPipe"); }

void PipePeer::write(std::string_view bytes) {
    (void)within(w32::write_within(get(), std::as_bytes(std::span(bytes)), kLimit), "WriteFile");
}

w32::Io PipePeer::start_write(std::string bytes) {
    writing_ = std::move(bytes);
    write_ = std::make_unique<w32::Overlapped>();
    return w32::start_write(get(), std::as_bytes(std::span(writing_)), write_->raw()).how;
}

w32::IoResult PipePeer::finish_write() {
    auto result = write_->finish_within(get(), kLimit);
    if (!result) {
        (void)w32::cancel(get(), write_->raw());
        (void)write_->finish(get());
        throw w32::Error("WriteFile", WAIT_TIMEOUT);
    }
    write_.reset();
    return *result;
}

std::string PipePeer::read(std::size_t most) {
    std::string out(most, '\0');
    const auto result =
        within(w32::read_within(get(), std::as_writable_bytes(std::span(out)), kLimit), "ReadFile");
    out.resize(result.bytes);
    return out;
}

void PipePeer::leave() noexcept {
    const bool writing = write_ != nullptr && there();
    if (writing) (void)::CancelIoEx(get(), &write_->raw());
    if (writing) (void)::WaitForSingleObject(write_->event(), INFINITE);
    write_.reset();
    client_ = w32::PipeClient();
    server_ = w32::PipeServer();
}

bool PipePeer::there() const noexcept {
    return is_server_ ? static_cast<bool>(server_) : static_cast<bool>(client_);
}

void PipePeer::before(Outcome outcome) {
    switch (outcome) {
        case Outcome::immediate: write(kGreeting); break;
        case Outcome::more_data:
            write(std::string(kShortBuffer, 'm') + std::string(kGreeting));
            break;
        case Outcome::broken: leave(); break;
        case Outcome::already_connected: open(); break;
        case Outcome::early_gone:
            open();
            leave();
            break;
        case Outcome::pending:
        case Outcome::cancel:
        case Outcome::broken_pending: break;  // the request comes first
    }
}

void PipePeer::after(Outcome outcome) {
    switch (outcome) {
        case Outcome::pending:
            // A client that is not there yet was waited for by a connect; one that is, by a read.
            if (there())
                write(kGreeting);
            else
                open();
            break;
        case Outcome::broken_pending: leave(); break;
        case Outcome::immediate:
        case Outcome::more_data:
        case Outcome::cancel:
        case Outcome::broken:
        case Outcome::already_connected:
        case Outcome::early_gone: break;  // all was done before
    }
}

PipeScript::~PipeScript() {
    {
        const w32::Guard hold(lock_);
        closing_ = true;
    }
    turns_.release();
    thread_.join();
}

PipeScript& PipeScript::then(std::function<void()> step) {
    const w32::Guard hold(lock_);
    steps_.push_back(std::move(step));
    return *this;
}

void PipeScript::begin_step() { turns_.release(); }

void PipeScript::end_step() {
    ended_.acquire();
    std::exception_ptr failure;
    {
        const w32::Guard hold(lock_);
        failure = std::exchange(failure_, nullptr);
    }
    if (failure) std::rethrow_exception(failure);
}

void PipeScript::run() {
    for (;;) {
        turns_.acquire();
        std::function<void()> step;
        {
            const w32::Guard hold(lock_);
            if (steps_.empty() && closing_) return;
            if (!steps_.empty()) {
                step = std::move(steps_.front());
                steps_.pop_front();
            }
            if (closing_) turns_.release();  // nobody counts turns any more: all the rest runs
        }
        try {
            if (step) step();
        } catch (...) {
            const w32::Guard hold(lock_);
            failure_ = std::current_exception();
        }
        ended_.release();
    }
}

}  // namespace workbook
