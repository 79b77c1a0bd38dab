// looks.hpp - what the judge looks at whenever the lab starts a request or sleeps.
//
// Only judge.cpp includes it, after the state of the running script.
#pragma once

namespace network {

// An OVERLAPPED, and a buffer, belong to the request until its packet was taken.
void look_at_memory(const Request& fresh) {
    for (const Request& old : net->requests) {
        if (old.overlapped == fresh.overlapped) {
            WB_DIAGNOSE("request-reused")
                << "A request is started with an OVERLAPPED whose last request "
                << (old.ended ? "has ended, and its packet was not taken yet."
                              : "is still pending.")
                << " Both packets will have the same address, and nobody can tell them apart.";
            throw Enough{};
        }
        const bool apart = old.data + old.size <= fresh.data || fresh.data + fresh.size <= old.data;
        const bool both_read = old.kind == Kind::send && fresh.kind == Kind::send;
        if (apart || both_read || (old.kind == Kind::send && old.ended)) continue;
        WB_DIAGNOSE("buffer-in-use")
            << "A request is started with a buffer that belongs to another one: what is being sent "
            << "and what is being received need memory of their own.";
        throw Enough{};
    }
}

void look_at_bytes() {
    for (const Client& client : net->clients) {
        if (client.says.compare(0, client.heard.size(), client.heard) == 0) continue;
        WB_DIAGNOSE("wrong-bytes") << client.name << " has sent \"" << client.says.substr(0, 40)
                                   << "\" and got back \"" << client.heard.substr(0, 40) << "\".";
        throw Enough{};
    }
}

// The lab sleeps. What should it have done for a client whose socket is this one?
void look_at_connection(SOCKET socket, const End& end) {
    const Client& client = *end.client;
    const bool receiving = pending(socket, Kind::receive);
    const bool sending = pending(socket, Kind::send);
    if (client.has_reset || client.was_ended) {
        if (receiving || sending) return;
        WB_DIAGNOSE("left-open") << client.name << " has gone. Its socket is open, no request of "
                                 << "it is pending, and so no packet will ever remind of it.";
    } else if (client.heard.size() < client.read && !sending) {
        WB_DIAGNOSE("cut-off") << client.name << " has sent " << client.read << " bytes and got "
                               << client.heard.size() << " back; nothing is being sent. A request "
                               << "may end with fewer bytes than it began with.";
    } else if (client.has_finished && client.heard.size() == client.says.size()) {
        WB_DIAGNOSE("end-ignored") << client.name << " has finished sending (0 bytes) and has got "
                                   << "everything back; its connection is not ended.";
    } else if (!receiving && !sending) {
        WB_DIAGNOSE("not-read") << "Nothing is pending for " << client.name
                                << ": what it sends is never read.";
    } else {
        return;
    }
    throw Enough{};
}

std::size_t accepts_at_first = 0;  // pending, when the lab slept for the first time

// As many as the server likes, but not more and more.
void look_at_accepts() {
    const auto accepts = static_cast<std::size_t>(std::count_if(
        net->requests.begin(), net->requests.end(),
        [](const Request& request) { return request.kind == Kind::accept && !request.ended; }));
    if (accepts_at_first == 0) accepts_at_first = accepts;
    if (accepts <= accepts_at_first + 16) return;
    WB_DIAGNOSE("accepts-pile-up")
        << "At first " << accepts_at_first << " accept was pending, and now there are " << accepts
        << ", each with a socket: clients have come and gone, and for one accept that has ended "
        << "two are started.";
    throw Enough{};
}

}  // namespace network
