// low_token.hpp - runs a program that one does not trust: it may read what its user may read, and
// write nowhere but into the folders that are made for it.
//
//     const w32::Handle token = w32::make_low_token();
//     w32::let_low_write(folder);
//     w32::Process child(command, {.job = &job, .token = token.get()});
//
// Windows puts integrity above access rights: what was made at the medium level, and that is all of
// a user's files and processes, cannot be changed or ended from the low one. Wine has no such
// levels. https://learn.microsoft.com/windows/win32/secauthz/mandatory-integrity-control
#pragma once

#include "common/win32/handle.hpp"

#include <string>

namespace w32 {

/// This process's token without its privileges, at the low integrity level. Throws Error.
Handle make_low_token(std::source_location where = std::source_location::current());

/// Lets programs at the low level write into `folder` and what is made in it. Throws Error.
void let_low_write(const std::wstring& folder,
                   std::source_location where = std::source_location::current());

}  // namespace w32
