// load.cpp - writes numbered records: "client 3 record 17 xxx", as fast as the daemon takes them or
// so many per second.
//
// Exit codes: 0 all records were acknowledged, 1 some were not or a call failed, 2 wrong options,
// 5 no daemon.
#include "chapters/11-syelog/client/client.hpp"
#include "chapters/11-syelog/protocol/arguments.hpp"
#include "chapters/11-syelog/protocol/format.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/text.hpp"
#include "common/win32/waitable_timer.hpp"

#include <cstdio>

namespace {

constexpr char kHelp[] =
    "syelog_load - writes numbered records to a syelog daemon\n"
    "  --pipe NAME      the daemon's pipe (\\\\.\\pipe\\syelog)\n"
    "  --records N      how many (1000)\n"
    "  --id K           this client's number in the text (1)\n"
    "  --text-bytes B   length of the text, filled up with x (40)\n"
    "  --severity NAME  fatal, alert, critical, error, warning, notice, information, audit_fail,\n"
    "                   audit_pass or debug (information)\n"
    "  --rate N         records per second (as many as the daemon takes)\n"
    "  --plain          each record is a write of its own\n"
    "  --policy NAME    when the queue is full: block (for five seconds), newest or oldest, which\n"
    "                   is then dropped (block)\n"
    "  --gate NAME      when connected: release semaphore NAME.ready, wait for event NAME.go\n";

constexpr std::chrono::seconds kPatience{5};  // for a daemon that takes nothing

void wait_at_gate(const std::wstring& gate) {
    w32::Semaphore(0, 1000, (gate + L".ready").c_str()).release();
    w32::Event(w32::Reset::manual, (gate + L".go").c_str()).wait();
}

syelog::WhenFull policy_named(const std::wstring& name) {
    if (name == L"block") return syelog::WhenFull::block;
    if (name == L"newest") return syelog::WhenFull::drop_newest;
    if (name == L"oldest") return syelog::WhenFull::drop_oldest;
    throw std::invalid_argument("--policy is block, newest or oldest.");
}

syelog::Severity severity_named(const std::wstring& name) {
    const auto severity = syelog::severity_of(w32::to_utf8(name));
    if (!severity) throw std::invalid_argument("There is no such --severity; try --help.");
    return *severity;
}

// Lets so many records pass per second, in portions: a timer ticks too slowly for single ones.
class Pace {
public:
    explicit Pace(unsigned per_second) : per_second_(per_second) {
        if (per_second_ != 0) timer_.start(kTick, kTick);
    }
    /// Blocks until the record of that number, from 1, is due.
    void wait_for(std::uint64_t record) {
        if (per_second_ == 0) return;
        while ((::GetTickCount64() - begin_) * per_second_ < record * 1000) timer_.wait();
    }

private:
    static constexpr std::chrono::milliseconds kTick{10};
    unsigned per_second_;  // 0: all may pass
    ULONGLONG begin_ = ::GetTickCount64();
    w32::WaitableTimer timer_{w32::Reset::automatic};
};

std::string text_of(unsigned id, unsigned record, unsigned bytes) {
    std::string text = "client " + std::to_string(id) + " record " + std::to_string(record);
    if (text.size() + 1 < bytes) {
        text += ' ';
        text.resize(bytes, 'x');
    }
    return text;
}

struct Plan {
    explicit Plan(const syelog::Arguments& arguments)
        : records(arguments.number(L"records", 1000, 0, 100'000'000)),
          id(arguments.number(L"id", 1, 0, 1'000'000)),
          text_bytes(arguments.number(L"text-bytes", 40, 0, 4000)),
          rate(arguments.number(L"rate", 0, 1, 10'000'000)),
          severity(severity_named(arguments.text(L"severity", L"information"))),
          gate(arguments.text(L"gate", L"")),
          client{.pipe = arguments.text(L"pipe", syelog::kDefaultPipe),
                 .one_record_per_write = arguments.flag(L"plain"),
                 .when_full = policy_named(arguments.text(L"policy", L"block")),
                 .write_limit = kPatience} {}

    unsigned records;
    unsigned id;
    unsigned text_bytes;
    unsigned rate;
    syelog::Severity severity;
    std::wstring gate;
    syelog::ClientOptions client;
};

// Answers how many were written: not all if the daemon takes nothing any more.
unsigned write_all(syelog::Client& client, const Plan& plan) {
    Pace pace(plan.rate);
    for (unsigned i = 1; i <= plan.records; ++i) {
        pace.wait_for(i);
        const std::string text = text_of(plan.id, i, plan.text_bytes);
        if (!client.write(plan.severity, text) && plan.client.when_full == syelog::WhenFull::block)
            return i;
    }
    return plan.records;
}

int load(const Plan& plan) {
    syelog::Client client(plan.client);
    if (!plan.gate.empty()) wait_at_gate(plan.gate);
    const unsigned written = write_all(client, plan);
    std::uint64_t before = 0;
    do before = client.acknowledged();  // a slow daemon may take its time, as long as it goes on
    while (!client.flush(kPatience) && client.acknowledged() != before);
    (void)client.close(std::chrono::seconds{0});
    const std::uint64_t missing = client.lost() + (plan.records - written);
    if (missing == 0) return 0;
    std::fprintf(stderr, "syelog_load: the daemon has not taken %llu of %u records.\n",
                 static_cast<unsigned long long>(missing), plan.records);
    return 1;
}

}  // namespace

int main() {
    try {
        const syelog::Arguments arguments(
            {L"pipe", L"records", L"id", L"text-bytes", L"severity", L"rate", L"policy", L"gate"},
            {L"plain"});
        if (arguments.help()) {
            std::fputs(kHelp, stdout);
            return 0;
        }
        return load(Plan(arguments));
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
