// model.hpp - what the files of the model share.
//
// Each modelled call has the same shape: find the object, say what the next step is, perform() it -
// other threads may run meanwhile - and then carry it out as Windows documents it.
#pragma once

#include "common/explore/engine/engine.hpp"

namespace explore {

/// Lets the engine tell the model when an execution begins and ends. Call before each search.
void install_model(Engine& engine);

/// From now on a crash of the lab is a finding (accidents.cpp).
void answer_accidents();

// ---- handles (handles.cpp)

/// What a handle refers to. A handle that is none ends the execution with a finding; nullptr, with
/// the last error set, if misuse is to be answered as Windows does.
Object* object_of(HANDLE handle, const char* call, const Place& place);
/// The same, and it must be of that type.
Object* object_of(HANDLE handle, ObjectType type, const char* call, const Place& place);
HANDLE open_handle(Object& object, const Place& place);
/// For an object that is to be told when a handle to it is closed. Called in the closing thread,
/// after the handle has become invalid.
void closing(Thread& self, Object& object, const Place& place);
void reset_handles();
std::string open_handles();  // "" if there are none
std::string text_of(const Place& place);

// ---- names for messages (names.cpp)

std::string describe(const Object& object);
std::string describe(const Thread& thread);
/// Without its type, if it has a name of its own.
std::string short_name(const Object& object);

// ---- waits (waits.cpp)

/// Takes what a successful wait takes: a unit, the ownership, an auto-reset event's signal. Returns
/// WAIT_OBJECT_0 or WAIT_ABANDONED.
DWORD take(Thread& self, Object& object);

// ---- why nobody can go on (stuck.cpp)

std::string explain_stuck(Engine& engine, Outcome& outcome);
/// " since a.cpp:3": where the thread took what it has; "" without a trace.
std::string since(const Engine& engine, int thread, const Object& object);

enum class Lost { nobody_waited, already_set, reset };
/// Call it in a step of the running thread that signals in vain: if somebody waits for that object
/// to the end, it is the explanation.
void signal_lost(const Object& object, Lost how, const Place& place);
void reset_lost_signals();

}  // namespace explore
