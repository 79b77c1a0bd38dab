// point.hpp - a named place in a lab where a judge may hold a thread.
//
//     Node* old = head_;
//     WB_POINT("after-read");     // nothing happens here unless a judge holds it
//     head_ = node;
//
// The name says what has just happened. Keep the point where it is when you repair the lab: the
// judge uses it to make the one interleaving happen that matters, instead of hoping for it.
#pragma once

namespace workbook {

/// Called by WB_POINT. Returns at once unless a Gate holds `name`; then it blocks until released.
void pass_point(const char* name);

}  // namespace workbook

#define WB_POINT(name) ::workbook::pass_point(name)
