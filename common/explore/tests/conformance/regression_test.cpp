// regression_test.cpp - differences that random sequences found, and that were the model's.
#include "common/explore/tests/conformance/compare.hpp"
#include "common/explore/tests/conformance/io_things.hpp"

#include <gtest/gtest.h>

namespace {

using namespace conformance;

Step step(int actor, Call call, int target, LONG a = 0, LONG b = 0) {
    Step made;
    made.actor = actor;
    made.call = call;
    made.target = static_cast<std::int8_t>(target);
    made.a = a;
    made.b = b;
    return made;
}

Step named(int actor, Call call, int target, int name) {
    Step made = step(actor, call, target);
    made.name = name;
    return made;
}

Step wait_for(int actor, DWORD count, bool all, std::initializer_list<int> targets) {
    Step made = step(actor, Call::wait_many, 0, all);
    made.count = count;
    std::int8_t* next = made.many;
    for (const int target : targets) *next++ = static_cast<std::int8_t>(target);
    return made;
}

void expect_same(std::vector<Step> steps) {
    if (kernel_is_stuck()) GTEST_SKIP() << "an earlier sequence has left the kernel waiting";
    Sequence sequence;
    sequence.steps = std::move(steps);
    const auto found = difference(sequence);
    EXPECT_FALSE(found) << *found;
}

constexpr int kBackslash = 4;  // among the names

TEST(Regression, APortStaysSignaledWhileItHasPackets) {
    expect_same({step(0, Call::create_port, 0, 64), step(0, Call::post_packet, 0, 9, 6),
                 step(0, Call::wait_one, 0), step(1, Call::wait_one, 0),
                 step(1, Call::get_packet, 0), step(1, Call::wait_one, 0)});
}

TEST(Regression, AFailedReadFromAPortWritesNull) {
    expect_same({step(0, Call::get_packet, kNull), step(0, Call::create_event, 0),
                 step(0, Call::get_packet, 0)});
}

TEST(Regression, ABackslashInANameIsAPath) {
    expect_same(
        {named(0, Call::create_mutex, 0, kBackslash), named(0, Call::open_event, 0, kBackslash)});
}

// A handle that is none is found before the one that comes twice.
TEST(Regression, ABadHandleComesBeforeADuplicate) {
    expect_same({step(0, Call::create_event, 0), wait_for(0, 3, true, {0, 0, kNull})});
}

// Of an event that is not set: Wine's server ends if it takes the unit of a semaphore twice.
TEST(Regression, ADuplicateInAWaitForAllIsRefused) {
    expect_same({step(0, Call::create_event, 0), wait_for(0, 2, true, {0, 0})});
}

TEST(Regression, PseudoHandlesCanBeWaitedForOneByOne) {
    expect_same(
        {step(0, Call::wait_one, kCurrentProcess), step(0, Call::wait_one, kCurrentThread)});
}

// Only its callback reports a last error.
TEST(Regression, InitOnceExecuteOnceSetsNoLastError) {
    expect_same({step(0, Call::once_begin, 0, INIT_ONCE_ASYNC), step(0, Call::once_execute, 0, 1),
                 step(1, Call::once_execute, 1, 0)});
}

// ---- files and pipes

Step request(int actor, Call call, int file, LONG bytes, DWORD event = 0) {
    Step made = step(actor, call, file, bytes);
    made.count = event;
    return made;
}

Step pipe(LONG mode = 0) {
    Step made = step(0, Call::create_pipe, kServer, mode, TRUE);
    made.count = 1;
    return made;
}

const Step kOpenClient = step(1, Call::open_client, kClient, 0, TRUE);

Step finish(int actor, int file) {
    return step(actor, Call::finish_request, file, static_cast<LONG>(INFINITE));
}

TEST(Regression, APipeWithoutAClientIsListening) {
    expect_same({pipe(), request(0, Call::read_file, kServer, 4),
                 request(0, Call::write_file, kServer, 4)});
}

TEST(Regression, ARequestWithAnEventDoesNotSignalTheFile) {
    expect_same({pipe(), kOpenClient, request(0, Call::read_file, kServer, 4),
                 request(1, Call::write_file, kClient, 4, 1), finish(0, kServer),
                 step(0, Call::wait_file, kServer), step(0, Call::wait_request, kServer),
                 step(1, Call::wait_request, kClient)});
}

TEST(Regression, ADisconnectedClientStaysSo) {
    expect_same({pipe(), kOpenClient, step(0, Call::disconnect_pipe, kServer),
                 step(1, Call::set_pipe_mode, kClient), request(0, Call::connect_pipe, kServer, 0),
                 request(1, Call::read_file, kClient, 4), request(1, Call::write_file, kClient, 4),
                 step(1, Call::close_file, kClient), kOpenClient, finish(0, kServer),
                 request(1, Call::write_file, kClient, 4), request(0, Call::read_file, kServer, 8),
                 finish(0, kServer)});
}

TEST(Regression, WhatCouldEndHasEndedBeforeTheServerDisconnects) {
    expect_same({pipe(), request(0, Call::connect_pipe, kServer, 0), kOpenClient,
                 request(1, Call::read_file, kClient, 4), step(0, Call::disconnect_pipe, kServer),
                 finish(0, kServer), finish(1, kClient)});
    expect_same({pipe(), kOpenClient, request(1, Call::read_file, kClient, 8),
                 request(0, Call::write_file, kServer, 4), step(0, Call::disconnect_pipe, kServer),
                 finish(1, kClient)});
}

TEST(Regression, AReadThatTheClientsEndHasBrokenStaysBroken) {
    expect_same({pipe(), kOpenClient, request(0, Call::read_file, kServer, 8),
                 step(1, Call::close_file, kClient), step(0, Call::disconnect_pipe, kServer),
                 finish(0, kServer)});
}

TEST(Regression, AReadTakesWhatIsThereWhenItBegins) {
    for (int round = 0; round < 20 && !HasFailure(); ++round)
        expect_same({pipe(), kOpenClient, request(1, Call::write_file, kClient, 3),
                     request(0, Call::read_file, kServer, 8),
                     request(1, Call::write_file, kClient, 2), finish(0, kServer),
                     request(0, Call::read_file, kServer, 8), finish(0, kServer)});
}

TEST(Regression, TheClientsEndDoesNotListen) {
    expect_same({pipe(), kOpenClient, request(0, Call::connect_pipe, kClient, 0)});
}

TEST(Regression, APipeHasAtMost255Instances) {
    Step many = pipe();
    many.count = PIPE_UNLIMITED_INSTANCES + 1;
    expect_same({many});
}

TEST(Regression, AnOffsetBeyondTheEndIsAnErrorOnAnyHandle) {
    for (const BOOL overlapped : {FALSE, TRUE})
        expect_same({step(0, Call::open_file, 0, CREATE_ALWAYS, overlapped),
                     request(0, Call::read_file, 0, 4)});
}

TEST(Regression, AWriteOfNoBytesLeavesTheFileAsLongAsItIs) {
    Step write = request(0, Call::write_file, 0, 0);
    write.b = 4;
    expect_same({step(0, Call::open_file, 0, CREATE_ALWAYS, TRUE), write,
                 request(0, Call::read_file, 0, 8)});
}

// An APC that is queued before a thread begins runs then, and no later wait ends with it. So the
// actors say that they have begun; here each of them is a new one.
TEST(Regression, AnApcForANewActorWaitsForItsAlertableWait) {
    Step alertable = step(1, Call::wait_alertable, 0, 1, TRUE);
    for (int round = 0; round < 50 && !HasFailure(); ++round) {
        expect_same({step(1, Call::exit_actor, 0)});
        expect_same({step(0, Call::queue_apc, kMadeSlots + 1, 8), alertable});
    }
}

}  // namespace
