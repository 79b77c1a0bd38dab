// json.hpp - reads and writes JSON (RFC 8259): bench/latest.json, timelines, failing schedules.
//
//     const Json bench = Json::parse(text);                       // throws JsonError
//     for (const Json& row : bench["rows"].items())
//         print(row["row"].text(), row["median"].number());
//
//     Json page;
//     page.set("lang", "en").set("samples", Json::array()).set("sources", Json::object());
//     page.at("samples").push(31.2);
//     replace_file(file, page.write());
//
// Reading asks no questions: a member that is missing, or is of another kind, reads as a null, and
// a null as "", 0, false, no items. Whoever must know asks is_object(), has() and so on.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace runner {

/// what() is one sentence without a full stop: "a string has no end (byte 17)".
class JsonError : public std::runtime_error {
public:
    JsonError(const std::string& sentence, std::size_t offset)
        : std::runtime_error(sentence + " (byte " + std::to_string(offset) + ')'),
          offset_(offset) {}
    std::size_t offset() const noexcept { return offset_; }

private:
    std::size_t offset_;
};

/// A value: null, true or false, a number, a string (UTF-8), an array or an object. Numbers are
/// doubles: integers are exact up to 2 to the power of 53. Members keep their order.
class Json {
public:
    using Items = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    using Members = std::vector<Member>;

    Json() noexcept = default;  ///< null
    Json(std::string text) : value_(std::move(text)) {}
    Json(std::string_view text) : value_(std::string(text)) {}
    Json(const char* text) : value_(std::string(text)) {}
    template <class Number>
    requires std::is_arithmetic_v<Number> Json(Number number) : value_(converted(number)) {}
    static Json array(Items items = {}) { return Json(Value(std::move(items))); }
    static Json object(Members members = {}) { return Json(Value(std::move(members))); }

    /// Strict: exactly one value, valid UTF-8, no lone surrogates, no name twice in an object, no
    /// number beyond a double, nothing nested deeper than kDeepest. Throws JsonError.
    static Json parse(std::string_view text);
    static constexpr int kDeepest = 64;

    bool is_null() const noexcept { return std::holds_alternative<std::nullptr_t>(value_); }
    bool is_bool() const noexcept { return std::holds_alternative<bool>(value_); }
    bool is_number() const noexcept { return std::holds_alternative<double>(value_); }
    bool is_text() const noexcept { return std::holds_alternative<std::string>(value_); }
    bool is_array() const noexcept { return std::holds_alternative<Items>(value_); }
    bool is_object() const noexcept { return std::holds_alternative<Members>(value_); }

    bool truth() const noexcept;                         ///< false unless it is true
    double number(double otherwise = 0) const noexcept;  ///< of anything else: `otherwise`
    const std::string& text() const noexcept;            ///< of anything else: ""
    const Items& items() const noexcept;                 ///< of anything else: none
    const Members& members() const noexcept;             ///< of anything else: none

    /// A member, or a null. The result lives as long as this value.
    const Json& operator[](std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept { return find(name) != nullptr; }

    /// Adds a member or replaces it. A value that is no object becomes one.
    Json& set(std::string_view name, Json value);
    /// A member to be changed; it becomes a null member if there is none.
    Json& at(std::string_view name);
    /// Adds an item. A value that is no array becomes one.
    Json& push(Json value);

    /// On one line. Strings as w32::json_string escapes them; a number in the shortest form that
    /// reads back as the same, and null if it is infinite or not a number.
    std::string write() const;

    friend bool operator==(const Json& a, const Json& b) { return a.value_ == b.value_; }

private:
    using Value = std::variant<std::nullptr_t, bool, double, std::string, Items, Members>;
    explicit Json(Value value) : value_(std::move(value)) {}
    template <class Number>
    static Value converted(Number number) {
        if constexpr (std::is_same_v<Number, bool>)
            return Value(number);
        else
            return Value(static_cast<double>(number));
    }
    const Json* find(std::string_view name) const noexcept;
    void write_to(std::string& out) const;

    Value value_ = nullptr;
};

}  // namespace runner
