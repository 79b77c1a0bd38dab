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

#include <string>
#include <vector>

namespace {

using How = w32::Dequeued::How;
using workbook::PipeEnds;

#if defined(WORKBOOK_EXPLORED)
// So long only if nobody can do anything any more.
constexpr w32::Timeout kNever = std::chrono::seconds{10};
#else
// When the other end has gone, there is nothing to wait for: so long only if there is no packet.
constexpr w32::Timeout kNever = std::chrono::milliseconds{100};
#endif
constexpr ULONG_PTR kPipe = 1;
constexpr ULONG_PTR kLeft = 2;  // posted on real threads, when the other end has gone

/// A reader, and what has come of it. One thread.
struct Scene {
    PipeEnds pipe;
    w32::CompletionPort port;
    Reader reader;
    std::vector<std::string> expected;
    std::size_t logged = 0;
    int overs = 0;
    bool has_left = false;  // and that was taken from the port

    Scene(bool skips, std::vector<std::string> records)
        : reader(pipe.ours(), port.raw(), skips), expected(std::move(records)) {
        here = this;
        port.associate(pipe.ours(), kPipe);
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

    /// The other end goes. What is under way ends with it.
    void leave() {
        pipe.leave();
#if !defined(WORKBOOK_EXPLORED)
        port.post(0, kLeft);
#endif
    }

    static Scene* here;

private:
    // timed_out: there will be none.
    w32::Dequeued next_packet() {
#if !defined(WORKBOOK_EXPLORED)
        while (!has_left) {
            const w32::Dequeued next = port.get(w32::forever);
            if (next.key != kLeft) return next;
            has_left = true;  // who reads is not kept waiting any more
        }
#endif
        return port.get(kNever);
    }
    // Is there one?
    w32::Dequeued look() {
        const w32::Dequeued next = port.get(std::chrono::milliseconds{0});
        if (next.how == How::timed_out || next.key != kLeft) return next;
        return port.get(std::chrono::milliseconds{0});
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
        const w32::Dequeued more = look();
        if (more.how != How::timed_out && !is_the_readers(more)) return false;
        if (more.how != How::timed_out || overs > 1)
            WB_DIAGNOSE("over-twice")
                << "The end was told twice. Either two reads were under way, one that was started "
                << "after TRUE and one for the packet of the same read; or a read has failed once "
                << "and was told twice.";
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

// The write is refused.
EXPLORE_TEST(Lab_10_CountedTwice, Test7_AnAnswerToNobody, .early_time_outs = 0) {
    Scene scene(false, {});
    scene.leave();
    w32::Thread answers("answers", [&] { scene.reader.answer("ok"); });
    if (::WaitForSingleObject(answers.get(), 10'000) == WAIT_TIMEOUT)
        WB_DIAGNOSE("waits-for-a-refused-write")
            << "answer() does not return: its write was refused, because the other end has gone. "
            << "Then there is no request, and nobody sets its event.";
    answers.join();
    if (scene.overs > 0)
        WB_DIAGNOSE("over-of-an-answer") << "answer() has told the end. The read tells it, as the "
                                         << "other end has gone for it too: once is enough.";
    scene.reader.start();
    scene.serve();
}

// There is no room for the answer, and nobody reads.
EXPLORE_STUCK_TEST(Lab_10_CountedTwice, Test8_WhoWaitsForHisAnswerSleeps) {
    Scene scene(false, {});
    scene.reader.answer(std::string(5000, 'x'));
}
