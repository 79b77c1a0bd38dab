// The judge of lab L39: workers log while a disk takes its time, and finish() is called at every
// moment. What is in the file is compared with when each line was logged.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include "common/testing/judge.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/win32/event.hpp"
#include "common/win32/semaphore.hpp"
#include "common/win32/thread.hpp"

#include <atomic>
#include <memory>
#include <string>

#include <one_line.hpp>  // <>: the build chooses the folder

namespace {

// So long only if nobody can do anything any more.
constexpr DWORD kNever = 10'000;

/// A line as the judge knows it: between which two moments it was logged.
struct Logged {
    std::string text;
    int before = 0;
    int after = 0;
};

class Scene {
public:
    Scene() {
        here = this;
        log_ = std::make_unique<Log>();
    }

    /// Of one worker: "1a", then "1b".
    void log(int worker, char which) {
        Logged& mine = logged[worker - 1][which - 'a'];
        mine.text = {static_cast<char>('0' + worker), which};
        mine.before = clock;
        log_->line(mine.text);
        mine.after = clock;
    }
    /// Has everything written, and looks at the file. `limit` may be INFINITE.
    void finish(DWORD limit = kNever) {
        explore::outcome("finish() is called");
        w32::Thread finisher("calls finish()", [this] { log_->finish(); });
        if (::WaitForSingleObject(finisher.get(), limit) == WAIT_TIMEOUT)
            WB_DIAGNOSE("finish-hangs")
                << "finish() does not return, and everybody waits. Who is to wake the thread that "
                << "writes, and who tells it that nothing more will come?";
        finisher.join();
        is_over = true;
        log_.reset();
        look();
    }

    void write(std::string_view bytes) {
        if (is_over)
            WB_DIAGNOSE("written-after-finish")
                << "write_out() was called after finish() had returned.";
        if (++writers > 1) {
            WB_DIAGNOSE("two-writers")
                << "Two threads are in write_out() at once: which of their lines comes first, and "
                << "is that the order in which the distances were computed?";
            --writers;
            return;
        }
        if (!bytes.ends_with('\n'))
            WB_DIAGNOSE("line-in-pieces")
                << "write_out() was called with '" << bytes << "', which does not end a line. "
                << "Before the next piece comes, another worker may write.";
        file.append(bytes);
        writing.release();
        disk.wait();
        --writers;
    }

    static Scene* here;

    std::atomic<int> clock = 0;
    w32::Event disk{w32::Reset::manual, true};  // unset: write_out() does not return
    w32::Semaphore writing{0, 1000};            // a unit for each call of write_out()

private:
    void look() const;

    std::unique_ptr<Log> log_;
    Logged logged[2][2];
    std::atomic<int> writers = 0;
    std::atomic<bool> is_over = false;
    std::string file;
};
Scene* Scene::here = nullptr;

void Scene::look() const {
    int time = 0;
    std::string order;
    for (std::size_t at = 0; at < file.size();) {
        const std::size_t end = file.find('\n', at);
        const std::string line = file.substr(at, end - at);
        at = end == file.npos ? file.size() : end + 1;
        const std::size_t space = line.find(' ');
        const std::string text = space == line.npos ? line : line.substr(space + 1);
        const Logged* found = nullptr;
        for (const auto& of_worker : logged)
            for (const Logged& each : of_worker)
                if (!each.text.empty() && each.text == text) found = &each;
        if (found == nullptr || line.front() != '+') {
            WB_DIAGNOSE("damaged-line") << "The file has the line '" << line << "'.";
            return;
        }
        if (order.find(text) != order.npos) {
            WB_DIAGNOSE("line-twice") << "'" << text << "' is in the file twice.";
            return;
        }
        const int distance = std::stoi(line.substr(1));
        time += distance;
        if (distance < 0) {
            WB_DIAGNOSE("goes-back")
                << "'" << line << "': a line is " << -distance << " ms earlier than the one above "
                << "it. The clock was read in another order than the lines were put in.";
            return;
        }
        if (time < found->before || time > found->after) {
            WB_DIAGNOSE("wrong-distance")
                << "'" << line << "': added up, that is at " << time << " ms, and it was logged "
                << "between " << found->before << " and " << found->after << ". The distance is to "
                << "the line above it in the file.";
            return;
        }
        order += text + " ";
    }
    for (const auto& of_worker : logged) {
        for (const Logged& each : of_worker)
            if (!each.text.empty() && order.find(each.text) == order.npos) {
                WB_DIAGNOSE("line-lost")
                    << "'" << each.text << "' was logged, and finish() has returned: it is not in "
                    << "the file.";
                return;
            }
        if (!of_worker[1].text.empty() &&
            order.find(of_worker[0].text) > order.find(of_worker[1].text))
            WB_DIAGNOSE("out-of-order")
                << "One thread has logged '" << of_worker[0].text << "' before '"
                << of_worker[1].text << "'; in the file it is the other way round.";
    }
    explore::outcome(order);
}

}  // namespace

void write_out(std::string_view bytes) { Scene::here->write(bytes); }
int now_ms() { return ++Scene::here->clock; }

EXPLORE_TEST(Lab_11_OneLine, Test1_OneWorker, .early_time_outs = 0) {
    Scene scene;
    scene.log(1, 'a');
    scene.log(1, 'b');
    scene.finish();
}

EXPLORE_TEST(Lab_11_OneLine, Test2_TwoWorkers, .search = explore::Search::bounded,
             .preemptions = 2, .early_time_outs = 0, .spurious_wake_ups = 0) {
    Scene scene;
    w32::Thread other("worker 2", [&] { scene.log(2, 'a'); });
    scene.log(1, 'a');
    other.join();
    scene.finish();
}

EXPLORE_TEST(Lab_11_OneLine, Test3_TheDiskTakesItsTime, .early_time_outs = 0,
             .spurious_wake_ups = 0) {
    Scene scene;
    scene.disk.reset();
    w32::Thread first("worker 1", [&] { scene.log(1, 'a'); });
    scene.writing.acquire();
    w32::Thread second("worker 2", [&] { scene.log(2, 'a'); });
    const HANDLE workers[] = {first.get(), second.get()};
    for (const HANDLE worker : workers)
        if (::WaitForSingleObject(worker, kNever) == WAIT_TIMEOUT)
            WB_DIAGNOSE("waits-for-the-disk")
                << (worker == first.get() ? "The worker that has logged a line"
                                          : "A worker with another line")
                << " waits until the disk has finished: in line(), for write_out() or for a lock "
                << "that is held meanwhile.";
    first.join();  // who waits for the disk waits for ever: it finishes after this
    second.join();
    scene.disk.set();
    scene.finish();
}

EXPLORE_TEST(Lab_11_OneLine, Test4_LinesWaitForTheDisk, .early_time_outs = 0,
             .spurious_wake_ups = 0) {
    Scene scene;
    scene.disk.reset();
    w32::Thread worker("worker 1", [&] {
        scene.log(1, 'a');
        scene.log(1, 'b');
    });
    w32::Thread opener("the disk", [&] {
        scene.writing.acquire();
        scene.disk.set();
    });
    worker.join();
    scene.finish();
    opener.join();
}

EXPLORE_TEST(Lab_11_OneLine, Test5_NothingIsLogged, .early_time_outs = 1) {
    Scene scene;
    scene.finish(INFINITE);
}

// The disk never ends.
EXPLORE_STUCK_TEST(Lab_11_OneLine, Test6_WhoWaitsSleeps) {
    Scene scene;
    scene.disk.reset();
    w32::Thread worker("worker 1", [&] { scene.log(1, 'a'); });
    worker.join();
    scene.finish(INFINITE);
}
