// named.cpp - names of kernel objects, as far as this program knows them.
//
// A name is an object of its own: to create or open by name, and to close a handle of what has a
// name, are steps that write it. So two threads that create the same mutex race, and both orders
// are explored.
// https://learn.microsoft.com/windows/win32/sync/object-names
#include "common/explore/model/devices.hpp"
#include "common/explore/redirect/kernel_calls.hpp"

#include <map>
#include <string_view>

namespace explore {
namespace {

struct Known {
    std::string text;  // for messages
    std::uint32_t number = 0;
    std::uint32_t created = 0;  // objects with this name in this execution
};

// Names stay known from one execution to the next: their addresses are their identity.
std::map<std::wstring, Known> known;
std::vector<Object*> names_of;  // by the number of the object; nullptr: it has none

Known& know(LPCWSTR text) {
    Known& found = known[text];
    if (found.number == 0) {
        found.number = static_cast<std::uint32_t>(known.size());
        for (const wchar_t* c = text; *c != 0; ++c)
            found.text += *c < 128 ? static_cast<char>(*c) : '?';
    }
    return found;
}

// Without "Local\\", which says what is so anyway. nullptr: a backslash elsewhere.
LPCWSTR plain_name(LPCWSTR text) {
    const std::wstring_view name = text;
    const bool local = name.starts_with(L"Local\\");
    const std::size_t prefix = local ? 6 : name.starts_with(L"Global\\") ? 7 : 0;
    if (name.find(L'\\', prefix) != name.npos) return nullptr;
    return local ? text + prefix : text;
}

HANDLE refuse(DWORD error) {
    ::SetLastError(error);
    return nullptr;
}

}  // namespace

void reset_names() {
    for (auto& [text, name] : known) name.created = 0;
    names_of.clear();
}

Name look_up(Thread& self, LPCWSTR text, const Place& place) {
    Name name;
    if (text == nullptr || *text == 0) return name;
    text = plain_name(text);
    if (text == nullptr) {
        name.refused = true;
        ::SetLastError(ERROR_PATH_NOT_FOUND);
        return name;
    }
    Known& entry = know(text);
    name.name = &the_engine.at(ObjectType::name, &entry);
    name.name->label = entry.text.c_str();
    the_engine.perform(self, Kind::create, Want::nothing, true, name.name, place);
    the_engine.acted(self);
    name.found = static_cast<Object*>(name.name->model);
    // The same whoever creates it; no other key has this bit and not the highest one.
    if (name.found == nullptr)
        name.key = (std::uint64_t{1} << 62) | (std::uint64_t{entry.number} << 32) | ++entry.created;
    return name;
}

HANDLE open_existing(const Name& name, ObjectType type, const Place& place) {
    if (name.found->type != type) return refuse(ERROR_INVALID_HANDLE);
    const HANDLE handle = open_handle(*name.found, place);
    the_engine.note("it exists");
    ::SetLastError(ERROR_ALREADY_EXISTS);
    return handle;
}

void give_name(const Name& name, Object& object) {
    if (name.name == nullptr) return;
    name.name->model = &object;
    object.label = name.name->label;
    if (names_of.size() <= object.number) names_of.resize(object.number + 1u, nullptr);
    names_of[object.number] = name.name;
}

void close_named(Thread& self, Object& object, const Place& place) {
    if (object.number >= names_of.size() || names_of[object.number] == nullptr) return;
    Object& name = *names_of[object.number];
    the_engine.perform(self, Kind::create, Want::nothing, true, &name, place);
    if (object.handles == 0 && name.model == &object) name.model = nullptr;
}

HANDLE open_by_name(LPCWSTR text, ObjectType type, const Place& place) {
    if (text == nullptr) return refuse(ERROR_INVALID_PARAMETER);
    Thread& self = the_engine.self();
    const Name name = look_up(self, text, place);
    if (name.refused) return nullptr;
    if (name.found == nullptr) return refuse(ERROR_FILE_NOT_FOUND);
    if (name.found->type != type) return refuse(ERROR_INVALID_HANDLE);
    return open_handle(*name.found, place);
}

void closing(Thread& self, Object& object, const Place& place) {
    close_named(self, object, place);
    if (object.type == ObjectType::port) close_port(self, object, place);
    if (object.type == ObjectType::timer) close_timer(self, object, place);
    if (object.type == ObjectType::device) close_file(self, object, place);
}

}  // namespace explore
