// counts.cpp - adds up what the objects of an execution were used for.
#include "common/explore/counts.hpp"

#include "common/explore/model/model.hpp"

namespace explore {

Counts counts() {
    Counts sum;
    Engine& engine = the_engine;
    if (!engine.active()) return sum;
    sum.polls = engine.polls();
    for (std::size_t i = 0; i < engine.object_count(); ++i) {
        const Object& object = engine.object(i);
        if (object.type == ObjectType::variable) sum.interlocked += object.uses;
        if (object.type != ObjectType::critical_section && object.type != ObjectType::srw_lock &&
            object.type != ObjectType::mutex)
            continue;
        sum.exclusive += object.uses;
        sum.shared += object.shared_uses;
        sum.locks += object.uses + object.shared_uses > 0 ? 1 : 0;
    }
    return sum;
}

}  // namespace explore
