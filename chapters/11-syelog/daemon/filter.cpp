// filter.cpp - the questions in the order of their price.
#include "chapters/11-syelog/daemon/filter.hpp"

#include "chapters/11-syelog/protocol/format.hpp"

#include <algorithm>

namespace syelog {
namespace {

template <class List, class Value>
bool has(const List& list, const Value& value) noexcept {
    return std::find(list.begin(), list.end(), value) != list.end();
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_name(const std::string& one, const std::string& other) noexcept {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

bool Filter::passes(const Event& event) const noexcept {
    if (event.peer == nullptr) return true;
    if (syslog_severity(event.record.severity) > severity) return false;
    if (!facilities.empty() && !has(facilities, event.record.facility)) return false;
    if (processes.empty() && programs.empty()) return true;
    if (has(processes, event.peer->process_id)) return true;
    return std::any_of(programs.begin(), programs.end(), [&](const std::string& name) {
        return same_name(name, event.peer->program);
    });
}

}  // namespace syelog
