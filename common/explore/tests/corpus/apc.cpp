// apc.cpp - procedure calls that are queued to a thread and never run, or run at the wrong time.
#include "common/explore/tests/corpus/pair.hpp"
#include "common/win32/event.hpp"
#include "common/win32/locks.hpp"

#include <atomic>

namespace {

using explore::Outcome;

// What an APC finds behind its only argument.
struct Mail {
    w32::Event delivered{w32::Reset::manual};
    w32::Event ready{w32::Reset::manual};
    w32::CriticalSection lock;
    int letters = 0;
    std::atomic<int> in_progress = 0;
};
Mail& mail_of(ULONG_PTR argument) { return *reinterpret_cast<Mail*>(argument); }
ULONG_PTR argument_of(Mail& mail) { return reinterpret_cast<ULONG_PTR>(&mail); }

void CALLBACK deliver(ULONG_PTR argument) {
    ++mail_of(argument).letters;
    mail_of(argument).delivered.set();
}

// Not SleepEx: an APC that is queued early runs before the thread's function, and ends no wait.
void wait_for(const w32::Event& event) {
    while (::WaitForSingleObjectEx(event.get(), INFINITE, TRUE) == WAIT_IO_COMPLETION) {
    }
}

CORPUS_BUG(WaitsWithoutBeingAlertable, Outcome::never_signaled) {
    Mail mail;
    w32::Thread reader([&] { ::WaitForSingleObject(mail.delivered.get(), INFINITE); });
    ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
}
CORPUS_TWIN(WaitsWithoutBeingAlertable) {
    Mail mail;
    w32::Thread reader([&] { wait_for(mail.delivered); });
    ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
    reader.join();
    expect(mail.letters == 1);
}

CORPUS_BUG(TakesAnApcForTheObject, Outcome::assertion) {
    Mail mail;
    std::atomic<bool> prepared = false;
    w32::Thread reader([&] {
        ::WaitForSingleObjectEx(mail.ready.get(), INFINITE, TRUE);  // may be WAIT_IO_COMPLETION
        expect(prepared.load(), "goes on before the event is set");
    });
    ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
    prepared = true;
    mail.ready.set();
}
CORPUS_TWIN(TakesAnApcForTheObject) {
    Mail mail;
    std::atomic<bool> prepared = false;
    w32::Thread reader([&] {
        wait_for(mail.ready);
        expect(prepared.load());
    });
    ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
    prepared = true;
    mail.ready.set();
}

// SleepEx would do in most runs, and not if the APC comes before the thread's function.
CORPUS_BUG(SleepsForAnApcThatHasRun, Outcome::never_signaled) {
    Mail mail;
    w32::Thread reader([&] { ::SleepEx(INFINITE, TRUE); });
    ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
}
CORPUS_TWIN(SleepsForAnApcThatHasRun) {
    Mail mail;
    w32::Thread reader([&] { wait_for(mail.delivered); });
    ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
}

CORPUS_BUG(EndsBeforeItsApcRuns, Outcome::assertion) {
    Mail mail;
    w32::Thread reader([&] { ::SleepEx(0, TRUE); });  // one look at the queue
    const DWORD queued = ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
    reader.join();
    if (queued != 0) expect(mail.letters == 1, "accepted and never delivered");
}
CORPUS_TWIN(EndsBeforeItsApcRuns) {
    Mail mail;
    w32::Thread reader([&] { wait_for(mail.delivered); });
    const DWORD queued = ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
    reader.join();
    expect(queued != 0 && mail.letters == 1);
}

CORPUS_BUG(ReadsWhatTheApcWrites, Outcome::data_race) {
    Mail mail;
    w32::Thread reader([&] { wait_for(mail.delivered); });
    ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
    expect(mail.letters >= 0);  // queued is not delivered
}
CORPUS_TWIN(ReadsWhatTheApcWrites) {
    Mail mail;
    w32::Thread reader([&] { wait_for(mail.delivered); });
    ::QueueUserAPC(&deliver, reader.get(), argument_of(mail));
    mail.delivered.wait();
    expect(mail.letters == 1);
}

void CALLBACK deliver_under_the_lock(ULONG_PTR argument) {
    Mail& mail = mail_of(argument);
    const w32::Guard hold(mail.lock);  // entered already by the thread that we interrupt
    expect(mail.in_progress == 0, "comes in the middle of a change");
    mail.delivered.set();
}

CORPUS_BUG(ApcComesInsideASectionOfItsThread, Outcome::assertion) {
    Mail mail;
    w32::Thread reader([&] {
        const w32::Guard hold(mail.lock);
        mail.in_progress = 1;
        wait_for(mail.delivered);
        mail.in_progress = 0;
    });
    ::QueueUserAPC(&deliver_under_the_lock, reader.get(), argument_of(mail));
}
CORPUS_TWIN(ApcComesInsideASectionOfItsThread) {
    Mail mail;
    w32::Thread reader([&] {
        {
            const w32::Guard hold(mail.lock);
            mail.in_progress = 1;
            mail.in_progress = 0;
        }
        wait_for(mail.delivered);
    });
    ::QueueUserAPC(&deliver_under_the_lock, reader.get(), argument_of(mail));
}

CORPUS_BUG(ArgumentOfAnApcOnTheStack, Outcome::data_race) {
    Mail mail;
    w32::Thread reader([&] { wait_for(mail.ready); });
    int length = 5;
    ::QueueUserAPC([](ULONG_PTR argument) { expect(*reinterpret_cast<int*>(argument) > 0); },
                   reader.get(), reinterpret_cast<ULONG_PTR>(&length));
    length = 0;  // used for something else
    mail.ready.set();
}
CORPUS_TWIN(ArgumentOfAnApcOnTheStack) {
    Mail mail;
    w32::Thread reader([&] { wait_for(mail.ready); });
    const int length = 5;
    ::QueueUserAPC([](ULONG_PTR argument) { expect(argument == 5); }, reader.get(),
                   static_cast<ULONG_PTR>(length));
    mail.ready.set();
}

}  // namespace
