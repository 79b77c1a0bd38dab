// looks.cpp - threads that go round in circles: a poll, a load or a try that finds nothing to do,
// again and again, waits for a change instead.
#include "common/explore/engine/engine.hpp"

namespace explore {
namespace {
// How often a thread may look at the same thing before it has to wait for a change.
constexpr std::uint16_t kFreeRounds = 3;
}  // namespace

void Engine::look(Thread& self, Operation& next) {
    const void* site = site_of(next.place);
    const Look* end = self.look + self.looks;
    for (const Look* look = self.look; look != end; ++look) {
        if (look->site != site || look->object != next.object) continue;
        if (look->rounds < kFreeRounds || look->version != next.object->state.version) return;
        next.want = Want::change;
        next.looks = self.look;
        next.count = self.looks;
        next.objects = self.looked_at;
        return;
    }
}

// What the thread has not looked at in its last rounds is no part of the circle: that it changes is
// no reason to go on.
void Engine::looked(Thread& self, Object& object, const Place& place) {
    const void* site = site_of(place);
    const auto long_ago = kFreeRounds * self.looks;
    bool known = false;
    std::uint8_t kept = 0;
    for (int i = 0; i < self.looks; ++i) {
        Look& look = self.look[i];
        if (look.site == site && look.object == &object) {
            known = true;
            look.age = 0;
            if (look.version != object.state.version)
                look.rounds = 0;
            else
                ++look.rounds;
            look.version = object.state.version;
        } else if (++look.age > long_ago) {
            continue;
        }
        self.looked_at[kept] = look.object;
        self.look[kept++] = look;
    }
    self.looks = kept;
    if (known) return;
    if (self.looks == kLooks) self.looks = 0;
    self.look[self.looks] = {site, &object, object.state.version, 0, 0};
    self.looked_at[self.looks++] = &object;
}

}  // namespace explore
