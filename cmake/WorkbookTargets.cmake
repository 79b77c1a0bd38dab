# One line per program. Names: demo_06_x, chapter_06_events, lab_06_x, solution_06_x, bench_x.
#   workbook_library(name file.cpp ...)            a static library on common/'s floors
#   workbook_program(name FOLDER f SOURCES ...)    an executable in bin/
#   workbook_test(name CTEST ch06.claim LABEL claim FOLDER f SOURCES ... [INCLUDE dir])
#   workbook_demo(06 x "06 events" /path/x.cpp)      -> demo_06_x, CTest ch06.demo.x
# CTest names begin with the chapter, the label says the kind. Natively each TEST is a CTest test of
# its own (Test Explorer shows them by chapter); under an emulator a process start costs tens of
# milliseconds, so there each program is one.
include(GoogleTest)

if(CMAKE_CROSSCOMPILING_EMULATOR)
  set(per_case_default OFF)
else()
  set(per_case_default ON)
endif()
option(WORKBOOK_TEST_PER_CASE "One CTest test per TEST, not per program" ${per_case_default})
set(WORKBOOK_TEST_TIMEOUT 120)  # seconds; the watchdog inside each program answers before
# For each TEST of what must pass. It only has to end what hangs: what takes a second on an idle
# machine takes ten on one that has nine other things to do. A learner waits no longer than ten seconds.
set(WORKBOOK_GREEN_LIMIT WORKBOOK_TEST_LIMIT_MS=60000)
# Under a debugger: stop at the check that fails, or where an exception is thrown.
set(WORKBOOK_STOP_AT_FAILURE --gtest_break_on_failure --gtest_catch_exceptions=0)

function(workbook_library name)
  add_library(${name} STATIC ${ARGN})
  target_link_libraries(${name} PUBLIC workbook_options)
  set_target_properties(${name} PROPERTIES FOLDER "common")
  source_group(TREE "${CMAKE_CURRENT_SOURCE_DIR}" FILES ${ARGN})
endfunction()

function(workbook_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "OPTIMIZED" "FOLDER" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} workbook_win32)
  if(NOT arg_OPTIMIZED)
    target_link_libraries(${name} PRIVATE workbook_debuggable)
  endif()
  set_target_properties(${name} PROPERTIES FOLDER "${arg_FOLDER}"
    VS_DEBUGGER_WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
endfunction()

# workbook_use_pch(target NAME pch HEADERS h ... LIBRARIES l ...)
#   Headers that no lab and no test changes, compiled once for all targets that are built alike.
function(workbook_use_pch target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "NAME" "HEADERS;LIBRARIES")
  if(NOT TARGET ${arg_NAME})
    set(stub "${CMAKE_BINARY_DIR}/${arg_NAME}.cpp")
    file(CONFIGURE OUTPUT "${stub}" CONTENT "// Holds a precompiled header of the tests.\n")
    add_library(${arg_NAME} OBJECT "${stub}")
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBRARIES} workbook_debuggable)
    target_precompile_headers(${arg_NAME} PRIVATE ${arg_HEADERS}
      <gtest/gtest.h> <atomic> <chrono> <functional> <memory> <string> <vector>)
    set_target_properties(${arg_NAME} PROPERTIES FOLDER "cmake")
  endif()
  target_precompile_headers(${target} REUSE_FROM ${arg_NAME})
endfunction()

function(workbook_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "NO_PCH" "CTEST;LABEL;FOLDER;INCLUDE"
    "SOURCES;LIBRARIES")
  if(arg_INCLUDE)  # before everything else: it decides which lab is judged
    set(include_first "${arg_INCLUDE}")
  endif()
  workbook_program(${name} FOLDER "${arg_FOLDER}" SOURCES ${arg_SOURCES}
    LIBRARIES ${arg_LIBRARIES} workbook_testing)
  target_include_directories(${name} BEFORE PRIVATE ${include_first})
  if(WORKBOOK_PCH AND NOT arg_NO_PCH)
    workbook_use_pch(${name} NAME workbook_test_pch LIBRARIES workbook_testing
      HEADERS "${CMAKE_SOURCE_DIR}/common/win32/windows.hpp")
  endif()
  list(JOIN WORKBOOK_STOP_AT_FAILURE " " stop)
  set_target_properties(${name} PROPERTIES VS_DEBUGGER_COMMAND_ARGUMENTS "${stop}")
  if(NOT arg_CTEST)
    return()
  endif()
  if(NOT arg_LABEL STREQUAL lab)
    set(limited ENVIRONMENT ${WORKBOOK_GREEN_LIMIT})
    set(limit ${WORKBOOK_GREEN_LIMIT})
  endif()
  if(WORKBOOK_TEST_PER_CASE)
    # One label, TIMEOUT first: a list of labels silently loses the time-out.
    gtest_discover_tests(${name} TEST_PREFIX "${arg_CTEST}." DISCOVERY_MODE PRE_TEST
      PROPERTIES TIMEOUT ${WORKBOOK_TEST_TIMEOUT} LABELS ${arg_LABEL} ${limited})
  else()
    # The result file lets `wb test` count cases and show why one was skipped.
    add_test(NAME ${arg_CTEST} COMMAND ${name})
    set_tests_properties(${arg_CTEST} PROPERTIES TIMEOUT ${WORKBOOK_TEST_TIMEOUT}
      LABELS ${arg_LABEL}
      ENVIRONMENT "WORKBOOK_RESULT_FILE=${CMAKE_BINARY_DIR}/results/${arg_CTEST}.txt;${limit}")
  endif()
endfunction()

function(workbook_demo number demo folder source)
  set(target demo_${number}_${demo})
  cmake_path(GET source PARENT_PATH directory)
  workbook_program(${target} FOLDER "${folder}" SOURCES "${source}" LIBRARIES workbook_demo_voice)
  workbook_launch("${number} demo ${demo}" TARGET ${target} DIRECTORY "${directory}")
  add_test(NAME ch${number}.demo.${demo} COMMAND ${target})
  set_tests_properties(ch${number}.demo.${demo} PROPERTIES TIMEOUT 60 LABELS demo)
  add_dependencies(ch${number} ${target})
endfunction()

file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/results" "${CMAKE_BINARY_DIR}/outcomes")
