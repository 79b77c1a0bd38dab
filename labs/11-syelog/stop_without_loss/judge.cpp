// The judge of lab L40: clients write, ask for the stop and leave, stop() is called at every
// moment, and the log has to hold what clients were told is taken.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/judge.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/devices.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <memory>
#include <string>

#include <stop_without_loss.hpp>  // <>: the build chooses the folder

namespace {

constexpr int kMost = 2;          // clients
constexpr DWORD kNever = 10'000;  // so long only if nobody can do anything any more

/// A daemon, its clients, and its log.
class Scene {
public:
    enum class Disk { fast, slow };
    Scene(int clients, DWORD workers, Disk disk = Disk::fast) : clients_(clients), disk_(disk) {
        here = this;
        daemon_ = std::make_unique<Daemon>(workers);
        for (int i = 0; i < clients; ++i) daemon_->add(pipes_[i].ours());
    }

    /// The client writes a record, and is told that it is taken.
    void write(int client, const char* record) {
        pipes_[client].write(record);
        if (*record != '!') (taken_[client] += record) += '\n';
    }
    void ask(int client) { write(client, "!"); }
    void leave(int client) { pipes_[client].leave(); }

    /// Waits until the daemon wants to be stopped.
    void expect_wish() {
        const HANDLE any[] = {ended_.get(), daemon_->asked_to_stop()};
        if (::WaitForMultipleObjects(2, any, FALSE, kNever) == WAIT_TIMEOUT)
            WB_DIAGNOSE("nobody-is-told")
                << "A client has asked for the stop, and all have left. asked_to_stop() is not "
                << "signaled: who is to call stop()?";
    }
    void expect_no_wish() {
        if (::WaitForSingleObject(daemon_->asked_to_stop(), 0) == WAIT_OBJECT_0)
            WB_DIAGNOSE("asked-too-early")
                << "asked_to_stop() is signaled, and a client is still there.";
    }

    /// Calls stop(), and looks at the log. `limit` may be INFINITE.
    void stop(DWORD limit = kNever) {
        explore::outcome("stop() is called");
        w32::Thread stopper("calls stop()", [this] { daemon_->stop(); });
        if (::WaitForSingleObject(stopper.get(), limit) == WAIT_TIMEOUT)
            WB_DIAGNOSE("stop-hangs")
                << "stop() does not return, and everybody waits. A read that is pending has to be "
                << "cancelled, also one that was started after the stop; each worker needs a "
                << "packet; and nobody can wait for its own end.";
        stopper.join();
        is_over_ = true;
        daemon_.reset();
        look();
    }

    void write_out(std::string_view bytes) {
        if (is_over_)
            WB_DIAGNOSE("written-after-stop")
                << "write_out() was called after stop() had returned.";
        for (const char byte : bytes) log_ += byte;  // one by one: so the explorer sees each
        if (disk_ == Disk::fast) return;
        writing.release();
        written.wait();
    }
    void end_process() {
        WB_DIAGNOSE("process-ended")
            << "A worker has ended the process. What the other worker has in its hands, and what "
            << "waits in the queue, is lost; and the log may end in mid-line.";
        ended_.set();
    }

    static Scene* here;

    // With a slow disk:
    w32::Semaphore writing{0, 1000};         // a unit for each call of write_out()
    w32::Event written{w32::Reset::manual};  // until then, write_out() does not return

private:
    void look() const;

    int clients_;
    Disk disk_;
    workbook::PipeEnds pipes_[kMost] = {workbook::PipeEnds(kMessages),
                                        workbook::PipeEnds(kMessages)};
    w32::Event ended_{w32::Reset::manual};
    std::string taken_[kMost];  // what each client was told is taken, line by line
    std::string log_;
    bool is_over_ = false;
    std::unique_ptr<Daemon> daemon_;

    static constexpr DWORD kMessages = PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE;
};
Scene* Scene::here = nullptr;

// The lines of a client in the log are those that it wrote: a, b, c of client 1; x, y of client 2.
void Scene::look() const {
    for (int i = 0; i < clients_; ++i) {
        std::string its;
        for (std::size_t at = 0; at < log_.size(); at = log_.find('\n', at) + 1)
            if ((log_[at] >= 'x') == (i == 1)) its += log_.substr(at, log_.find('\n', at) + 1 - at);
        const std::string& taken = taken_[i];
        if (its == taken) continue;
        if (its.size() < taken.size())
            WB_DIAGNOSE("record-lost")
                << "Client " << i + 1 << " was told that " << taken.size() / 2 << " records are "
                << "taken, and the log has " << its.size() / 2 << " of them. It may be in the "
                << "pipe, in a packet, with a worker, or in the queue: in this order.";
        else if (its.size() > taken.size())
            WB_DIAGNOSE("record-twice")
                << "A record of client " << i + 1 << " is in the log twice.";
        else
            WB_DIAGNOSE("out-of-order")
                << "The records of client " << i + 1 << " are in another order than it wrote them.";
        return;
    }
    explore::outcome(log_.empty() ? "nothing" : log_);
}

}  // namespace

void write_out(std::string_view bytes) { Scene::here->write_out(bytes); }
void end_process() { Scene::here->end_process(); }

// Too large for all schedules: those in which one thread is interrupted once where it could go on.
#define WB_FEW_SCHEDULES                                                        \
    .search = explore::Search::bounded, .preemptions = 1, .early_time_outs = 0, \
    .spurious_wake_ups = 0

EXPLORE_TEST(Lab_11_StopWithoutLoss, Test1_TheLastOneLeaves, WB_FEW_SCHEDULES) {
    Scene scene(1, 2);
    scene.write(0, "a");
    scene.ask(0);
    scene.leave(0);
    scene.expect_wish();
    scene.stop();
}

EXPLORE_TEST(Lab_11_StopWithoutLoss, Test2_OneStays, WB_FEW_SCHEDULES) {
    Scene scene(2, 1);
    scene.ask(0);
    scene.leave(0);
    scene.expect_no_wish();
    scene.write(1, "x");
    scene.leave(1);
    scene.expect_wish();
    scene.stop();
}

EXPLORE_TEST(Lab_11_StopWithoutLoss, Test3_RecordsAreInThePipe, WB_FEW_SCHEDULES) {
    Scene scene(1, 1);
    scene.write(0, "a");
    scene.write(0, "b");
    scene.stop();
}

EXPLORE_TEST(Lab_11_StopWithoutLoss, Test4_TheDiskTakesItsTime, WB_FEW_SCHEDULES) {
    Scene scene(1, 1, Scene::Disk::slow);
    scene.write(0, "a");
    scene.writing.acquire();
    scene.write(0, "b");
    w32::Thread disk("the disk", [&] { scene.written.set(); });
    scene.stop();
    disk.join();
}

EXPLORE_TEST(Lab_11_StopWithoutLoss, Test5_OneSaysNothing, WB_FEW_SCHEDULES) {
    Scene scene(1, 2);
    scene.stop();
}

EXPLORE_TEST(Lab_11_StopWithoutLoss, Test6_TwoHaveWritten, WB_FEW_SCHEDULES) {
    Scene scene(2, 1);
    scene.write(0, "a");
    scene.write(1, "x");
    scene.stop();
}

EXPLORE_TEST(Lab_11_StopWithoutLoss, Test7_NobodyIsThere, .early_time_outs = 1,
             .spurious_wake_ups = 0) {
    Scene scene(0, 1);
    scene.stop(INFINITE);
}

// The disk never ends.
EXPLORE_STUCK_TEST(Lab_11_StopWithoutLoss, Test8_WhoWaitsSleeps, .early_time_outs = 0,
                   .spurious_wake_ups = 0) {
    Scene scene(1, 1, Scene::Disk::slow);
    scene.write(0, "a");
    scene.writing.acquire();
    scene.stop(INFINITE);
}
