// follow_test.cpp - a log that grows, is rotated and cut off; a live tail that ends and comes back;
// and syelog_view as a user meets it.
#include "chapters/11-syelog/daemon/log_file.hpp"
#include "chapters/11-syelog/daemon/tail.hpp"
#include "chapters/11-syelog/tests/test_daemon.hpp"
#include "chapters/11-syelog/tools/followed_file.hpp"
#include "chapters/11-syelog/tools/live_tail.hpp"
#include "chapters/11-syelog/tools/viewer.hpp"
#include "common/testing/child.hpp"
#include "common/testing/claim.hpp"
#include "common/testing/scripted_folder.hpp"
#include "common/win32/beside.hpp"
#include "common/win32/text.hpp"

#include <gtest/gtest.h>

using namespace syelog_tests;
using syelog::FollowedFile;
using Next = syelog::FollowedFile::Next;

namespace {

class Followed : public testing::Test {
protected:
    // As the daemon does it: to the end, and others may rename the file meanwhile.
    void append(const std::wstring& name, std::string_view text) {
        const w32::Handle file = w32::own_file(
            ::CreateFileW(folder_.file(name).c_str(), FILE_APPEND_DATA,
                          FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_ALWAYS, 0, nullptr),
            "CreateFileW");
        DWORD bytes = 0;
        w32::check(
            ::WriteFile(file.get(), text.data(), static_cast<DWORD>(text.size()), &bytes, nullptr),
            "WriteFile");
    }
    void rename(const std::wstring& from, const std::wstring& to) {
        w32::check(::MoveFileW(folder_.file(from).c_str(), folder_.file(to).c_str()), "MoveFileW");
    }
    void cut_off(const std::wstring& name) {
        (void)w32::own_file(::CreateFileW(folder_.file(name).c_str(), GENERIC_WRITE,
                                          FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                          nullptr, TRUNCATE_EXISTING, 0, nullptr),
                            "CreateFileW");
    }

    // Everything until there is nothing more, with marks for what happens to the file.
    static std::string read_on(FollowedFile& file) {
        std::string all;
        for (;;) switch (file.read(all)) {
                case Next::bytes: break;
                case Next::replaced: all += "|"; break;
                case Next::truncated: all += "<"; break;
                case Next::absent: return all + "?";
                case Next::nothing: return all;
            }
    }

    workbook::ScriptedFolder folder_;
};

// What a viewer shows, and what it says, for a test that waits for it.
class Seen {
public:
    syelog::Viewer viewer{{.output = [this](std::string_view text) { add(text); },
                           .notice = [this](std::string_view text) { add(text); }}};

    bool wait_for(std::string_view text) {
        const w32::Guard hold(lock_);
        const ULONGLONG end = ::GetTickCount64() + 5000;
        while (all_.find(text) == all_.npos) {
            const ULONGLONG now = ::GetTickCount64();
            if (now >= end) return false;
            (void)changed_.wait_for(lock_, std::chrono::milliseconds(end - now));
        }
        return true;
    }
    std::string all() const {
        const w32::Guard hold(lock_);
        return all_;
    }

private:
    void add(std::string_view text) {
        {
            const w32::Guard hold(lock_);
            all_.append(text);
        }
        changed_.notify_all();
    }

    mutable w32::SrwLock lock_;
    w32::ConditionVariable changed_;
    std::string all_;
};

std::string line(std::string_view text) {
    return "20240131235959123  280 50.30: " + std::string(text) + '\n';
}

workbook::PipePeer tail_of(const std::wstring& pipe) {
    return workbook::PipePeer::server(syelog::tail_pipe_name(pipe),
                                      {.type = w32::PipeType::byte,
                                       .read_mode = w32::PipeType::byte,
                                       .access = w32::PipeAccess::outbound});
}

workbook::ChildResult view(const std::vector<std::wstring>& arguments) {
    const std::wstring path = w32::beside_this_program(L"syelog_view.exe");
    return workbook::run_child(w32::command_line(path, arguments), kLimit);
}

}  // namespace

TEST_F(Followed, FileGivesWhatIsAppended) {
    FollowedFile file(folder_.file(L"log"));
    EXPECT_EQ(read_on(file), "?");
    append(L"log", "one");
    EXPECT_EQ(read_on(file), "one");
    EXPECT_EQ(read_on(file), "");
    append(L"log", "two");
    EXPECT_EQ(read_on(file), "two");
    append(L"log", std::string(200'000, 'x'));
    EXPECT_EQ(read_on(file).size(), 200'000u) << "in pieces";
}

TEST_F(Followed, FileIsReadToItsEndAfterARotation) {
    WB_CLAIM("N11-54",
             "A file that was renamed is read to its end, then the one that came after it.");
    append(L"log", "one");
    FollowedFile file(folder_.file(L"log"));
    EXPECT_EQ(read_on(file), "one");
    append(L"log", "two");
    rename(L"log", L"log.1");
    EXPECT_EQ(read_on(file), "two") << "the name is gone for a moment";
    append(L"log", "three");
    EXPECT_EQ(read_on(file), "|three");
}

TEST_F(Followed, FileIsReadOnceMoreWhenItsNameIsAnothers) {
    append(L"log", "one");
    bool rotates = false;
    FollowedFile file(folder_.file(L"log"), [&] {
        if (!rotates) return;
        rotates = false;
        append(L"log", "two");
        rename(L"log", L"log.1");
        append(L"log", "three");
    });
    EXPECT_EQ(read_on(file), "one");
    rotates = true;
    EXPECT_EQ(read_on(file), "two|three");
}

TEST_F(Followed, FileIsNotMissedThatWasRotatedAwayBeforeAnybodyLooked) {
    append(L"log", "one");
    FollowedFile file(folder_.file(L"log"));
    EXPECT_EQ(read_on(file), "one");
    for (const char* text : {"two", "three", "four"}) {
        for (int i = 8; i > 0; --i) {
            const std::wstring from = L"log." + std::to_wstring(i);
            if (folder_.names().contains(from)) rename(from, L"log." + std::to_wstring(i + 1));
        }
        rename(L"log", L"log.1");
        append(L"log", text);
    }
    EXPECT_EQ(read_on(file), "|two|three|four");
}

TEST_F(Followed, FileIsFoundWhileARotationIsHalfDone) {
    append(L"log", "one");
    FollowedFile file(folder_.file(L"log"));
    EXPECT_EQ(read_on(file), "one");
    rename(L"log", L"log.1");
    append(L"log", "two");
    rename(L"log.1", L"log.2");  // and log is not log.1 yet
    EXPECT_EQ(read_on(file), "|two");
    rename(L"log", L"log.1");
    append(L"log", "three");
    rename(L"log.2", L"log.4");
    rename(L"log.1", L"log.3");
    rename(L"log", L"log.1");
    append(L"log", "four");
    EXPECT_EQ(read_on(file), "|three|four") << "a number is missing";
}

TEST_F(Followed, FileThatWasDeletedMakesRoomForTheNext) {
    append(L"log", "one");
    FollowedFile file(folder_.file(L"log"));
    EXPECT_EQ(read_on(file), "one");
    rename(L"log", L"other");
    append(L"log", "two");
    EXPECT_EQ(read_on(file), "|two") << "no number to be found under";
}

TEST_F(Followed, FileBeginsAnewWhenItWasCutOff) {
    append(L"log", "one two three");
    FollowedFile file(folder_.file(L"log"));
    EXPECT_EQ(read_on(file), "one two three");
    cut_off(L"log");
    append(L"log", "four");
    EXPECT_EQ(read_on(file), "<four");
}

TEST_F(Followed, LogIsShownAsItGrowsAndAfterItsRotation) {
    Seen seen;
    w32::Event stop{w32::Reset::manual};
    w32::Thread viewer([&] {
        EXPECT_EQ(syelog::view_file(folder_.file(L"log"), true, seen.viewer, stop.get()),
                  syelog::Viewed::stopped);
    });
    EXPECT_TRUE(seen.wait_for("waiting for")) << seen.all();
    append(L"log", line("one") + "20240131235959123  28");
    EXPECT_TRUE(seen.wait_for("one\n")) << seen.all();
    append(L"log", "0 50.30: two\n");
    EXPECT_TRUE(seen.wait_for("two\n")) << seen.all();
    rename(L"log", L"log.1");
    append(L"log", line("three"));
    EXPECT_TRUE(seen.wait_for("three\n")) << seen.all();
    stop.set();
    viewer.join();
    EXPECT_EQ(seen.all().find("damaged"), std::string::npos) << seen.all();
}

TEST(LiveTail, IsShownUntilTheDaemonEndsIt) {
    const std::wstring pipe = unique_pipe();
    auto daemon = tail_of(pipe);
    Seen seen;
    const w32::Event never{w32::Reset::manual};
    w32::Thread viewer([&] {
        EXPECT_EQ(syelog::view_tail(pipe, false, seen.viewer, never.get()), syelog::Viewed::ended);
    });
    daemon.accept();
    const std::string two = line("one") + line("two");
    for (const char c : two) daemon.write(std::string_view(&c, 1));
    EXPECT_TRUE(seen.wait_for("two\n")) << seen.all();
    daemon.write(line("three"));
    daemon.write("20240131235959123  280 50.30: cut");
    daemon.leave();
    viewer.join();
    EXPECT_NE(seen.all().find("three\n"), std::string::npos) << seen.all();
    EXPECT_NE(seen.all().find("cut\n"), std::string::npos) << seen.all();
    EXPECT_NE(seen.all().find("the daemon has ended its live tail"), std::string::npos);
}

TEST(LiveTail, IsWaitedForWhenItHasEnded) {
    const std::wstring pipe = unique_pipe();
    Seen seen;
    w32::Event stop{w32::Reset::manual};
    w32::Thread viewer([&] {
        EXPECT_EQ(syelog::view_tail(pipe, true, seen.viewer, stop.get()), syelog::Viewed::stopped);
    });
    EXPECT_TRUE(seen.wait_for("waiting for a daemon")) << seen.all();
    for (const char* text : {"first", "second"}) {
        auto daemon = tail_of(pipe);
        daemon.accept();
        daemon.write(line(text));
        EXPECT_TRUE(seen.wait_for(std::string(text) + '\n')) << seen.all();
    }
    auto daemon = tail_of(pipe);
    daemon.accept();
    stop.set();  // while a read is pending
    viewer.join();
    EXPECT_THROW(daemon.write("x"), w32::Error) << "whoever was served has gone";
}

TEST(LiveTail, ShowsWhatADaemonWritesToIt) {
    const std::wstring name = unique_pipe();
    syelog::Tail* tail = nullptr;
    TestDaemon test(
        {.subscribers = {syelog::serve_tail({.pipe = syelog::tail_pipe_name(name)}, &tail)}});
    Seen seen;
    const w32::Event never{w32::Reset::manual};
    w32::Thread viewer([&] {
        EXPECT_EQ(syelog::view_tail(name, false, seen.viewer, never.get()), syelog::Viewed::ended);
    });
    while (tail->counts().readers != 1) ::SwitchToThread();
    auto client = test.client();
    client.write(packed("hello \x1b[31m"));
    EXPECT_TRUE(seen.wait_for("information hello \\x1b[31m\n")) << seen.all();
    test.daemon.stop();
    viewer.join();
    EXPECT_EQ(seen.all().find("damaged"), std::string::npos) << seen.all();
}

TEST_F(Followed, LogIsReadWholeAndOnceWhileTheDaemonRotatesIt) {
    WB_CLAIM("N11-55", "While the daemon rotates, each line is read once.");
    constexpr int kRecords = 1000;
    const std::wstring path = folder_.file(L"log");
    syelog::LogFile log({.path = path, .rotate_bytes = 4000, .keep = 30});
    FollowedFile file(path);
    EXPECT_EQ(read_on(file), "") << "there from the first one on";
    w32::Thread daemon([&] {
        for (int i = 1; i <= kRecords; ++i)
            for (std::string text = line("client 1 record " + std::to_string(i)); !text.empty();)
                text.erase(0, log.write(text).bytes);
    });
    std::string all;
    const auto last = "record " + std::to_string(kRecords) + '\n';
    for (const ULONGLONG end = ::GetTickCount64() + 8000; ::GetTickCount64() < end;) {
        if (file.read(all) == Next::bytes && all.ends_with(last)) break;
        ::SwitchToThread();
    }
    daemon.join();
    syelog::Census census;
    census.count(all);
    EXPECT_EQ(census.records, std::uint64_t{kRecords});
    EXPECT_EQ(census.lost(1, kRecords), 0u);
    EXPECT_EQ(census.duplicated, 0u);
    EXPECT_EQ(census.out_of_order, 0u);
    EXPECT_GT(log.rotations(), 5u);
    EXPECT_EQ(census.other_lines, 0u);
}

TEST_F(Followed, LogIsShownByTheProgramWithItsFilters) {
    append(L"log", line("one") + "20240131235959123  281 60.60: two\n???\n");
    const std::wstring log = folder_.file(L"log");
    const auto all = view({log});
    EXPECT_EQ(all.exit_code, 0u);
    EXPECT_EQ(all.output,
              "2024-01-31 23:59:59.123  [280]                error       one\n"
              "2024-01-31 23:59:59.123  [281]                information two\n"
              "-                        -                    damaged     ???\n");
    EXPECT_EQ(view({L"--file", log, L"--severity", L"error"}).output, all.output.substr(0, 62));
    EXPECT_EQ(view({L"--file", log, L"--pid", L"7", L"--pid", L"280"}).output,
              all.output.substr(0, 62));
    EXPECT_EQ(view({L"--file", log, L"--facility", L"kernel"}).output, "");
    EXPECT_NE(view({log, L"--colour", L"always"}).output.find("\x1b[31merror\x1b[0m"),
              std::string::npos);
}

TEST(SyelogView, SaysWhatIsMissingOrWrong) {
    const auto no_file = view({L"no such file"});
    EXPECT_EQ(no_file.exit_code, 1u);
    EXPECT_NE(no_file.output.find("there is no file no such file"), std::string::npos);
    const auto a_folder = view({L"."});
    EXPECT_EQ(a_folder.exit_code, 1u);
    EXPECT_NE(a_folder.output.find("cannot read .: "), std::string::npos) << a_folder.output;
    const auto no_daemon = view({L"--pipe", unique_pipe()});
    EXPECT_EQ(no_daemon.exit_code, 5u);
    EXPECT_NE(no_daemon.output.find("no live tail on \\\\.\\pipe\\"), std::string::npos);
    for (const auto& wrong : std::vector<std::vector<std::wstring>>{{L"--severity", L"bad"},
                                                                    {L"--facility", L"bad"},
                                                                    {L"--pid", L"x"},
                                                                    {L"--colour", L"red"},
                                                                    {L"a", L"b"}})
        EXPECT_EQ(view(wrong).exit_code, 2u) << w32::to_utf8(wrong.back());
    EXPECT_NE(view({L"--help"}).output.find("--follow"), std::string::npos);
}

TEST_F(Followed, LogIsFollowedByTheProgramUntilItIsStopped) {
    const std::wstring name = L"Local\\workbook.until." + unique_pipe().substr(9);
    append(L"log", line("one"));
    w32::Event until(w32::Reset::manual, name.c_str());
    until.set();
    EXPECT_EQ(view({folder_.file(L"log"), L"--follow", L"--until", name}).exit_code, 0u);
}
