// The judge of lab L32: asks for reads from the reader's thread and from others, and lets the
// records come in every order.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <alertable.hpp>  // <>: the build chooses the folder

#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/event.hpp"
#include "common/win32/thread.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace {

using workbook::PipeEnds;

std::vector<std::string> delivered;
DWORD readers_thread = 0;

std::string told(const std::vector<std::string>& records) {
    std::string text;
    for (const std::string& record : records) text += (text.empty() ? "'" : " '") + record + "'";
    return text.empty() ? "nothing" : text;
}

/// A reader for that many records, and its thread: it does `first` and then calls run().
class Scene {
public:
    explicit Scene(
        std::size_t records, std::function<void(Reader&)> first = [](Reader&) {})
        : reader_(records), first_(std::move(first)) {
        delivered.clear();
        thread_ = w32::Thread("the reader", [this] { run(); });
        reader_.thread = thread_.get();
        readers_thread = thread_.id();
        may_begin_.set();
    }

    Reader& reader() { return reader_; }

    /// After the end of run().
    void expect(std::vector<std::string> expected) {
        thread_.join();
        std::sort(expected.begin(), expected.end());
        std::vector<std::string> seen = delivered;
        std::sort(seen.begin(), seen.end());
        explore::outcome(told(seen) + " of " + std::to_string(expected.size()));
        const std::string both =
            "delivered: " + told(seen) + ", expected: " + told(expected) + ". ";
        if (seen.size() < expected.size())
            WB_DIAGNOSE("returned-too-early")
                << "run() has returned; " << both << "An alertable wait ends when some routine or "
                << "APC has run: that says nothing of the others.";
        else if (seen != expected)
            WB_DIAGNOSE("wrong-records") << both << "Each record comes once, as it was written.";
    }

private:
    void run() {
        may_begin_.wait();
        first_(reader_);
        reader_.run();
    }

    Reader reader_;
    std::function<void(Reader&)> first_;
    w32::Event may_begin_{w32::Reset::manual};
    w32::Thread thread_;
};

}  // namespace

void deliver(std::string_view record) {
    if (::GetCurrentThreadId() == readers_thread) {
        delivered.emplace_back(record);
        return;
    }
    WB_DIAGNOSE("wrong-thread")
        << "A record was delivered on a thread that is not the reader's. The routine runs "
        << "on the thread that has called ReadFileEx.";
    ::SwitchToThread();  // a step: here the execution ends, before anything comes of it
}

EXPLORE_TEST(Lab_09_Alertable, Test1_TheReaderAsksForOne) {
    const PipeEnds pipe;
    Scene scene(1, [&](Reader& reader) { reader.read(pipe.ours()); });
    pipe.write("abcd");
    scene.expect({"abcd"});
}

EXPLORE_TEST(Lab_09_Alertable, Test2_TheReaderAsksForTwo) {
    const PipeEnds first, second;
    Scene scene(2, [&](Reader& reader) {
        reader.read(first.ours());
        reader.read(second.ours());
    });
    second.write("efgh");
    first.write("abcd");
    scene.expect({"abcd", "efgh"});
}

EXPLORE_TEST(Lab_09_Alertable, Test3_AnotherThreadAsks) {
    const PipeEnds pipe;
    Scene scene(1);
    pipe.write("abcd");
    scene.reader().read(pipe.ours());
    scene.expect({"abcd"});
}

EXPLORE_TEST(Lab_09_Alertable, Test4_BothAsk) {
    const PipeEnds own, other;
    Scene scene(2, [&](Reader& reader) { reader.read(own.ours()); });
    own.write("abcd");
    scene.reader().read(other.ours());
    other.write("efgh");
    scene.expect({"abcd", "efgh"});
}

EXPLORE_TEST(Lab_09_Alertable, Test5_ThePipesEnd) {
    PipeEnds later, before;
    before.leave();
    Scene scene(2, [&](Reader& reader) { reader.read(later.ours()); });
    scene.reader().read(before.ours());
    later.leave();
    scene.expect({"", ""});
}

EXPLORE_STUCK_TEST(Lab_09_Alertable, Test6_WhoWaitsForARecordSleeps) {
    const PipeEnds first, second;
    Scene scene(2, [&](Reader& reader) { reader.read(first.ours()); });
    scene.reader().read(second.ours());
    first.write("abcd");
}
