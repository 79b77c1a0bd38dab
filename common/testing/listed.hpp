// listed.hpp - numbers as a learner reads them: "1, 2, 3", and "nothing" if there are none.
#pragma once

#include <string>

namespace workbook {

/// The numbers of a container, in its order, between commas.
template <class Numbers>
std::string listed(const Numbers& numbers) {
    std::string text;
    for (const auto& number : numbers) text += (text.empty() ? "" : ", ") + std::to_string(number);
    return text.empty() ? "nothing" : text;
}

}  // namespace workbook
