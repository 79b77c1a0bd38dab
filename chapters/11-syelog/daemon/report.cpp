// report.cpp - differences and quotients.
#include "chapters/11-syelog/daemon/report.hpp"

#include <cmath>

namespace syelog {
namespace {

std::string rounded(double value) { return std::to_string(std::llround(value)); }

// One place behind the point below ten.
std::string quotient(std::uint64_t whole, std::uint64_t parts) {
    if (parts == 0) return "0";
    const double value = static_cast<double>(whole) / static_cast<double>(parts);
    if (value >= 10) return rounded(value);
    const long long tenths = std::llround(value * 10);
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10);
}

// What an administrator should know of; nothing for what has not happened.
std::string trouble(const Figures& figures) {
    const Statistics& daemon = figures.daemon;
    std::string out;
    const auto add = [&](std::uint64_t count, const char* what) {
        if (count > 0) out += (out.empty() ? "; " : ", ") + std::to_string(count) + what;
    };
    add(daemon.malformed, " clients cut off for what they sent");
    add(daemon.unfinished, " records without an end");
    add(daemon.refused, " requests to stop refused");
    add(figures.loss.lines, " lines lost");
    add(figures.cut_off, " readers cut off");
    if (daemon.deaf) out += out.empty() ? "; no client can come" : ", no client can come";
    return out;
}

std::string shape(const Statistics& daemon, const Written& log) {
    return quotient(daemon.records, daemon.reads) + " records per read, " +
           quotient(log.lines, log.calls) + " lines per write";
}

}  // namespace

std::string per_second(const Figures& before, const Figures& now, double seconds) {
    Statistics daemon = now.daemon;
    daemon.records -= before.daemon.records;
    daemon.bytes -= before.daemon.bytes;
    daemon.reads -= before.daemon.reads;
    Written log = now.log;
    log.lines -= before.log.lines;
    log.calls -= before.log.calls;
    return rounded(static_cast<double>(daemon.records) / seconds) + " records/s, " +
           rounded(static_cast<double>(daemon.bytes) / 1024 / seconds) + " KiB/s, " +
           std::to_string(daemon.connected) + " clients, " + shape(daemon, log) + trouble(now);
}

std::string in_all(const Figures& figures) {
    const Statistics& daemon = figures.daemon;
    return "in all " + std::to_string(daemon.records) + " records of " +
           std::to_string(daemon.clients) + " clients, " + std::to_string(daemon.bytes / 1024) +
           " KiB; " + std::to_string(daemon.filtered) + " filtered; " + shape(daemon, figures.log) +
           trouble(figures);
}

}  // namespace syelog
