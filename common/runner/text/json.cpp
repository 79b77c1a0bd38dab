// json.cpp - the values, and how they are written; json_parse.cpp reads them.
#include "common/runner/text/json.hpp"

#include "common/win32/json_text.hpp"

#include <charconv>
#include <cmath>

namespace runner {
namespace {

std::string written(double number) {
    if (!std::isfinite(number)) return "null";
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return std::string(digits, end);
}

}  // namespace

bool Json::truth() const noexcept {
    const bool* value = std::get_if<bool>(&value_);
    return value != nullptr && *value;
}

double Json::number(double otherwise) const noexcept {
    const double* value = std::get_if<double>(&value_);
    return value == nullptr ? otherwise : *value;
}

const std::string& Json::text() const noexcept {
    static const std::string none;
    const std::string* value = std::get_if<std::string>(&value_);
    return value == nullptr ? none : *value;
}

const Json::Items& Json::items() const noexcept {
    static const Items none;
    const Items* value = std::get_if<Items>(&value_);
    return value == nullptr ? none : *value;
}

const Json::Members& Json::members() const noexcept {
    static const Members none;
    const Members* value = std::get_if<Members>(&value_);
    return value == nullptr ? none : *value;
}

const Json* Json::find(std::string_view name) const noexcept {
    for (const Member& member : members())
        if (member.first == name) return &member.second;
    return nullptr;
}

const Json& Json::operator[](std::string_view name) const noexcept {
    static const Json null;
    const Json* found = find(name);
    return found == nullptr ? null : *found;
}

Json& Json::at(std::string_view name) {
    if (!is_object()) value_ = Members{};
    Members& members = std::get<Members>(value_);
    for (Member& member : members)
        if (member.first == name) return member.second;
    members.emplace_back(name, Json());
    return members.back().second;
}

Json& Json::set(std::string_view name, Json value) {
    at(name) = std::move(value);
    return *this;
}

Json& Json::push(Json value) {
    if (!is_array()) value_ = Items{};
    std::get<Items>(value_).push_back(std::move(value));
    return *this;
}

std::string Json::write() const {
    std::string out;
    write_to(out);
    return out;
}

void Json::write_to(std::string& out) const {
    if (is_array()) {
        out += '[';
        for (const Json& item : items()) {
            if (&item != &items().front()) out += ',';
            item.write_to(out);
        }
        out += ']';
    } else if (is_object()) {
        out += '{';
        for (const Member& member : members()) {
            if (&member != &members().front()) out += ',';
            out += w32::json_string(member.first) + ':';
            member.second.write_to(out);
        }
        out += '}';
    } else if (is_text()) {
        out += w32::json_string(text());
    } else if (is_number()) {
        out += written(number());
    } else {
        out += is_null() ? "null" : truth() ? "true" : "false";
    }
}

}  // namespace runner
