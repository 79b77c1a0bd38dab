// The judge of lab L35: lets each read be done at once and later, with the packet and without, and
// compares what is logged with what was written.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <counted_twice.hpp>  // <>: the build chooses the folder

#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/completion_port.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <string>
#include <vector>

namespace {

using How = w32::Dequeued::How;
using workbook::PipeEnds;

// In the explorer: so long only if nobody can do anything any more.
[[maybe_unused]] constexpr w32::Timeout kNever = std::chrono::seconds{10};

/// A reader, and what has come of it. One thread.
struct Scene {
    PipeEnds pipe;
    w32::CompletionPort port;
    Reader reader;
    std::vector<std::string> expected;
    std::size_t logged = 0;
    int overs = 0;

    Scene(bool skips, std::vector<std::string> records)
        : reader(pipe.ours(), port.raw(), skips), expected(std::move(records)) {
        here = this;
        port.associate(pipe.ours(), 1);
        if (skips)
            w32::check(::SetFileCompletionNotificationModes(pipe.ours(),
                                                            FILE_SKIP_COMPLETION_PORT_ON_SUCCESS),
                       "SetFileCompletionNotificationModes");
    }

    void log(const std::string& record) {
        const std::size_t index = logged++;
        if (index < expected.size() && record == expected[index]) return;
        if (index > 0 && record == expected[index - 1])
            WB_DIAGNOSE("counted-twice")
                << "'" << record << "' was logged once more than it was written. Without the mode, "
                << "a read that is done at once queues a packet as well: both of them tell of one "
                << "record.";
        else
            WB_DIAGNOSE("wrong-record") << "'" << record << "' was logged, as record number "
                                        << logged << ": nobody has written that one.";
    }

    /// Takes packets until the other end has gone. false: something was wrong.
    bool serve() {
        while (overs == 0) {
            const w32::Dequeued next = next_packet();
            if (next.how == How::timed_out) {
                WB_DIAGNOSE("nobody-reads")
                    << logged << " of " << expected.size() << " records are logged, and all wait: "
                    << "no packet is left, and no read is pending that would queue one. None is "
                    << "queued by a read that is refused, by one that is done at once in this "
                    << "mode, and by one whose hEvent has its lowest bit set.";
                return false;
            }
            if (!is_the_readers(next)) return false;
            reader.on_packet(next.how == How::completed, next.bytes);
        }
        return is_all();
    }

    /// The other end goes. What is under way ends with it, and queues its packet before that.
    void leave() {
        pipe.leave();
        has_left = true;
    }

    static Scene* here;

private:
    std::atomic<bool> has_left = false;

    // timed_out: there will be none.
    w32::Dequeued next_packet() {
#if defined(WORKBOOK_EXPLORED)
        return port.get(kNever);
#else
        for (;;) {  // real threads have nothing to wait for when the other end has gone
            const bool is_the_last_look = has_left;
            const w32::Dequeued next = port.get(std::chrono::milliseconds{100});
            if (next.how != How::timed_out || is_the_last_look) return next;
        }
#endif
    }

    bool is_the_readers(const w32::Dequeued& packet) const {
        if (packet.overlapped == &reader) return true;
        WB_DIAGNOSE("packet-of-an-answer")
            << "A packet was taken that is not that of the read: it is the one of a write by "
            << "answer(), and what its OVERLAPPED points to has gone. Who waits for his request "
            << "himself keeps the port out of it, or it is told to somebody else.";
        return false;
    }

    // Nothing comes after the end.
    bool is_all() {
        const w32::Dequeued more = port.get(std::chrono::milliseconds{0});
        if (more.how != How::timed_out && !is_the_readers(more)) return false;
        if (more.how != How::timed_out || overs > 1)
            WB_DIAGNOSE("over-twice") << "The end was told twice: a read that is refused queues no "
                                      << "packet, and one that has failed later is told by it.";
        else if (logged < expected.size())
            WB_DIAGNOSE("lost-record")
                << expected.size() << " records were written, and " << logged << " are logged. "
                << "Two records may be equal, and are two all the same.";
        else
            return true;
        return false;
    }
};
Scene* Scene::here = nullptr;

/// The other end writes the records and leaves.
void run(bool skips, const std::vector<std::string>& records) {
    Scene scene(skips, records);
    w32::Thread other("writes and leaves", [&] {
        for (const std::string& record : records) scene.pipe.write(record);
        scene.leave();
    });
    scene.reader.start();
    scene.serve();
    other.join();
    explore::outcome(std::to_string(scene.logged) + " records");
}

/// The other end wants an answer to its record.
void run_with_an_answer(bool skips) {
    Scene scene(skips, {"abcd"});
    std::string heard;
    w32::Thread other("writes and listens", [&] {
        scene.pipe.write("abcd");
        heard = scene.pipe.read(2);
        scene.leave();
    });
    scene.reader.start();
    scene.reader.answer("ok");
    scene.serve();
    other.join();
    explore::outcome(heard);
    if (heard != "ok") WB_DIAGNOSE("wrong-answer") << "'" << heard << "' has come instead of 'ok'.";
}

}  // namespace

void log_record(std::string_view record) { Scene::here->log(std::string(record)); }
void over() { ++Scene::here->overs; }

EXPLORE_TEST(Lab_10_CountedTwice, Test1_EachRecordOnce, .early_time_outs = 0) {
    run(false, {"abcd", "efgh"});
}

EXPLORE_TEST(Lab_10_CountedTwice, Test2_NoPacketOfWhatIsDoneAtOnce, .early_time_outs = 0) {
    run(true, {"abcd", "efgh"});
}

EXPLORE_TEST(Lab_10_CountedTwice, Test3_EqualRecords, .early_time_outs = 0) {
    run(false, {"aaaa", "aaaa"});
}

EXPLORE_TEST(Lab_10_CountedTwice, Test4_AnAnswerBetween, .early_time_outs = 0) {
    run_with_an_answer(false);
}

EXPLORE_TEST(Lab_10_CountedTwice, Test5_AnAnswerInThatMode, .early_time_outs = 0) {
    run_with_an_answer(true);
}

EXPLORE_TEST(Lab_10_CountedTwice, Test6_NobodyIsThere, .early_time_outs = 0) {
    Scene scene(false, {});
    scene.leave();
    scene.reader.start();
    scene.serve();
    explore::outcome(std::to_string(scene.overs));
}

// There is no room for the answer, and nobody reads.
EXPLORE_STUCK_TEST(Lab_10_CountedTwice, Test7_WhoWaitsForHisAnswerSleeps) {
    Scene scene(false, {});
    scene.reader.answer(std::string(5000, 'x'));
}
