// note_claims.hpp - the claims as a note puts them: each sentence ends in its id and its test.
//
//     * 它数的是单位，不是线程：一个线程可以拿好几个。`N05-02` `Count.IsOfUnitsNotOfThreads`
//
// The tests have their claims in English; the Chinese notes have them in Chinese.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace runner {

/// By id: what stands before it in its paragraph, list item or table row, after the claim before. A
/// claim that has nothing of its own there is left out.
std::map<std::string, std::string> claims_in_note(std::string_view markdown);

}  // namespace runner
