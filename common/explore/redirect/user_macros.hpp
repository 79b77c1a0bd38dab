// user_macros.hpp - redirects what user_calls.hpp declares; see redirect.hpp.
#pragma once
