// user_model.cpp - when executions and threads begin and end: the user-mode half.
#include "common/explore/model/user_model.hpp"

#include "common/explore/model/atomics.hpp"
#include "common/explore/model/store_buffers.hpp"

namespace explore {

void install_user_model(Engine& engine) {
    engine.on_settle = settle;
    engine.on_thread_leaving = leave_thread_data;
}

void begin_user_model(Engine& engine) {
    reset_store_buffers(engine);
    reset_atomics();
    reset_sleepers();
    reset_thread_data();
}

}  // namespace explore
