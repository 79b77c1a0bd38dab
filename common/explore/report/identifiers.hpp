// identifiers.hpp - what two lines of the source have in common.
#pragma once

#include "common/explore/api.hpp"

#include <string>
#include <string_view>

namespace explore {

/// The one name that stands in both lines, not as that of a function, a type or a scope; "" if
/// there are none or several. Text in quotes, comments and the words of the language are left out.
/// For a race on a variable whose name the compiler did not keep.
WB_EXPLORE_API std::string only_common_name(std::string_view line, std::string_view other);

}  // namespace explore
