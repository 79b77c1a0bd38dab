// The judge of lab L21: lets one thread ask and another one answer in every order that their steps
// can come in.
//
// Built against labs/, solutions/, each alternative and each mistake.
#include <lost_pulse.hpp>  // <>: the build chooses the folder

#include "common/explore/shared.hpp"
#include "common/explore/testing/explore_test.hpp"
#include "common/testing/judge.hpp"
#include "common/win32/thread.hpp"

#include <string>

namespace {

// False only with a compiler that does not report accesses: a verdict would be worth nothing.
template <class D>
constexpr bool places_are_seen() {
    if constexpr (requires(D & desk) { desk.question; })
        return explore::is_seen<decltype(D::question)>;
    return true;
}

// A signal that never comes is the explorer's finding; one that should not be there shows here.
// true: right so far.
bool check_question(int expected, int seen) {
    if (seen != expected)
        WB_DIAGNOSE("stale-question")
            << "Question " << expected << " was to come; next_question() returned " << seen
            << ". A signal that was given once ended a second wait - or nobody had asked yet.";
    return seen == expected;
}

bool check_answer(int question, int seen) {
    if (seen != 2 * question)
        WB_DIAGNOSE("stale-answer")
            << "The answer to " << question << " is " << 2 * question << "; ask() returned " << seen
            << ", before this question was answered. What ended its wait was another signal: one "
            << "that was left from before, or its own.";
    return seen == 2 * question;
}

void answer_one(Desk& desk, int expected) {
    const int question = desk.next_question();
    if (check_question(expected, question)) desk.reply(2 * question);
}

}  // namespace

EXPLORE_TEST(Lab_06_LostPulse, Test1_OneQuestion) {
    if (!places_are_seen<Desk>())
        WB_DIAGNOSE("question-not-shared")
            << "This compiler shows the judge accesses to Shared<...> and std::atomic<...> alone: "
            << "declare the members as one of them.";
    Desk desk;
    w32::Thread clerk("answers", [&] { answer_one(desk, 21); });
    const int answer = desk.ask(21);
    explore::outcome(std::to_string(answer));
    check_answer(21, answer);
    clerk.join();
}

EXPLORE_TEST(Lab_06_LostPulse, Test2_TwoQuestions) {
    Desk desk;
    w32::Thread clerk("answers twice", [&] {
        answer_one(desk, 1);
        answer_one(desk, 2);
    });
    const int first = desk.ask(1);
    explore::outcome("first " + std::to_string(first));
    check_answer(1, first);
    const int second = desk.ask(2);
    explore::outcome("second " + std::to_string(second));
    check_answer(2, second);
    clerk.join();
}

EXPLORE_TEST(Lab_06_LostPulse, Test3_AnotherOneAnswers) {
    Desk desk;  // what the first pair has left behind must not end a wait of the second one
    w32::Thread first("answers 1", [&] { answer_one(desk, 1); });
    const int one = desk.ask(1);
    check_answer(1, one);
    first.join();
    int two = 0;
    w32::Thread asker("asks 2", [&] { two = desk.ask(2); });
    answer_one(desk, 2);
    asker.join();
    explore::outcome(std::to_string(one) + ", " + std::to_string(two));
    check_answer(2, two);
}

// The clerk is there first, if nobody interrupts anybody: then the handshake seems to work.
EXPLORE_TEST(Lab_06_LostPulse, Test4_TheClerkIsThereFirst) {
    Desk desk;
    int answer = 0;
    w32::Thread clerk("answers", [&] { answer_one(desk, 21); });
    w32::Thread asker("asks", [&] { answer = desk.ask(21); });
    clerk.join();
    asker.join();
    explore::outcome(std::to_string(answer));
    check_answer(21, answer);
}

EXPLORE_STUCK_TEST(Lab_06_LostPulse, Test5_WhoWaitsForAQuestionSleeps) {
    Desk desk;
    (void)desk.next_question();
}

EXPLORE_STUCK_TEST(Lab_06_LostPulse, Test6_WhoWaitsForTheAnswerSleeps) {
    Desk desk;
    (void)desk.ask(21);
}
