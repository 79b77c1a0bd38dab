// symbols.cpp - DbgHelp, loaded when the first finding needs it.
#include "common/explore/report/symbols.hpp"

#include "common/explore/report/line_table.hpp"
#include "common/win32/compat.hpp"
#include "common/win32/error.hpp"

#include <dbghelp.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <initializer_list>
#include <map>
#include <vector>

namespace explore {
namespace {

// Of the explored program: of nothing else is a line or a name ever shown, and to read what
// Windows, or Wine, and GoogleTest know of themselves takes ten times as long.
HMODULE program() { return ::GetModuleHandleW(nullptr); }

std::wstring path_of(HMODULE module) {
    wchar_t path[MAX_PATH] = L"";
    return ::GetModuleFileNameW(module, path, MAX_PATH) != 0 ? path : L"";
}

DWORD image_bytes(HMODULE module) {
    const auto* image = reinterpret_cast<const char*>(module);
    const auto* dos = reinterpret_cast<const IMAGE_DOS_HEADER*>(image);
    return reinterpret_cast<const IMAGE_NT_HEADERS*>(image + dos->e_lfanew)
        ->OptionalHeader.SizeOfImage;
}

struct DbgHelp {
    bool tried = false;
    bool ready = false;
    decltype(&::SymFromAddr) symbol = nullptr;
    decltype(&::SymGetLineFromAddr64) line = nullptr;
    DWORD(WINAPI* inlined)(HANDLE, DWORD64) = nullptr;
    BOOL(WINAPI* query)(HANDLE, DWORD64, DWORD, DWORD64, DWORD64, LPDWORD, LPDWORD) = nullptr;
    BOOL(WINAPI* inlined_line)
    (HANDLE, DWORD64, ULONG, DWORD64, PDWORD, PIMAGEHLP_LINE64) = nullptr;
};
DbgHelp the_help;

template <class Function>
void look_up(Function& function, const char* name) {
    function = w32::find_function<std::remove_pointer_t<Function>>(L"dbghelp", name);
}

const DbgHelp& help() {
    DbgHelp& help = the_help;
    if (help.tried) return help;
    help.tried = true;
    if (::LoadLibraryW(L"dbghelp.dll") == nullptr) return help;
    decltype(&::SymInitializeW) initialize = nullptr;
    decltype(&::SymSetOptions) set_options = nullptr;
    decltype(&::SymLoadModuleExW) load = nullptr;
    look_up(initialize, "SymInitializeW");
    look_up(set_options, "SymSetOptions");
    look_up(load, "SymLoadModuleExW");
    look_up(help.symbol, "SymFromAddr");
    look_up(help.line, "SymGetLineFromAddr64");
    look_up(help.inlined, "SymAddrIncludeInlineTrace");
    look_up(help.query, "SymQueryInlineTrace");
    look_up(help.inlined_line, "SymGetLineFromInlineContext");
    if (initialize == nullptr || load == nullptr || help.symbol == nullptr || help.line == nullptr)
        return help;
    if (set_options != nullptr) set_options(SYMOPT_UNDNAME | SYMOPT_LOAD_LINES);
    const HANDLE process = ::GetCurrentProcess();
    help.ready = initialize(process, nullptr, FALSE) &&
                 load(process, nullptr, path_of(program()).c_str(), nullptr,
                      reinterpret_cast<DWORD64>(program()), image_bytes(program()), nullptr, 0);
    return help;
}

std::string module_text(const void* address) {
    const HMODULE module = module_of(address);
    if (module == nullptr) return "an unknown place";
    const std::wstring whole = path_of(module);
    std::string text;
    for (const wchar_t c : whole.substr(whole.find_last_of(L"\\/") + 1))
        text += c < 128 ? static_cast<char>(c) : '?';
    char offset[32];
    std::snprintf(offset, sizeof offset, "+0x%llx",
                  static_cast<unsigned long long>(reinterpret_cast<std::uintptr_t>(address) -
                                                  reinterpret_cast<std::uintptr_t>(module)));
    return text + offset;
}

std::string with_slashes(const char* path) {
    std::string text = path;
    std::replace(text.begin(), text.end(), '\\', '/');
    return text;
}

bool has_part(const std::string& file, std::initializer_list<const char*> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](const char* part) { return file.find(part) != file.npos; });
}

// The workbook's own floor, and Windows (or Wine: dlls).
bool is_below(const std::string& file) {
    if (has_part(file, {"/common/explore/tests/"})) return false;
    return file.empty() ||
           has_part(file, {"/common/explore/", "/common/win32/", "/common/testing/", "/dlls/"});
}

bool is_foreign(const std::string& file) {
    return is_below(file) || has_part(file, {"/include/c++/", "mingw", "/gcc/", "/VC/Tools/",
                                             "/Windows Kits/", "/gtest/", "/googletest/"});
}

const LineTable& own_table() {
    static LineTable* table = nullptr;  // of the program that runs: read once, never given back
    if (table == nullptr) table = new LineTable(path_of(program()));
    return *table;
}

// What the program itself says of its lines, if gcc or clang has built it; line 0 if nothing.
CodePlace own_line(std::uintptr_t address) {
    const LineTable& table = own_table();
    const auto base = reinterpret_cast<std::uintptr_t>(program());
    const LineTable::Row* row = table.find(address - base + table.preferred_base());
    if (row == nullptr) return {};
    return {with_slashes(table.file(*row).c_str()), static_cast<int>(row->line), ""};
}

// Is the function around that address itself one of the standard library? Then nothing of the lab
// has been put into it, and DbgHelp, which takes half a second to get ready, need not be asked.
bool is_in_foreign_function([[maybe_unused]] std::uintptr_t address) {
#if defined(_M_X64) || defined(__x86_64__)
    DWORD64 base = 0;
    const auto* function = ::RtlLookupFunctionEntry(address, &base, nullptr);
    if (function == nullptr) return false;
    const CodePlace begin = own_line(static_cast<std::uintptr_t>(base + function->BeginAddress));
    return begin.line != 0 && is_foreign(begin.file);
#else
    return false;
#endif
}

// The lines of one address, the innermost function first.
std::vector<CodePlace> lines_at(const void* return_address) {
    std::vector<CodePlace> places;
    if (module_of(return_address) != program()) return places;
    const std::uintptr_t call = reinterpret_cast<std::uintptr_t>(return_address) - 1;
    const CodePlace own = own_line(call);
    if (own.line != 0) {
        places.push_back(own);
        // Only functions of the standard library are put into others here: no lab is optimized.
        if (!is_foreign(own.file) || is_below(own.file) || is_in_foreign_function(call))
            return places;
    }
    const DbgHelp& dbghelp = help();
    if (!dbghelp.ready) return places;
    const HANDLE process = ::GetCurrentProcess();
    const DWORD64 address = reinterpret_cast<DWORD64>(return_address) - 1;
    IMAGEHLP_LINE64 line{};
    line.SizeOfStruct = sizeof line;
    DWORD displacement = 0;
    DWORD context = 0, index = 0;
    const DWORD count =
        dbghelp.inlined != nullptr && dbghelp.query != nullptr && dbghelp.inlined_line != nullptr
            ? dbghelp.inlined(process, address)
            : 0;
    if (count != 0 && dbghelp.query(process, address, 0, address, address, &context, &index)) {
        for (DWORD i = own.line != 0 ? 1 : 0; i <= count; ++i)
            if (dbghelp.inlined_line(process, address, context + i, 0, &displacement, &line))
                places.push_back(
                    {with_slashes(line.FileName), static_cast<int>(line.LineNumber), ""});
    } else if (own.line == 0 && dbghelp.line(process, address, &displacement, &line)) {
        places.push_back({with_slashes(line.FileName), static_cast<int>(line.LineNumber), ""});
    }
    return places;
}

std::map<const void*, std::vector<CodePlace>> known_lines;

const std::vector<CodePlace>& cached_lines(const void* return_address) {
    const auto found = known_lines.find(return_address);
    if (found != known_lines.end()) return found->second;
    return known_lines.emplace(return_address, lines_at(return_address)).first->second;
}

bool written(const std::wstring& path, FILETIME& time) {
    WIN32_FILE_ATTRIBUTE_DATA data;
    if (!::GetFileAttributesExW(path.c_str(), GetFileExInfoStandard, &data)) return false;
    time = data.ftLastWriteTime;
    return true;
}

// Its lines may be others than those that the program was built from. True also if unknown.
bool changed_since_built(const std::string& path) {
    wchar_t program[MAX_PATH], source[MAX_PATH];
    FILETIME built, changed;
    return ::GetModuleFileNameW(nullptr, program, MAX_PATH) == 0 ||
           ::MultiByteToWideChar(CP_UTF8, 0, path.c_str(), -1, source, MAX_PATH) == 0 ||
           !written(program, built) || !written(source, changed) ||
           ::CompareFileTime(&changed, &built) > 0;
}

std::map<std::string, std::vector<std::string>> sources;

const std::vector<std::string>& lines_of(const std::string& file) {
    const auto found = sources.find(file);
    if (found != sources.end()) return found->second;
    std::vector<std::string>& lines = sources[file];
    // A Unix path, as a program under Wine sees it.
    const std::string path = !file.empty() && file[0] == '/' ? "Z:" + file : file;
    if (changed_since_built(path)) return lines;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace

HMODULE module_of(const void* address) {
    if (address == nullptr) return nullptr;  // it would be taken for the program's name
    HMODULE module = nullptr;
    (void)::GetModuleHandleExW(
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
        static_cast<LPCWSTR>(address), &module);
    return module;
}

HMODULE explorer() { return module_of(&sources); }

CodePlace place_of(const void* return_address) {
    CodeStack code;
    code.count = 1;
    code.frame[0] = return_address;
    return place_of(code, {});
}

CodePlace place_of(const CodeStack& code, const Place& known) {
    const CodePlace* any = nullptr;
    for (int i = 0; i < code.count; ++i)
        for (const CodePlace& place : cached_lines(code.frame[i])) {
            if (!is_foreign(place.file)) return place;
            if (any == nullptr && !has_part(place.file, {"/common/explore/", "/dlls/"}))
                any = &place;
        }
    if (known.file != nullptr) return {with_slashes(known.file), known.line, ""};
    if (any != nullptr) return *any;
    const void* address = known.address != nullptr ? known.address
                          : code.count != 0        ? code.frame[0]
                                                   : nullptr;
    if (address == nullptr || module_of(address) == explorer()) return {};
    return {"", 0, module_text(address)};
}

Origin origin_of(const CodeStack& code) {
    bool library = false;
    for (int i = 0; i < code.count; ++i)
        for (const CodePlace& place : cached_lines(code.frame[i])) {
            if (!is_foreign(place.file)) return library ? Origin::library : Origin::program;
            if (!is_below(place.file)) library = true;
            if (is_below(place.file) && !has_part(place.file, {"/common/explore/"}))
                return Origin::below;
        }
    return own_table().known() || help().ready ? Origin::below : Origin::program;
}

std::string text_of(const CodePlace& place) {
    if (place.file.empty()) return place.module;
    return w32::describe_line(place.file.c_str(), static_cast<unsigned>(place.line));
}

std::string source_of(const CodePlace& place) {
    const std::vector<std::string>& lines = lines_of(place.file);
    const auto index = static_cast<std::size_t>(place.line) - 1;
    if (place.line <= 0 || index >= lines.size()) return "";
    const std::string& line = lines[index];
    const std::size_t begin = line.find_first_not_of(" \t");
    const std::size_t end = line.find_last_not_of(" \t\r");
    return begin == line.npos ? "" : line.substr(begin, end - begin + 1);
}

std::string global_at(const void* address) {
    if (module_of(address) != program()) return "";
    const DbgHelp& dbghelp = help();
    if (!dbghelp.ready) return "";
    constexpr ULONG kName = 500;
    union {
        SYMBOL_INFO info;
        char room[sizeof(SYMBOL_INFO) + kName];
    } symbol{};
    symbol.info.SizeOfStruct = sizeof(SYMBOL_INFO);
    symbol.info.MaxNameLen = kName;
    DWORD64 offset = 0;
    if (!dbghelp.symbol(::GetCurrentProcess(), reinterpret_cast<DWORD64>(address), &offset,
                        &symbol.info))
        return "";
    if (symbol.info.Size != 0 && offset >= symbol.info.Size) return "";
    std::string name = symbol.info.Name;
    if (const std::size_t scope = name.rfind("::"); scope != name.npos) name.erase(0, scope + 2);
    return offset == 0 ? name : name + "+" + std::to_string(offset);
}

}  // namespace explore
