// What notes/09-apc.md claims about completion routines: when they run, what they are told, which
// thread they run on, and how they find their object.
// Topics: T90 T92 T93 T94 T97
#include "chapters/09-apc/apcs.hpp"

#include "common/testing/claim.hpp"
#include "common/win32/completion_port.hpp"

#include <array>
#include <memory>

using apc::Request;
using w32::Event;
using w32::Reset;
using workbook::PipeEnds;

namespace {

/// One alertable wait, as long as it takes.
void wait_alertably() { EXPECT_EQ(::SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION}); }

}  // namespace

TEST(Routine, RunsInAnAlertableWaitAndNotBefore) {
    WB_CLAIM("N09-20", "The bytes are there, and the routine has not run: it needs the wait.");
    const PipeEnds pipe;
    Request read;
    ASSERT_TRUE(read.read(pipe.ours()));
    pipe.write("abcd");
    while (!HasOverlappedIoCompleted(&read.raw)) ::SwitchToThread();  // no event to wait for
    const Event never{Reset::manual};
    EXPECT_EQ(::WaitForSingleObject(never.get(), 1), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(read.calls, 0);
    wait_alertably();
    EXPECT_EQ(read.calls, 1);
    EXPECT_EQ(read.text(), "abcd");
}

TEST(Routine, IsToldErrorCountAndOverlapped) {
    WB_CLAIM("N09-21", "A routine gets the error, the count and the address of its OVERLAPPED.");
    const w32::Handle file = workbook::overlapped_file("abcdef");
    Request read;
    read.raw.Offset = 4;
    ASSERT_TRUE(read.read(file.get()));
    wait_alertably();
    EXPECT_EQ(read.error, DWORD{ERROR_SUCCESS});
    EXPECT_EQ(read.text(), "ef");
    EXPECT_EQ(read.told, &read.raw);
}

TEST(Routine, OfAWriteIsTheSame) {
    WB_CLAIM("N09-22", "WriteFileEx does for writes what ReadFileEx does for reads.");
    const PipeEnds pipe;
    Request write;
    ASSERT_TRUE(::WriteFileEx(pipe.ours(), "abcd", 4, &write.raw, &Request::ended));
    EXPECT_EQ(pipe.read(4), "abcd");
    EXPECT_EQ(write.calls, 0);
    wait_alertably();
    EXPECT_EQ(write.count, 4u);
}

TEST(Routine, OfTheEndOfAFileMayNotRun) {
    WB_CLAIM("N09-23", "The end of a file: FALSE and 38 at once, or 38 in the routine.");
    const w32::Handle file = workbook::overlapped_file("abcd");
    Request read;
    read.raw.Offset = 4;
    if (read.read(file.get())) {
        wait_alertably();
        EXPECT_EQ(read.error, DWORD{ERROR_HANDLE_EOF});
        EXPECT_EQ(read.count, 0u);
    } else {
        EXPECT_EQ(::GetLastError(), DWORD{ERROR_HANDLE_EOF});
        EXPECT_EQ(::SleepEx(0, TRUE), 0u);
        EXPECT_EQ(read.calls, 0);
    }
}

TEST(Routine, IsToldEveryOtherErrorToo) {
    WB_CLAIM("N09-24", "A routine may be told any error: 234 with bytes, 109, 995, ...");
    PipeEnds pipe(PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    Request longer, gone;
    ASSERT_TRUE(longer.read(pipe.ours(), 4));
    pipe.write("abcdefg");
    wait_alertably();
    EXPECT_EQ(longer.error, DWORD{ERROR_MORE_DATA});
    EXPECT_EQ(longer.text(), "abcd");
    Request rest;
    ASSERT_TRUE(rest.read(pipe.ours(), 4));
    wait_alertably();
    EXPECT_EQ(rest.text(), "efg");
    ASSERT_TRUE(gone.read(pipe.ours()));
    pipe.leave();
    wait_alertably();
    EXPECT_EQ(gone.error, DWORD{ERROR_BROKEN_PIPE});
}

TEST(Routine, OfACancelledRequestIsTold995) {
    WB_CLAIM("N09-25", "A cancelled request calls its routine, with 995: in the next such wait.");
    const PipeEnds pipe;
    Request read;
    ASSERT_TRUE(read.read(pipe.ours()));
    EXPECT_TRUE(::CancelIoEx(pipe.ours(), &read.raw));
    EXPECT_EQ(read.calls, 0);
    wait_alertably();
    EXPECT_EQ(read.error, DWORD{ERROR_OPERATION_ABORTED});
    EXPECT_EQ(read.count, 0u);
}

TEST(Routine, OfARefusedRequestNeverRuns) {
    WB_CLAIM("N09-26", "FALSE from ReadFileEx: there is no request, and the routine never runs.");
    PipeEnds pipe;
    pipe.leave();
    Request read;
    EXPECT_FALSE(read.read(pipe.ours()));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_BROKEN_PIPE});
    EXPECT_EQ(::SleepEx(0, TRUE), 0u);
    EXPECT_EQ(read.calls, 0);
}

TEST(Routine, OneWaitMayRunSeveral) {
    WB_CLAIM("N09-27", "Three requests have ended: one wait runs three routines.");
    const PipeEnds pipe;
    std::array<Request, 3> reads;
    for (Request& read : reads) ASSERT_TRUE(read.read(pipe.ours(), 1));
    pipe.write("abc");
    while (!HasOverlappedIoCompleted(&reads[2].raw)) ::SwitchToThread();  // no event to wait for
    wait_alertably();
    for (const Request& read : reads) EXPECT_EQ(read.calls, 1);
    EXPECT_EQ(::SleepEx(0, TRUE), 0u);
}

TEST(Routine, OfAHundredNeedsNoArray) {
    WB_CLAIM("N09-28", "A hundred reads under way on one thread, no array and no limit of 64.");
    const PipeEnds pipe;
    std::array<Request, 100> reads;
    for (Request& read : reads) ASSERT_TRUE(read.read(pipe.ours(), 1));
    pipe.write(std::string(100, 'x'));
    const auto calls = [&] {
        int sum = 0;
        for (const Request& read : reads) sum += read.calls;
        return sum;
    };
    while (calls() < 100) wait_alertably();
    EXPECT_EQ(calls(), 100);
}

TEST(Routine, LeavesHEventAlone) {
    WB_CLAIM("N09-29", "hEvent may hold anything: neither ReadFileEx nor the end touches it.");
    const w32::Handle file = workbook::overlapped_file("abcd");
    Request read;
    ASSERT_EQ(read.raw.hEvent, static_cast<void*>(&read)) << "a pointer, and no handle at all";
    ASSERT_TRUE(read.read(file.get()));
    wait_alertably();
    EXPECT_EQ(read.raw.hEvent, static_cast<void*>(&read));
    EXPECT_EQ(read.text(), "abcd");
}

namespace {

/// Its routine is a static member, so it may call what is private.
class Counts {
public:
    explicit Counts(HANDLE file) {
        request_.hEvent = this;
        w32::check(::ReadFileEx(file, bytes_, sizeof bytes_, &request_, &routine), "ReadFileEx");
    }
    DWORD bytes() const { return count_; }

private:
    static void CALLBACK routine(DWORD error, DWORD bytes, OVERLAPPED* request) {
        static_cast<Counts*>(request->hEvent)->ended(error, bytes);
    }
    void ended(DWORD error, DWORD bytes) {
        if (error == ERROR_SUCCESS) count_ += bytes;
    }

    OVERLAPPED request_{};
    char bytes_[8];
    DWORD count_ = 0;
};

}  // namespace

TEST(Member, IsCalledThroughAStaticOne) {
    WB_CLAIM("N09-30", "A static member is a routine, and may call private members of its object.");
    const w32::Handle first = workbook::overlapped_file("abcdef");
    const PipeEnds second;
    second.write("xyz");
    const Counts of_file(first.get()), of_pipe(second.ours());
    while (of_file.bytes() == 0 || of_pipe.bytes() == 0) wait_alertably();
    EXPECT_EQ(of_file.bytes(), 6u);
    EXPECT_EQ(of_pipe.bytes(), 3u);
}

namespace {

struct Plain : OVERLAPPED {};

struct WithATable : OVERLAPPED {
    virtual ~WithATable() = default;
};

template <class T>
bool begins_with_its_overlapped(T& object) {
    return static_cast<void*>(static_cast<OVERLAPPED*>(&object)) == &object;
}

}  // namespace

TEST(Member, IsNotWhereTheOverlappedIsIfAFunctionIsVirtual) {
    WB_CLAIM("N09-31",
             "In an object with a virtual function, its OVERLAPPED comes behind a pointer.");
    Plain plain;
    WithATable with_a_table;
    EXPECT_TRUE(begins_with_its_overlapped(plain));
    EXPECT_FALSE(begins_with_its_overlapped(with_a_table));
    OVERLAPPED* told = &with_a_table;
    EXPECT_EQ(static_cast<WithATable*>(told), &with_a_table) << "static_cast knows where";
}

TEST(IssuingThread, IsTheOnlyOneThatRunsTheRoutine) {
    WB_CLAIM("N09-32", "A routine runs on the thread that has asked, whoever else may wait.");
    const PipeEnds pipe;
    const Event started{Reset::manual}, go_on{Reset::manual};
    Request read;
    w32::Thread issuer("asks", [&] {
        EXPECT_TRUE(read.read(pipe.ours()));
        ::SetEvent(started.get());
        ::WaitForSingleObject(go_on.get(), INFINITE);
        wait_alertably();
    });
    EXPECT_EQ(w32::wait(started.get(), w32::forever), w32::Waited::signaled);
    pipe.write("abcd");
    while (!HasOverlappedIoCompleted(&read.raw)) ::SwitchToThread();  // no event to wait for
    EXPECT_EQ(::SleepEx(1, TRUE), 0u) << "an alertable wait of another thread";
    ::SetEvent(go_on.get());
    issuer.join();
    EXPECT_EQ(read.calls, 1);
    EXPECT_EQ(read.thread, issuer.id());
}

TEST(IssuingThread, TakesItsRequestsWithIt) {
    WB_CLAIM("N09-33", "A thread that ends cancels its requests: 995, and no routine runs.");
    const PipeEnds pipe;
    Request read;
    w32::Thread issuer("asks and ends", [&] { EXPECT_TRUE(read.read(pipe.ours())); });
    issuer.join();
    while (!HasOverlappedIoCompleted(&read.raw)) ::SwitchToThread();  // no event to wait for
    DWORD count = 0;
    EXPECT_FALSE(::GetOverlappedResult(pipe.ours(), &read.raw, &count, FALSE));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_OPERATION_ABORTED});
    EXPECT_EQ(read.calls, 0);
}

TEST(Limit, APortAndARoutineExcludeEachOther) {
    WB_CLAIM("N09-34", "ReadFileEx on a handle that belongs to a completion port fails with 87.");
    w32::CompletionPort port;
    const PipeEnds pipe;
    port.associate(pipe.ours(), 1);
    Request read;
    EXPECT_FALSE(read.read(pipe.ours()));
    EXPECT_EQ(::GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}
