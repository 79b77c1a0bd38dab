// tail.cpp - readers come, get lines, and go or are sent away.
#include "chapters/11-syelog/daemon/tail.hpp"

#include "chapters/11-syelog/protocol/format.hpp"
#include "common/win32/deadline.hpp"

#include <algorithm>

namespace syelog {

Tail::Tail(w32::CompletionPort& port, TailOptions options)
    : port_(port), options_(std::move(options)), security_(descriptor_for(options_.access)) {}

Tail::~Tail() = default;

void Tail::start() {
    const w32::Guard hold(lock_);
    listen(/*first=*/true);
}

// Puts up the instance that the next reader finds. A failure is not the daemon's: then nobody can
// look for now, and the next packet of a reader tries again.
void Tail::listen(bool first) {
    for (;;) {
        try {
            auto reader = std::make_unique<Reader>(
                w32::PipeServer(options_.pipe.c_str(),
                                {.type = w32::PipeType::byte,
                                 .read_mode = w32::PipeType::byte,
                                 .access = w32::PipeAccess::outbound,
                                 .quota = 64 * 1024,
                                 .first_instance = first,
                                 .reject_remote = true,
                                 .security = security_ ? security_->attributes() : nullptr}));
            port_.associate(reader->pipe.get(), key());
            readers_.push_back(std::move(reader));
        } catch (const w32::Error&) {
            if (first) throw;
            return;
        }
        first = false;
        Reader& reader = *readers_.back();
        const w32::IoStarted started = reader.pipe.start_connect(reader);
        if (started.how == w32::Io::pending) return;
        // It came before we asked: no packet follows. If it has left again, the first write tells.
        welcome(reader);
    }
}

void Tail::welcome(Reader& reader) {
    reader.state = Reader::State::idle;
    ++came_;
    somebody_reads_ = true;
    changed_.notify_all();
}

void Tail::take(std::span<const Event> events) {
    if (!somebody_reads_) return;
    std::string lines;
    for (const Event& event : events) append_event(lines, Format::json, event);
    const w32::Guard hold(lock_);
    if (stopping_) return;
    // By number: a reader that has gone, or is cut off, is taken out on the way.
    for (std::size_t i = readers_.size(); i-- > 0;) {
        const Reader::State state = readers_[i]->state;
        if (state == Reader::State::idle || state == Reader::State::writing)
            give(*readers_[i], lines);
    }
}

void Tail::give(Reader& reader, std::string_view lines) {
    if (reader.waiting.size() + lines.size() > options_.backlog_bytes) {
        ++cut_off_;
        if (reader.state == Reader::State::writing) {
            reader.state = Reader::State::leaving;
            (void)::CancelIoEx(reader.pipe.get(), &reader);
        } else {
            remove(reader);  // these lines alone are more than it may leave waiting
        }
        return;
    }
    reader.waiting.append(lines);
    if (reader.state == Reader::State::idle) send(reader);
}

// Starts the write of all that waits. Removes the reader if there is nobody to write to.
void Tail::send(Reader& reader) {
    if (reader.sent == reader.sending.size()) {
        reader.sending.swap(reader.waiting);
        reader.waiting.clear();
        reader.sent = 0;
    }
    if (reader.sending.empty()) {
        reader.state = Reader::State::idle;
        changed_.notify_all();
        return;
    }
    static_cast<OVERLAPPED&>(reader) = OVERLAPPED{};
    reader.state = Reader::State::writing;
    const auto rest = std::as_bytes(std::span(reader.sending)).subspan(reader.sent);
    const w32::IoStarted started = w32::start_write(reader.pipe.get(), rest, reader);
    if (started.how == w32::Io::failed) remove(reader);  // no packet follows
}

void Tail::remove(Reader& reader) {
    const auto here = std::find_if(readers_.begin(), readers_.end(),
                                   [&](const auto& each) { return each.get() == &reader; });
    readers_.erase(here);
    somebody_reads_ = std::any_of(readers_.begin(), readers_.end(), [](const auto& each) {
        return each->state != Reader::State::listening;
    });
    changed_.notify_all();
}

void Tail::on_packet(const w32::Dequeued& packet) {
    auto& reader = *static_cast<Reader*>(packet.overlapped);
    const w32::Guard hold(lock_);
    if (packet.how == w32::Dequeued::How::failed || reader.state == Reader::State::leaving) {
        remove(reader);
    } else if (reader.state == Reader::State::listening) {
        welcome(reader);
    } else {
        reader.sent += packet.bytes;
        send(reader);
    }
    if (!stopping_ && !has(Reader::State::listening)) listen(/*first=*/false);
}

bool Tail::has(Reader::State state) const {
    return std::any_of(readers_.begin(), readers_.end(),
                       [&](const auto& reader) { return reader->state == state; });
}

void Tail::stop() {
    const w32::Guard hold(lock_);
    stopping_ = true;
    const w32::Deadline deadline(options_.farewell);
    while (has(Reader::State::writing) && !deadline.passed())
        (void)changed_.wait_for(lock_, deadline.left());
    // Closing ends who is idle; who is not gets a packet, and that removes it.
    std::erase_if(readers_,
                  [](const auto& reader) { return reader->state == Reader::State::idle; });
    for (const auto& reader : readers_) (void)::CancelIoEx(reader->pipe.get(), reader.get());
    while (!readers_.empty()) changed_.wait(lock_);
    somebody_reads_ = false;
}

Tail::Counts Tail::counts() const {
    const w32::SharedGuard hold(lock_);
    Counts counts{.readers = 0, .came = came_, .cut_off = cut_off_};
    for (const auto& reader : readers_)
        if (reader->state != Reader::State::listening) ++counts.readers;
    return counts;
}

MakeSubscriber serve_tail(TailOptions options, Tail** tail) {
    return [options = std::move(options), tail](w32::CompletionPort& port) {
        auto made = std::make_unique<Tail>(port, options);
        if (tail != nullptr) *tail = made.get();
        return made;
    };
}

}  // namespace syelog
