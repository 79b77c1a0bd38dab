// generate_io.cpp - sequences of calls on files and pipes.
#include "common/explore/tests/conformance/dice.hpp"
#include "common/explore/tests/conformance/generate.hpp"
#include "common/explore/tests/conformance/io_things.hpp"

#include <iterator>

namespace conformance {
namespace {

struct Weight {
    Call call;
    int weight;
};

constexpr Weight kWeights[] = {
    {Call::open_file, 4},        {Call::create_pipe, 3},   {Call::open_client, 4},
    {Call::read_file, 24},       {Call::write_file, 24},   {Call::connect_pipe, 6},
    {Call::finish_request, 14},  {Call::cancel_io_ex, 4},  {Call::cancel_io, 2},
    {Call::wait_file, 6},        {Call::wait_request, 5},  {Call::disconnect_pipe, 4},
    {Call::associate_file, 3},   {Call::get_io_packet, 8}, {Call::set_pipe_mode, 3},
    {Call::set_notification, 2}, {Call::close_file, 4},
};

class Generator {
public:
    explicit Generator(std::uint64_t seed) : dice_(seed) { sequence_.seed = seed; }

    Sequence run() {
        actors_ = dice_.between(2, kActors);
        if (dice_.chance(80)) {
            add(Call::create_pipe, kServer);
            if (dice_.chance(60)) add(Call::connect_pipe, kServer);
            if (dice_.chance(85)) add(Call::open_client, kClient);
        }
        if (dice_.chance(60)) add(Call::open_file, 0);
        if (dice_.chance(30)) add(Call::associate_file, dice_.below(kFiles));
        for (int left = dice_.between(10, 30); left > 0 && sequence_.steps.size() + 4 <= kMaxSteps;
             --left)
            add_call();
        return std::move(sequence_);
    }

private:
    void add(Call call, int target) {
        Step& step = sequence_.steps.emplace_back();
        if (!dice_.chance(50)) actor_ = dice_.below(actors_);
        step.actor = actor_;
        step.call = call;
        step.target = static_cast<std::int8_t>(target);
        fill(step);
    }
    int target_of(Call call);
    void fill(Step& step);
    void fill_open(Step& step);
    void add_call();

    Dice dice_;
    Sequence sequence_;
    int actors_ = 0;
    int actor_ = 0;
};

int Generator::target_of(Call call) {
    switch (call) {
        case Call::open_file: return dice_.below(2);
        case Call::create_pipe: return kServer;
        case Call::open_client: return kClient;
        // How these refuse handles of another kind is not documented.
        case Call::connect_pipe: return dice_.chance(90) ? kServer : kClient;
        case Call::disconnect_pipe: return kServer;
        case Call::set_pipe_mode: return dice_.chance(70) ? kClient : kServer;
        default: break;
    }
    const int choice = dice_.below(10);
    return choice < 2 ? 0 : choice < 3 ? 1 : choice < 7 ? kServer : kClient;
}

void Generator::fill_open(Step& step) {
    step.b = dice_.chance(75);
    step.many[0] = dice_.chance(25);  // while the other one is open
    if (step.call == Call::open_file)
        step.a = dice_.one_of<7>({CREATE_ALWAYS, OPEN_ALWAYS, OPEN_ALWAYS, CREATE_NEW,
                                  OPEN_EXISTING, OPEN_EXISTING, TRUNCATE_EXISTING});
    if (step.call == Call::create_pipe) {
        step.a = dice_.one_of<8>({0, 0, 0, 1, 1, 1, 2, 3});
        step.count = dice_.chance(6) ? PIPE_UNLIMITED_INSTANCES + 1 : 1;
    }
}

void Generator::fill(Step& step) {
    switch (step.call) {
        case Call::open_file:
        case Call::create_pipe:
        case Call::open_client: fill_open(step); break;
        case Call::read_file:
        case Call::write_file:
            step.a = dice_.one_of<8>({1, 2, 3, 4, 5, 8, 12, 0});
            // What a read of no bytes takes from a pipe is not documented, nor whether a read that
            // has room left takes a write of no bytes with it.
            if (is_pipe(step.target) && step.a == 0) step.a = 6;
            step.b = is_pipe(step.target) ? 0 : dice_.one_of<6>({0, 0, 1, 4, 9, 30});
            step.count = static_cast<DWORD>(dice_.below(3));
            // Without an OVERLAPPED a pipe "can incorrectly report that the operation is complete".
            step.many[0] = static_cast<std::int8_t>(
                dice_.chance(94) ? 0 : dice_.between(1, is_pipe(step.target) ? 1 : 2));
            break;
        case Call::connect_pipe:
            step.count = static_cast<DWORD>(dice_.below(3));
            step.many[0] = dice_.chance(5);
            break;
        case Call::finish_request:
        case Call::wait_file:
        case Call::wait_request:
        case Call::get_io_packet: step.a = static_cast<LONG>(INFINITE); break;
        case Call::cancel_io_ex:
        case Call::set_pipe_mode: step.a = dice_.chance(50); break;
        case Call::set_notification: step.a = dice_.below(4); break;
        default: break;
    }
}

void Generator::add_call() {
    int total = 0;
    for (const Weight& each : kWeights) total += each.weight;
    int left = dice_.below(total);
    const Weight* chosen = std::begin(kWeights);
    while ((left -= chosen->weight) >= 0) ++chosen;
    const int target = target_of(chosen->call);
    add(chosen->call, target);
    if (chosen->call != Call::read_file || !is_pipe(target) || !dice_.chance(25)) return;
    // It can be cancelled if it has not ended before.
    add(Call::finish_request, target);
    add(dice_.chance(70) ? Call::cancel_io_ex : Call::cancel_io, target);
    add(Call::finish_request, target);
}

}  // namespace

Sequence generate_io(std::uint64_t seed) { return Generator(seed).run(); }

}  // namespace conformance
