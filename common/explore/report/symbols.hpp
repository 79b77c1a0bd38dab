// symbols.hpp - which line of the source an address of the code belongs to, and which variable an
// address of the data.
//
// A program built by gcc or clang says itself where its lines are (line_table.hpp). For others, and
// for names, DbgHelp is asked, which knows PDB files and, under Wine, DWARF. Where nothing is
// known, the answer is "program.exe+0x1234".
// https://learn.microsoft.com/windows/win32/debug/symbol-handler
#pragma once

#include "common/explore/engine/trace.hpp"

#include <string>

namespace explore {

/// The program or DLL that the address lies in; nullptr: none.
HMODULE module_of(const void* address);
/// The module that this code is in.
HMODULE explorer();

struct CodePlace {
    std::string file;  // with its folder; "" if unknown
    int line = 0;
    std::string module;  // "program.exe+0x1234"
};

/// The line that a call returned to, or rather the one with the call in it. Of a function that the
/// compiler has put into others, the innermost line that belongs to the explored program itself.
CodePlace place_of(const void* return_address);
/// The innermost place that is in the explored program: not in the explorer, the wrappers or the
/// standard library. `known`, if it has a file, is the answer where nothing better is found. Empty
/// for what the explorer does by itself: a device, the start of an APC.
CodePlace place_of(const CodeStack& code, const Place& known);

/// Whose code it is, the explorer's own functions on top aside.
enum class Origin {
    program,  // a file of the explored program
    library,  // the standard library, called by the program
    below,    // the wrappers, or the system
};
Origin origin_of(const CodeStack& code);

/// "judge.cpp:12", or "program.exe+0x1234".
std::string text_of(const CodePlace& place);
/// The text of that line without leading blanks; "" if the file cannot be read.
std::string source_of(const CodePlace& place);

/// The name of the global variable at the address, with "+4" behind it if it begins before; "" if
/// there is none.
std::string global_at(const void* address);

}  // namespace explore
