// kernel_macros.hpp - redirects what kernel_calls.hpp declares; see redirect.hpp.
#pragma once
