# Explored programs: the same sources, compiled so that the schedule explorer decides who runs.
#   workbook_explored_test(name CTEST ch04.lab.x LABEL lab FOLDER f SOURCES ... [INCLUDE dir])
# Their Win32 calls go to the explorer's model (a forced include), and the compiler reports each access to
# memory (-fsanitize=thread without its runtime). Never link a file compiled this way with one that
# includes the same headers and is not.
if(BUILT_BY_CLANG)
  # The driver knows no ThreadSanitizer for Windows; the compiler behind it does.
  set(instrument "SHELL:-Xclang -fsanitize=thread" "SHELL:-mllvm -tsan-instrument-func-entry-exit=0"
    "SHELL:-mllvm -tsan-distinguish-volatile" "SHELL:-mllvm -tsan-instrument-read-before-write"
    # Up to version 19 it would leave out the members of a local structure, as if no other thread
    # could have its address; with no limit to look within it takes each variable for shared.
    "SHELL:-mllvm -capture-tracking-max-uses-to-explore=0"
    -D_GLIBCXX_ALWAYS_INLINE=inline)  # else std::atomic hides the line that it is used in
elseif(BUILT_BY_GCC)
  # The warning is about fences, which ThreadSanitizer's runtime does not know; ours does.
  set(instrument -fsanitize=thread "SHELL:--param tsan-instrument-func-entry-exit=0"
    "SHELL:--param tsan-distinguish-volatile=1" -Wno-tsan)
endif()
if(instrument)
  option(WORKBOOK_INSTRUMENT "OFF: see of an explored program only what cl.exe shows of it" ON)
else()
  set(WORKBOOK_INSTRUMENT OFF)
endif()

add_library(workbook_redirected INTERFACE)
set(redirect "${CMAKE_SOURCE_DIR}/common/explore/redirect/redirect.hpp")
if(MSVC)
  set(force_include "/FI${redirect}")
else()
  set(force_include "SHELL:-include ${redirect}")
endif()
# A precompiled header comes first or not at all: that of explored programs begins with this one.
target_compile_options(workbook_redirected INTERFACE
  "$<$<NOT:$<BOOL:$<TARGET_PROPERTY:WORKBOOK_REDIRECTED_BY_PCH>>>:${force_include}>")
target_compile_definitions(workbook_redirected INTERFACE WORKBOOK_EXPLORED)
if(BUILT_BY_GCC)
  # Else a line that is nothing but an atomic access has no number.
  target_compile_options(workbook_redirected INTERFACE -gstatement-frontiers)
endif()
if(MINGW)  # common/explore/redirect/foreign.cpp
  target_link_options(workbook_redirected INTERFACE LINKER:--wrap=pthread_create LINKER:--wrap=exit
    LINKER:--wrap=_exit LINKER:--wrap=abort)
endif()

# Without instrumentation only Shared<T> and std::atomic report accesses: they do so themselves.
add_library(workbook_uninstrumented INTERFACE)
target_link_libraries(workbook_uninstrumented INTERFACE workbook_redirected)
target_compile_definitions(workbook_uninstrumented INTERFACE WORKBOOK_SHARED_CLASS)

add_library(workbook_explored INTERFACE)
if(WORKBOOK_INSTRUMENT)
  target_link_libraries(workbook_explored INTERFACE workbook_redirected)
  target_compile_options(workbook_explored INTERFACE ${instrument})
else()
  target_link_libraries(workbook_explored INTERFACE workbook_uninstrumented)
endif()

# The wrappers once more, as part of explored programs; the explorer itself knows who waits for what.
function(workbook_explored_wrappers name compiled)
  set(win32 "${CMAKE_SOURCE_DIR}/common/win32")
  add_library(${name} STATIC
    "${win32}/completion_port.cpp" "${win32}/error.cpp" "${win32}/named_pipe.cpp"
    "${win32}/platform.cpp" "${win32}/security.cpp" "${win32}/text.cpp"
    "${win32}/thread.cpp" "${win32}/wait.cpp" "${CMAKE_SOURCE_DIR}/common/explore/redirect/wait_board.cpp")
  target_link_libraries(${name} PRIVATE ${compiled} PUBLIC workbook_explore workbook_options)
  set_target_properties(${name} PROPERTIES FOLDER common)
endfunction()

function(workbook_explored_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "UNINSTRUMENTED" "CTEST;LABEL;FOLDER;INCLUDE"
    "SOURCES;LIBRARIES")
  set(compiled workbook_explored)
  set(wrappers workbook_win32_explored)
  if(arg_UNINSTRUMENTED)
    set(compiled workbook_uninstrumented)
    set(wrappers workbook_win32_uninstrumented)
  endif()
  workbook_test(${name} NO_PCH CTEST "${arg_CTEST}" LABEL "${arg_LABEL}" FOLDER "${arg_FOLDER}"
    INCLUDE "${arg_INCLUDE}" SOURCES ${arg_SOURCES}
    LIBRARIES ${arg_LIBRARIES} ${wrappers} workbook_explore_testing)
  target_link_libraries(${name} PRIVATE ${compiled})
  if(WORKBOOK_PCH AND NOT arg_UNINSTRUMENTED)
    workbook_use_pch(${name} NAME workbook_explored_pch
      LIBRARIES workbook_explore_testing workbook_explored
      HEADERS "${CMAKE_SOURCE_DIR}/common/explore/redirect/redirect.hpp"
        "${CMAKE_SOURCE_DIR}/common/explore/testing/explore_test.hpp")
    set_target_properties(${name} workbook_explored_pch PROPERTIES WORKBOOK_REDIRECTED_BY_PCH ON)
  endif()
endfunction()
