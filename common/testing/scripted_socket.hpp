// scripted_socket.hpp - a client of a socket server that does what a test tells it, when told.
//
//     workbook::SocketPeer peer(listener.port());
//     peer.send_split("hello world", {1, 4});   // "h", "ello", " world"
//     EXPECT_EQ(peer.receive(11), "hello world");
//     peer.reset();                             // as if its cable had been pulled out
//
// The socket twin of scripted_pipe.hpp: each way in which a client can behave, and each way in
// which a request of the server can end, is produced on purpose. No step sleeps.
#pragma once

#include "common/win32/socket.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace workbook {

/// A connected client. Each step blocks for at most five seconds and throws w32::Error otherwise
/// (WSAETIMEDOUT where it was waiting). One thread at a time. w32::SocketLibrary must be up.
class SocketPeer {
public:
    /// How the connection looks from here.
    enum class End {
        open,     ///< nothing to read yet, or something is
        orderly,  ///< the server has finished sending, and all was read
        reset     ///< torn down
    };

    /// Connects: the system has taken the connection, the server may not have accepted it yet.
    explicit SocketPeer(u_short port);

    /// Everything, in one send. Returns when the systems have taken it, not when it was read.
    void send(std::string_view bytes);
    /// The same bytes in pieces of these sizes; what is left is the last one. Each piece goes on
    /// its way before the next is sent; the server may still read two of them at once.
    void send_split(std::string_view bytes, std::initializer_list<std::size_t> sizes);
    /// Sends until neither this system nor the other takes any more, and answers how many bytes it
    /// took: the server is now behind a client that never reads. At most `most`.
    std::size_t send_until_full(std::size_t most);

    /// Exactly `count` bytes; fewer only if the connection has ended.
    std::string receive(std::size_t count);
    /// Everything up to the end of the connection. Call ended() to see which end.
    std::string receive_rest();
    /// Blocks until the server ends the connection, and throws away what it sends before.
    End wait_for_end();
    /// How it looked to the last receive.
    End ended() const noexcept { return end_; }

    /// Finishes sending: the server reads 0 bytes. Receiving goes on.
    void half_close();
    /// Closes in order, as a program that is through. The system turns it into a reset if something
    /// that the server has sent was not read.
    void leave() noexcept { socket_.reset(); }
    /// Closes with a reset: what was sent and not read yet may be lost.
    void reset();

    SOCKET get() const noexcept { return socket_.get(); }
    /// Our own port: what the server sees of us.
    u_short port() const;

private:
    int receive_some(char* buffer, std::size_t size);

    w32::Socket socket_;
    End end_ = End::open;
};

}  // namespace workbook
