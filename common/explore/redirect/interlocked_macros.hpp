// interlocked_macros.hpp - redirects the Interlocked functions and intrinsics; see interlocked.hpp.
#pragma once

#include "common/explore/redirect/interlocked_macros_16.hpp"
#include "common/explore/redirect/interlocked_macros_32.hpp"
#include "common/explore/redirect/interlocked_macros_64.hpp"
#include "common/explore/redirect/interlocked_macros_other.hpp"
