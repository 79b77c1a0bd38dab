# Explored programs: the same sources, compiled so that the schedule explorer decides who runs.
#   workbook_explored_test(name CTEST ch04.lab.x LABEL lab FOLDER f SOURCES ... [INCLUDE dir])
# Their Win32 calls go to the explorer's model (a forced include), and the compiler reports each access to
# memory (-fsanitize=thread without its runtime). Never link a file compiled this way with one that
# includes the same headers and is not.
add_library(workbook_explored INTERFACE)
set(redirect "${CMAKE_SOURCE_DIR}/common/explore/redirect/redirect.hpp")
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" OR CMAKE_CXX_COMPILER MATCHES "clang")
  # First, because CMake takes the clang of cmake/tools for g++. The driver knows no ThreadSanitizer
  # for Windows; the compiler behind it does.
  set(instrument "SHELL:-Xclang -fsanitize=thread" "SHELL:-mllvm -tsan-instrument-func-entry-exit=0"
    "SHELL:-mllvm -tsan-distinguish-volatile" "SHELL:-mllvm -tsan-instrument-read-before-write")
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # The warning is about fences, which ThreadSanitizer's runtime does not know; ours does.
  set(instrument -fsanitize=thread "SHELL:--param tsan-instrument-func-entry-exit=0"
    "SHELL:--param tsan-distinguish-volatile=1" -Wno-tsan
    -gstatement-frontiers)  # else a line that is nothing but an atomic access has no number
endif()
if(MSVC)
  target_compile_options(workbook_explored INTERFACE "/FI${redirect}" ${instrument})
else()
  target_compile_options(workbook_explored INTERFACE "SHELL:-include ${redirect}" ${instrument})
endif()
target_compile_definitions(workbook_explored INTERFACE WORKBOOK_EXPLORED)
if(MINGW)  # common/explore/redirect/foreign.cpp
  target_link_options(workbook_explored INTERFACE LINKER:--wrap=pthread_create LINKER:--wrap=exit
    LINKER:--wrap=_exit LINKER:--wrap=abort)
endif()

# The wrappers once more, as part of explored programs; the explorer itself knows who waits for what.
function(workbook_explored_wrappers)
  set(win32 "${CMAKE_SOURCE_DIR}/common/win32")
  add_library(workbook_win32_explored STATIC
    "${win32}/completion_port.cpp" "${win32}/error.cpp" "${win32}/platform.cpp" "${win32}/text.cpp"
    "${win32}/thread.cpp" "${win32}/wait.cpp" "${CMAKE_SOURCE_DIR}/common/explore/redirect/wait_board.cpp")
  target_link_libraries(workbook_win32_explored PRIVATE workbook_explored
    PUBLIC workbook_explore workbook_options)
  set_target_properties(workbook_win32_explored PROPERTIES FOLDER common)
endfunction()

function(workbook_explored_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CTEST;LABEL;FOLDER;INCLUDE" "SOURCES;LIBRARIES;OPTIONS")
  workbook_test(${name} NO_PCH CTEST "${arg_CTEST}" LABEL "${arg_LABEL}" FOLDER "${arg_FOLDER}"
    INCLUDE "${arg_INCLUDE}" SOURCES ${arg_SOURCES}
    LIBRARIES ${arg_LIBRARIES} workbook_win32_explored workbook_explore_testing)
  target_link_libraries(${name} PRIVATE workbook_explored)
endfunction()
