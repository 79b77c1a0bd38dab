// Does it matter for the result who says that a request has ended, and how?
//
// One file is copied and read at random in five ways, with 8 requests under way at once.
//
// Before you run it, write down: which of the five need a second thread?
// Then let all slots share one piece of memory (`place` in Task::next): which way is still right?
// In the debugger: stop in Task::ended and look at Threads: who calls it, strategy by strategy?
// Topics: T88 M14
#include "chapters/10-iocp/copy/run.hpp"
#include "common/demo/demo.hpp"

#include <cstdio>

static std::string hex(std::uint64_t hash) {
    char text[17];
    (void)std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
    return text;
}

static std::string verdict(const copy::Measured& seen) {
    return hex(seen.hash) + (seen.right ? ", right" : ", WRONG");
}

int main() {
    return lab::demo("The same bytes in five ways; what differs is who is told, and where.", [] {
        lab::doing("make a file of 1 MiB and 13 bytes");
        const copy::Source source = copy::make_source((1 << 20) + 13, 1);
        lab::saw("its hash: " + hex(source.hash));
        for (const copy::Strategy& strategy : copy::kStrategies) {
            const copy::Setting setting{strategy, 8, 16 * 1024};
            lab::doing(std::string("copy it, and read it at random: ") + strategy.name);
            lab::saw("hash of the copy:         " + verdict(copy::copy_file(source, setting)));
            lab::saw("hash of what was read:    " + verdict(copy::read_at_random(source, setting)));
        }
        lab::why(
            "Each request carries its place, in the file and in memory; so nothing depends on the\n"
            "order in which they end. What each way must get right is the count of what is under\n"
            "way: a request that is refused tells nobody. Which one is quickest is another\n"
            "question: copy_compare measures it.");
    });
}
