// interpreter.hpp - performs a sequence: the same code for the kernel's calls and for the model's.
//
// The actors take turns. Each performs its steps when it has the turn, and then hands the turn to
// the actor of the next step. One that is to block hands it on before it calls.
#pragma once

#include "common/explore/tests/conformance/perform.hpp"

namespace conformance {

inline constexpr int kController = kActors;

/// Who takes the next turn. Steps of actors that have ended are left out.
template <class Api>
int turn_of(World<Api>& world) {
    const auto steps = static_cast<int>(world.sequence->steps.size());
    for (; world.next < steps + kActors; ++world.next) {
        const int actor = world.next < steps
                              ? world.sequence->steps[static_cast<std::size_t>(world.next)].actor
                              : world.next - steps;
        if (world.ended[actor]) continue;
        if (world.next < steps || has_more_to_do(world, actor)) return actor;
    }
    return kController;
}

template <class Api>
void pass_turn(World<Api>& world, int to) {
    Api::SetEvent(world.turn[to]);
}

/// Who has the turn waits until the actor before it has ended.
template <class Api>
void join(World<Api>& world) {
    if (world.joining < 0) return;
    Api::WaitForSingleObject(world.slot[kMadeSlots + world.joining], INFINITE);
    world.joining = -1;
    world.ending->done = true;
}

/// Performs this actor's steps until it is somebody else's turn. False: the actor is to end.
template <class Api>
bool take_turns(World<Api>& world, int me) {
    const auto steps = static_cast<int>(world.sequence->steps.size());
    for (;;) {
        join(world);
        if (const int who = turn_of(world); who != me) {
            pass_turn(world, who);
            return true;
        }
        const int index = world.next++;
        if (index >= steps) {
            finish(world, me);
            continue;
        }
        const Step& step = world.sequence->steps[static_cast<std::size_t>(index)];
        Seen& seen = world.transcript->seen[index];
        if (step.call == Call::exit_actor) {
            seen.begun = true;
            world.ending = &seen;
            world.ended[me] = true;
            world.exit_code[me] = static_cast<DWORD>(step.a);
            world.joining = me;
            pass_turn(world, turn_of(world));
            return false;
        }
        const int next = step.blocks ? turn_of(world) : me;
        if (next != me) pass_turn(world, next);
        seen.begun = true;
        perform(world, step, seen);
        seen.done = true;
        if (next != me) return true;
    }
}

/// What an actor's thread runs. It reads its handle once: the world begins anew with each sequence.
/// First it says that it has begun: an APC that comes earlier would run at once.
template <class Api>
DWORD run_actor(World<Api>& world, int me, HANDLE turn, HANDLE begun) {
    Api::SetEvent(begun);
    for (;;) {
        Api::WaitForSingleObject(turn, INFINITE);
        if (world.over) return 0;
        if (!take_turns(world, me)) return world.exit_code[me];
    }
}

}  // namespace conformance
