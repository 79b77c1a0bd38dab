# layout.cmake - does the source tree keep to the rules that CONTRIBUTING.md names?
#   name      small letters, digits and '_'; folders and notes have '-'
#   kind      no file of a kind that the workbook does not write itself; none above 200 KB
#   first     the first line is a comment that says what the file is
#   text      no tabs, no blanks at a line's end, LF (CRLF in *.cmd), a line break at the end
#   columns   C and C++ have at most 100 columns; a line with a link may have more
#   long      at most 400 lines; a header 150, a lab's header 250
#   once      a header begins with #pragma once
#   windows   <windows.h> comes in through common/win32/windows.hpp alone
#   gnu       nothing that only g++ and clang understand
#   colons    a call of Windows carries `::`
#   json      a *.json file can be read as JSON: no comments, no comma too many
#   home      each lab and solution has its chapter, each solution its lab
#   docker    the dev container installs what ./wb would
# layout_exceptions.txt says what may differ, and why.
cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/problems.cmake")

set(kinds c cpp h hpp cmake cmd css html in js json md mjs natvis sh svg ts txt yml)
set(plain_names README.md CONTRIBUTING.md CMakeLists.txt CMakePresets.json package-lock.json)
set(calls CloseHandle CreateEventW CreateFileW CreateMutexW CreateSemaphoreW CreateThread
  DuplicateHandle GetLastError SetLastError SetEvent ResetEvent PulseEvent WaitForSingleObject
  WaitForMultipleObjects ReleaseMutex ReleaseSemaphore EnterCriticalSection LeaveCriticalSection
  AcquireSRWLockExclusive ReleaseSRWLockExclusive AcquireSRWLockShared ReleaseSRWLockShared
  InterlockedIncrement InterlockedDecrement InterlockedExchange InterlockedCompareExchange ReadFile
  WriteFile QueueUserAPC GetQueuedCompletionStatus PostQueuedCompletionStatus)
list(JOIN calls "|" calls)
set(bare_call "\n([^\n\"/]*[(!=])? *(${calls})\\(")  # not in a text or a comment; a declaration has a type first
set(gnu "__attribute__|[^a-z_]typeof[ (]|__extension__|__int128|[=] *\\([{]|return *\\([{]|#pragma GCC|\\[\\[gnu::|__builtin_[a-z]")

# --- exceptions: allowed_<rule>, used_<rule>
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/layout_exceptions.txt" lines REGEX "^[^#]" ENCODING UTF-8)
foreach(line IN LISTS lines)
  if(NOT line MATCHES "^([^ ]+) (long|once|gnu|colons|columns|windows|name|kind|first) [^ ]")
    problem("cmake/checks/layout_exceptions.txt: not 'file rule reason': ${line}")
    continue()
  endif()
  list(APPEND allowed "${CMAKE_MATCH_1} ${CMAKE_MATCH_2}")
endforeach()

# `path` and `text` are those of the file that is looked at. Macros have no parameter for them: its value
# would be read as code.
macro(broken rule what)
  if("${path} ${rule}" IN_LIST allowed)
    list(APPEND used "${path} ${rule}")
  else()
    problem("${path}: ${what} (${rule})")
  endif()
endmacro()

# The number of the first line in `text` that has `pattern`; the text comes with a line break before it.
function(line_with text pattern out)
  string(REGEX MATCH "${pattern}" hit "${text}")
  string(FIND "${text}" "${hit}" at)
  string(SUBSTRING "${text}" 0 ${at} before)
  string(REGEX REPLACE "[^\n]" "" breaks "${before}${hit}")
  string(LENGTH "${breaks}" number)
  set(${out} ${number} PARENT_SCOPE)
endfunction()

macro(check_name)
  cmake_path(GET path FILENAME name)
  cmake_path(GET path PARENT_PATH folder)
  cmake_path(GET path EXTENSION LAST_ONLY kind)
  string(REGEX REPLACE "^\\." "" kind "${kind}")
  if(kind AND NOT kind IN_LIST kinds)
    broken(kind "the workbook has no files of this kind")
  endif()
  if(NOT name IN_LIST plain_names AND NOT name MATCHES "^Workbook[A-Za-z]+\\.cmake$"
     AND NOT "${path}" MATCHES "^(notes/.*|cmake/(tools|toolchains)/)[a-z0-9_+-]+[.a-z]*$"
     AND NOT "${path}" MATCHES "^common/runner/templates/" AND NOT name MATCHES "^[a-z0-9_.]+$")
    broken(name "a file's name has small letters, digits and '_'")
  endif()
  if(NOT folder MATCHES "^[a-z0-9_/-]*$" AND NOT folder MATCHES "^notes/zh-CN|^common/runner/templates/")
    broken(name "a folder's name has small letters, digits, '_' and '-'")
  endif()
endmacro()

macro(check_text)
  if("${text}" MATCHES "\t")
    line_with("\n${text}" "\t" number)
    broken(text "line ${number} has a tab")
  endif()
  if("${text}" MATCHES " \n")
    line_with("\n${text}" " \n" number)
    broken(text "line ${number} ends in a blank")
  endif()
  string(LENGTH "${text}" length)  # file(READ) leaves out each CR
  if(NOT length EQUAL size AND NOT "${path}" MATCHES "\\.cmd$")
    broken(text "a line ends in CR LF")
  endif()
  if(NOT "${text}" MATCHES "\n$")
    broken(text "the last line has no line break")
  endif()
endmacro()

macro(check_columns)
  file(STRINGS "${ROOT}/${path}" hits LENGTH_MINIMUM 101 ENCODING UTF-8)
  foreach(hit IN LISTS hits)
    string(REGEX REPLACE "[^ -~]" "" plain "${hit}")  # a character that is not ASCII is several bytes
    string(LENGTH "${plain}" columns)
    if(columns GREATER 100 AND NOT "${hit}" MATCHES "https?://")
      broken(columns "more than 100 columns: ${hit}")
    endif()
  endforeach()
endmacro()

macro(check_code)
  if(NOT "${text}" MATCHES "^(//|/\\*) [^\n]")
    broken(first "the first line does not say what the file is")
  endif()
  set(most 400)
  if("${path}" MATCHES "^(labs|solutions)/.*\\.hpp$")
    set(most 250)
  elseif("${path}" MATCHES "\\.hpp$")
    set(most 150)
  endif()
  math(EXPR possible "${most} * 20")  # counting takes time, and lines have more bytes than that
  if(size GREATER possible)
    string(REGEX MATCHALL "\n" breaks "${text}")
    list(LENGTH breaks count)
    if(count GREATER most)
      broken(long "${count} lines, ${most} are the most")
    endif()
  endif()
  if("${path}" MATCHES "\\.hpp$" AND NOT "${text}" MATCHES "\n#pragma once\n" AND NOT "${path}" MATCHES "_macros")
    broken(once "a header without #pragma once")
  endif()
  if("${text}" MATCHES "#[ ]*include <[Ww]indows\\.h>" AND NOT path STREQUAL "common/win32/windows.hpp")
    broken(windows "include common/win32/windows.hpp instead of <windows.h>")
  endif()
  if("${text}" MATCHES "${gnu}")
    line_with("\n${text}" "${gnu}" number)
    broken(gnu "line ${number} has what MSVC does not understand")
  endif()
  if("\n${text}" MATCHES "${bare_call}" AND NOT "${path}" MATCHES "/redirect/|/conformance/")
    line_with("\n${text}" "${bare_call}" number)
    broken(colons "line ${number} calls Windows without ::")
  endif()
endmacro()

# --- all files; a package manager's and a build's folders are not ours
file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/bench/*" "${ROOT}/chapters/*" "${ROOT}/cmake/*"
  "${ROOT}/common/*" "${ROOT}/labs/*" "${ROOT}/notes/*" "${ROOT}/solutions/*" "${ROOT}/.vscode/*"
  "${ROOT}/.devcontainer/*" "${ROOT}/.github/*" "${ROOT}/.ci/*")
file(GLOB top LIST_DIRECTORIES OFF RELATIVE "${ROOT}" "${ROOT}/*.md" "${ROOT}/*.txt" "${ROOT}/*.json"
  "${ROOT}/wb" "${ROOT}/wb.cmd")
list(REMOVE_ITEM top progress.txt CMakeUserPresets.json)
list(APPEND files ${top})
list(FILTER files EXCLUDE REGEX "/node_modules/|\\.new$")
foreach(path IN LISTS files)
  if(NOT "${path}" MATCHES "^\\.")
    check_name()
  endif()
  file(SIZE "${ROOT}/${path}" size)
  if(size GREATER 200000)
    broken(kind "${size} bytes: is it somebody else's?")
    continue()
  endif()
  file(READ "${ROOT}/${path}" text)
  check_text()
  if("${path}" MATCHES "\\.(c|h|cpp|hpp)$")
    check_columns()
    check_code()
  elseif("${path}" MATCHES "\\.json$")
    string(JSON ignored ERROR_VARIABLE error TYPE "${text}")
    if(error)
      broken(json "${error}")
    endif()
  elseif("${path}" MATCHES "\\.cmake$|CMakeLists\\.txt$" AND NOT text MATCHES "^#[ !]")
    broken(first "the first line does not say what the file is")
  endif()
endforeach()

# --- homes
file(GLOB folders LIST_DIRECTORIES ON RELATIVE "${ROOT}" "${ROOT}/labs/*/*" "${ROOT}/solutions/*/*")
foreach(folder IN LISTS folders)
  if(NOT folder MATCHES "^(labs|solutions)/([0-9][0-9]-[a-z0-9-]+)/([a-z0-9_]+)$")
    problem("${folder}: not of the form labs/NN-topic/name (home)")
  elseif(NOT EXISTS "${ROOT}/chapters/${CMAKE_MATCH_2}/README.md")
    problem("${folder}: there is no chapters/${CMAKE_MATCH_2}/README.md (home)")
  elseif(NOT EXISTS "${ROOT}/labs/${CMAKE_MATCH_2}/${CMAKE_MATCH_3}/lab.txt")
    problem("${folder}: there is no labs/${CMAKE_MATCH_2}/${CMAKE_MATCH_3}/lab.txt (home)")
  endif()
endforeach()

# --- the dev container
file(STRINGS "${ROOT}/wb" packages REGEX "^packages=" LIMIT_COUNT 1)
string(REGEX REPLACE "^packages='|'$" "" packages "${packages}")
string(REPLACE " " ";" packages "${packages}")
read_text("${ROOT}/.devcontainer/Dockerfile" docker)
foreach(package IN LISTS packages)
  string(FIND "${docker}" " ${package}" at)
  if(at LESS 0)
    problem(".devcontainer/Dockerfile: ${package} is missing, ./wb installs it (docker)")
  endif()
endforeach()

list(REMOVE_ITEM allowed ${used})
foreach(line IN LISTS allowed)
  problem("cmake/checks/layout_exceptions.txt: '${line}' is not needed")
endforeach()
list(LENGTH files count)
list(LENGTH used exceptions)
finish("${count} files, ${exceptions} exceptions")
