// supervisor.hpp - notices that an exploration does not get on, and says where it is stuck.
//
// All threads of an explored program are one real thread. If one of them loops without a step, or
// waits in a call that is not modelled, nobody can take the turn from it any more. A second thread
// sees that, looks where the first one is, tells it, and ends the process.
#pragma once

#include "common/explore/explore.hpp"

namespace explore {

/// Watches the exploration that the calling thread makes, as long as it lives. Not during a replay.
class Supervision {
public:
    explicit Supervision(const Options& options);
    ~Supervision();
    Supervision(const Supervision&) = delete;
    Supervision& operator=(const Supervision&) = delete;
};

}  // namespace explore
