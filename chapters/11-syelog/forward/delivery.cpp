// delivery.cpp - what happens to a segment: connect, send, half-close, wait for the end; and what
// happens when that fails. Every function here runs with the lock held.
//
// The answers of a request when it is started:
//     done      a packet follows
//     pending   a packet follows
//     failed    no packet will ever come
#include "chapters/11-syelog/forward/forwarder.hpp"

#include <algorithm>

namespace syelog {
namespace {

using State = Link::State;

// So that a link shows how it moves: a send of a whole segment would say nothing until its end.
constexpr std::size_t kSendBytes = 64 * 1024;

// Nagle's algorithm would keep back a piece until the collector has acknowledged the one before.
void send_at_once(SOCKET socket) {
    const BOOL yes = TRUE;
    (void)::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, reinterpret_cast<const char*>(&yes),
                       sizeof yes);
}

void close(Link& link) {
    link.socket.reset();
    link.parcel.reset();
    link.sent = 0;
    link.state = State::closed;
}

}  // namespace

void Forwarder::on_packet(const w32::Dequeued& packet) {
    auto& request = *static_cast<Link::Request*>(packet.overlapped);
    {
        const w32::Guard hold(lock_);
        Link& link = request.link;
        request.pending = false;
        if (link.state == State::leaving) {
            if (!link.busy()) close(link);
            wake_.set();  // it may be time for the next try already
        } else if (&request == &link.in) {
            on_in(link, packet);
        } else {
            on_out(link, packet);
        }
        drive();
    }
    changed_.notify_all();
}

// Does what can be done now. After each packet, each append and each deadline.
void Forwarder::drive() {
    if (phase_ == Phase::running && current_->state == State::closed &&
        spare_->state == State::closed && ::GetTickCount64() >= retry_at_)
        connect(*current_);
    if (phase_ == Phase::running || phase_ == Phase::finishing) {
        send();
        if (current_->state == State::sending && spare_->state == State::closed) connect(*spare_);
        half_close();
    }
    statistics_.connected = current_->state == State::open || current_->state == State::sending ||
                            current_->state == State::ending;
    statistics_.spares = spare_->state == State::open ? 1 : 0;
}

void Forwarder::keep_time(ULONGLONG now) {
    if (read_ && now >= read_->settled_at) settle();  // and its successor is still open
    if (seal_at_ != 0 && now >= seal_at_) {
        seal_at_ = 0;
        orders_.seal = true;
    }
    if (waits_for_the_collector() &&
        now - moved_at_ >= static_cast<ULONGLONG>(options_.patience.count()))
        break_up("The collector does not answer.");
    drive();
}

bool Forwarder::wants_a_segment() const {
    return current_->state == State::open && !current_->parcel;
}

bool Forwarder::waits_for_the_collector() const {
    return current_->state == State::connecting || spare_->state == State::connecting ||
           (current_->state == State::sending && current_->out.pending) ||
           current_->state == State::ending;
}

bool Forwarder::all_is_confirmed() const { return spooled_all_ && statistics_.spooled_bytes == 0; }

// --- connect --------------------------------------------------------------------------------

void Forwarder::connect(Link& link) {
    w32::IoStarted started{w32::Io::failed, 0, ERROR_SUCCESS};
    try {
        link.socket = w32::make_socket();
        port_.associate(link.socket.handle(), key());
        link.state = State::connecting;
        started = w32::start_connect(*extensions_, link.socket.get(), address_, link.out.fresh());
    } catch (const w32::Error& error) {  // no socket, no port of ours to be had
        started.error = error.code();
    }
    moved_at_ = ::GetTickCount64();
    wake_.set();  // one more deadline
    if (started.how != w32::Io::failed) return;
    link.out.pending = false;
    break_up("The collector cannot be reached: " + w32::describe(started.error));
}

void Forwarder::on_out(Link& link, const w32::Dequeued& packet) {
    moved_at_ = ::GetTickCount64();
    if (link.state != State::connecting) {
        if (packet.error != ERROR_SUCCESS)
            return break_up("The collector has broken the connection: " +
                            w32::describe(packet.error));
        link.sent += packet.bytes;  // not always all of it
        statistics_.sent_bytes += packet.bytes;
        return;
    }
    DWORD error = packet.error;
    try {
        if (error == ERROR_SUCCESS) w32::finish_connect(link.socket.get());
    } catch (const w32::Error& gone) {
        error = gone.code();
    }
    if (error != ERROR_SUCCESS)
        return break_up("The collector cannot be reached: " + w32::describe(error));
    send_at_once(link.socket.get());
    link.state = State::open;
    if (opened_at_ == 0) opened_at_ = moved_at_;
    if (std::exchange(told_of_outage_, false))
        orders_.sentences.push_back("Connected to the collector.");
    listen_to(link);
    wake_.set();  // it wants a segment
}

// --- send -----------------------------------------------------------------------------------

void Forwarder::send() {
    Link& link = *current_;
    if ((link.state != State::open && link.state != State::sending) || link.out.pending) return;
    const auto unsent = link.unsent();
    if (unsent.empty()) return;
    moved_at_ = ::GetTickCount64();
    if (link.state == State::open) {
        link.state = State::sending;
        if (!link.parcel->sealed)
            seal_at_ = moved_at_ + static_cast<ULONGLONG>(options_.segment_age.count());
    }
    const auto started = w32::start_send(
        link.socket.get(), unsent.first(std::min(unsent.size(), kSendBytes)), link.out.fresh());
    if (started.how != w32::Io::failed) return;
    link.out.pending = false;
    break_up("The collector has broken the connection: " + w32::describe(started.error));
}

// The segment is sealed and sent, and there is a witness: then we say that this was all.
void Forwarder::half_close() {
    Link& link = *current_;
    if (link.state != State::sending || !link.parcel->sealed || link.out.pending ||
        !link.unsent().empty() || spare_->state != State::open)
        return;
    // A link that the collector has ended before our half-close must not be taken for one that it
    // has ended after it. The packet that says so is on its way.
    if (link.in.over() || spare_->in.over()) return;
    seal_at_ = 0;
    moved_at_ = ::GetTickCount64();
    link.state = State::ending;
    wake_.set();  // one more deadline
    try {
        if (w32::finish_sending(link.socket.get())) return;
        break_up("The collector has broken the connection.");
    } catch (const w32::Error& error) {
        break_up(error.what());
    }
}

// --- receive: nothing but the end -----------------------------------------------------------

void Forwarder::listen_to(Link& link) {
    const auto started = w32::start_receive(link.socket.get(), link.heard, link.in.fresh());
    if (started.how != w32::Io::failed) return;
    link.in.pending = false;
    break_up("The collector has broken the connection: " + w32::describe(started.error));
}

void Forwarder::on_in(Link& link, const w32::Dequeued& packet) {
    if (packet.error != ERROR_SUCCESS)
        return break_up("The collector has broken the connection: " + w32::describe(packet.error));
    if (packet.bytes > 0) return listen_to(link);  // whatever it says
    if (link.state == State::ending) return segment_read();
    break_up("The collector has ended the connection.");
}

// The collector has ended the connection after us.
void Forwarder::segment_read() {
    const Parcel& parcel = *current_->parcel;
    moved_at_ = ::GetTickCount64();
    settle();  // the one before: this one went through a connection that outlived it
    read_ = Read{parcel.first, parcel.records,
                 moved_at_ + static_cast<ULONGLONG>(options_.settle.count())};
    from_ = parcel.first + 1;
    close(*current_);
    std::swap(current_, spare_);
    retry_ = options_.first_retry;
    wake_.set();  // one more deadline, and the next segment is wanted
}

void Forwarder::settle() {
    if (!read_) return;
    statistics_.confirmed += read_->records;
    orders_.confirmed.push_back(read_->first);
    read_.reset();
    wake_.set();
}

// --- failure --------------------------------------------------------------------------------

// Begins anew, with everything that is not confirmed.
void Forwarder::break_up(const std::string& why) {
    ++statistics_.broken;
    statistics_.last_error = why;
    if (current_->parcel) {
        from_ = current_->parcel->first;
        if (current_->state != State::open) ++statistics_.resent_segments;
    }
    if (read_) {
        from_ = read_->first;
        ++statistics_.resent_segments;
        read_.reset();
    }
    if (!std::exchange(told_of_outage_, true)) orders_.sentences.push_back(why);
    const ULONGLONG now = ::GetTickCount64();
    // A connection that has held for some time is as good as a segment that was read.
    if (opened_at_ != 0 && now - opened_at_ > static_cast<ULONGLONG>(options_.last_retry.count()))
        retry_ = options_.first_retry;
    opened_at_ = 0;
    seal_at_ = 0;
    retry_at_ = now + static_cast<ULONGLONG>(retry_.count());
    retry_ = std::min(2 * retry_, options_.last_retry);
    for (Link& link : links_) leave(link);
    wake_.set();
}

void Forwarder::leave(Link& link) {
    switch (link.state) {
        case State::closed: return;
        case State::leaving: return;  // its packets come
        default: break;
    }
    link.state = State::leaving;
    if (link.busy())
        (void)::CancelIoEx(link.socket.handle(), nullptr);
    else
        close(link);
}

}  // namespace syelog
