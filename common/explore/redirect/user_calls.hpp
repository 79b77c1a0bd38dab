// user_calls.hpp - more modelled functions; see calls.hpp.
#pragma once

#include "common/explore/redirect/calls.hpp"
