// syelog.cpp - does a log daemon lose records when eight processes write at once and it is stopped?
//
// You will see a daemon start and serve its live tail, eight client processes send 8 000 records
// through one pipe name while the tail's reader looks away, the daemon stop, the log being counted.
//
// Predict: the log holds the records of eight clients mixed. Are those of one client in order,
//     although several threads of the daemon handle them?
// Change: start the daemon with `--workers 1`, then with 16 (run.cpp). What happens to the speed,
//     what to the order?
// In the debugger: a breakpoint in Daemon::take_records (serve.cpp) of syelogd.exe --file log.txt,
//     with syelog_load.exe running; look at Threads, and at connection.process_id in each stop.
#include "chapters/11-syelog/demo/run.hpp"
#include "chapters/11-syelog/protocol/census.hpp"
#include "common/demo/demo.hpp"
#include "common/win32/platform.hpp"

namespace {

constexpr unsigned kClients = 8;
constexpr unsigned kRecords = 1000;

// "8000" -> "8 000"
std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), " ");
    return digits;
}

double seconds_since(const LARGE_INTEGER& start) {
    LARGE_INTEGER now;
    LARGE_INTEGER frequency;
    ::QueryPerformanceCounter(&now);
    ::QueryPerformanceFrequency(&frequency);
    return static_cast<double>(now.QuadPart - start.QuadPart) /
           static_cast<double>(frequency.QuadPart);
}

bool tell() {
    syelog::Run run(kClients, kRecords);
    lab::doing("start the daemon, open its live tail, write one record");
    run.start_daemon();
    lab::saw("the tail shows it - " + run.see_live("hello, log"));

    lab::doing(
        "start eight clients, let each write 1 000 records while nobody reads the tail;\n"
        "then `syelogd --stop`, and read the log");
    run.start_clients();
    LARGE_INTEGER start;
    ::QueryPerformanceCounter(&start);
    const bool all_sent = run.let_clients_write();
    const bool stopped = run.stop_daemon();
    const double seconds = seconds_since(start);
    syelog::Census census;
    census.count(run.log());
    std::uint64_t lost = 0;
    for (unsigned id = 1; id <= kClients; ++id) lost += census.lost(id, kRecords);
    const std::uint64_t damaged = census.other_lines - run.written_live();
    const bool cut_off = run.left_in_tail() < kClients * kRecords;

    lab::saw(all_sent ? "every client was told that all its records are taken"
                      : "a client was told that records were NOT taken");
    lab::saw(std::string("the daemon ") + (stopped ? "stopped in order" : "FAILED") + "; " +
             grouped(census.duplicated) + " duplicated, " + grouped(damaged) + " damaged lines");
    lab::saw(cut_off ? "the tail's reader was cut off when 256 KiB waited for it; the log went on"
                     : "the tail's reader was NOT cut off");
    lab::saw("measured on " + w32::platform_name() +
             ", from the start signal to the closed log, process ends included");
    lab::why(
        "A connection has one read in flight, so one worker at a time handles it: its records\n"
        "stay in order without a lock. To stop, the daemon reads what is there before it\n"
        "leaves; a read that would have to wait is the proof that nothing is left. Who only\n"
        "looks on must never slow down who writes: so the tail may lose, and the log may not.");
    std::printf(
        "\n%s records, %s lost, %s out of order, %s records/s\n", grouped(census.records).c_str(),
        grouped(lost).c_str(), grouped(census.out_of_order).c_str(),
        grouped(static_cast<std::uint64_t>(static_cast<double>(census.records) / seconds)).c_str());
    return all_sent && stopped && cut_off && lost == 0 && damaged == 0 && census.duplicated == 0 &&
           census.out_of_order == 0;
}

}  // namespace

int main() {
    bool nothing_lost = false;
    const int code =
        lab::demo("Eight processes log through one daemon; it is stopped, and no record is lost.",
                  [&] { nothing_lost = tell(); });
    return code == 0 && !nothing_lost ? 1 : code;
}
