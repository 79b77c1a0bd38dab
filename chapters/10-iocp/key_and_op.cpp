// Two clients, and each is read from and written to at the same time. Which packet is which?
//
// Two pipes belong to one port; each has a read and a write under way.
//
// Before you run it, write down: how many keys are there, and how many OVERLAPPEDs?
// Then use one Operation for the read and the write of a client, and think about `what`.
// In the debugger: watch `next.key` and `operation.what` after each get().
// Topics: T99 S02 S10
#include "common/demo/demo.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/overlapped.hpp"

// One request: the OVERLAPPED that the system gets, and behind it what we want to know later.
struct Operation : OVERLAPPED {
    const char* what = "";
};

// One client: its address is the key.
struct Client {
    const char* name = "";
    workbook::PipeEnds pipe;
    Operation reading{OVERLAPPED{}, "read"};
    Operation writing{OVERLAPPED{}, "write"};
    std::byte bytes[16];
};

int main() {
    return lab::demo("The key says whose packet it is, the OVERLAPPED which request of his.", [] {
        w32::CompletionPort port;
        Client clients[2];
        clients[0].name = "first";
        clients[1].name = "second";
        const std::byte hello[] = {std::byte{'h'}, std::byte{'i'}};
        for (Client& client : clients) {
            port.associate(client.pipe.ours(), reinterpret_cast<ULONG_PTR>(&client));
            (void)w32::start_read(client.pipe.ours(), client.bytes, client.reading);
        }
        lab::doing("write to the first client; let the second one write; then let the first leave");
        (void)w32::start_write(clients[0].pipe.ours(), hello, clients[0].writing);
        clients[1].pipe.write("abc");
        clients[0].pipe.leave();
        for (int i = 0; i < 3; ++i) {
            const w32::Dequeued next = port.get(w32::forever);
            const Client& client = *reinterpret_cast<const Client*>(next.key);
            const auto& operation = *static_cast<const Operation*>(next.overlapped);
            lab::saw(std::string("the ") + operation.what + " of the " + client.name + " client: " +
                     std::to_string(next.bytes) + " bytes, error " + std::to_string(next.error));
        }
        lab::why(
            "The key belongs to the file, for as long as it is open; the OVERLAPPED to the\n"
            "request, until its packet is taken. So what belongs to a client hangs on the key,\n"
            "and what belongs to a request is put behind its OVERLAPPED, and found by a\n"
            "static_cast. A server with one request per client may use one structure for both.");
    });
}
