# problems.cmake - what the checks share: lines, line numbers, a list of problems, one verdict.
#   cmake -DROOT=<source tree> -P <check>.cmake
if(NOT DEFINED ROOT)
  message(FATAL_ERROR "run with -DROOT=<the source tree>")
endif()
cmake_path(ABSOLUTE_PATH ROOT NORMALIZE)
string(REGEX REPLACE "/$" "" ROOT "${ROOT}")
set(problems "")

# problem("notes/x.md:12: what is wrong")
macro(problem text)
  string(APPEND problems "\n  ${text}")
endmacro()

# Ends the check: the problems, or what was found in order.
function(finish summary)
  if(problems)
    message(FATAL_ERROR "${problems}\n")
  endif()
  message("${summary}")
endfunction()

function(short_path file out)
  cmake_path(RELATIVE_PATH file BASE_DIRECTORY "${ROOT}" OUTPUT_VARIABLE path)
  set(${out} "${path}" PARENT_SCOPE)
endfunction()

# The file's text; line ends are \n even where git makes them \r\n.
function(read_text file out)
  file(READ "${file}" text)
  string(REPLACE "\r" "" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# The file's lines as a list. What would split or join list elements becomes another character:
# ; is \x01, [ is \x02, ] is \x03, and a backslash is \x04. An empty line is one blank.
function(lines_of file out)
  read_text("${file}" text)
  string(ASCII 1 semicolon)
  string(ASCII 2 open)
  string(ASCII 3 close)
  string(ASCII 4 backslash)
  string(REPLACE ";" "${semicolon}" text "${text}")
  string(REPLACE "[" "${open}" text "${text}")
  string(REPLACE "]" "${close}" text "${text}")
  string(REPLACE "\\" "${backslash}" text "${text}")
  string(REPLACE "\n" " ;" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# "path:12" of the first place where `needle` stands in `file`; the path alone if it does not.
function(place_of file needle out)
  read_text("${file}" text)
  short_path("${file}" path)
  string(FIND "${text}" "${needle}" at)
  if(at GREATER_EQUAL 0)
    string(SUBSTRING "${text}" 0 ${at} before)
    string(REGEX MATCHALL "\n" breaks "${before}")
    list(LENGTH breaks number)
    math(EXPR number "${number} + 1")
    string(APPEND path ":${number}")
  endif()
  set(${out} "${path}" PARENT_SCOPE)
endfunction()
