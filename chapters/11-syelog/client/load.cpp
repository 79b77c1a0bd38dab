// load.cpp - writes numbered records as fast as the daemon takes them: "client 3 record 17 xxx".
//
// Exit codes: 0 all records were acknowledged, 1 some were not or a call failed, 2 wrong options,
// 5 no daemon.
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"

#include <cstdio>

namespace {

constexpr char kHelp[] =
    "syelog_load - writes numbered records to a syelog daemon\n"
    "  --pipe NAME     the daemon's pipe (\\\\.\\pipe\\syelog)\n"
    "  --records N     how many (1000)\n"
    "  --id K          this client's number in the text (1)\n"
    "  --text-bytes B  length of the text, filled up with x (40)\n"
    "  --gate NAME     when connected: release semaphore NAME.ready, wait for event NAME.go\n";

void wait_at_gate(const std::wstring& gate) {
    w32::Semaphore(0, 1000, (gate + L".ready").c_str()).release();
    w32::Event(w32::Reset::manual, (gate + L".go").c_str()).wait();
}

int load(const syelog::Arguments& arguments) {
    const unsigned records = arguments.number(L"records", 1000, 0, 100'000'000);
    const unsigned id = arguments.number(L"id", 1, 0, 1'000'000);
    const unsigned text_bytes = arguments.number(L"text-bytes", 40, 0, 4000);
    const std::wstring gate = arguments.text(L"gate", L"");
    syelog::Client client({.pipe = arguments.text(L"pipe", syelog::kDefaultPipe)});
    if (!gate.empty()) wait_at_gate(gate);
    const std::string head = "client " + std::to_string(id) + " record ";
    for (unsigned i = 1; i <= records; ++i) {
        std::string text = head + std::to_string(i);
        if (text.size() + 1 < text_bytes) {
            text += ' ';
            text.resize(text_bytes, 'x');
        }
        client.write(syelog::Severity::information, text);
    }
    if (client.flush()) return 0;
    std::fprintf(stderr, "syelog_load: the daemon has not taken %llu of %u records.\n",
                 static_cast<unsigned long long>(client.lost()), records);
    return 1;
}

}  // namespace

int main() {
    try {
        const syelog::Arguments arguments({L"pipe", L"records", L"id", L"text-bytes", L"gate"});
        if (arguments.help()) {
            std::fputs(kHelp, stdout);
            return 0;
        }
        return load(arguments);
    } catch (const std::invalid_argument& wrong) {
        std::fprintf(stderr, "syelog_load: %s\n", wrong.what());
        return 2;
    } catch (const syelog::NoDaemon& nobody) {
        std::fprintf(stderr, "syelog_load: %s\n", nobody.what());
        return 5;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "syelog_load: %s\n", error.what());
        return 1;
    }
}
