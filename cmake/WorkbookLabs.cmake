# A chapter is a folder chapters/NN-topic, a lab is a folder labs/NN-topic/name: both are found by
# themselves. A chapter that needs more than demos and claims has a CMakeLists.txt of its own, which
# may still call workbook_chapter().

# workbook_chapter([EXCEPT file.cpp ...] [LIBRARIES ...])
#   each *.cpp of the folder is a demo; each *_test.cpp, there or in tests/, belongs to its tests.
function(workbook_chapter)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "DIRECTORY" "EXCEPT;LIBRARIES")
  if(NOT arg_DIRECTORY)
    set(arg_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  endif()
  cmake_path(GET arg_DIRECTORY FILENAME chapter)
  string(SUBSTRING ${chapter} 0 2 number)
  string(REPLACE "-" " " folder "${chapter}")
  string(REPLACE "-" "_" suffix "${chapter}")
  string(SUBSTRING "${folder}" 3 -1 topic)
  workbook_chapter_target(${number})
  file(GLOB sources CONFIGURE_DEPENDS "${arg_DIRECTORY}/*.cpp" "${arg_DIRECTORY}/tests/*_test.cpp")
  set(tests "")
  foreach(source IN LISTS sources)
    cmake_path(GET source FILENAME file)
    cmake_path(GET source STEM name)
    if(file IN_LIST arg_EXCEPT)
      continue()
    elseif(file MATCHES "_test\\.cpp$")
      list(APPEND tests "${source}")
    else()
      workbook_demo(${number} ${name} "${folder}" "${source}")
    endif()
  endforeach()
  if(tests)
    workbook_test(chapter_${suffix} CTEST ch${number}.claim LABEL claim FOLDER "${folder}"
      SOURCES ${tests} LIBRARIES ${arg_LIBRARIES})
    add_dependencies(ch${number} chapter_${suffix})
    workbook_launch("${number} claims ${topic}" TARGET chapter_${suffix}
      ARGS ${WORKBOOK_STOP_AT_FAILURE} DIRECTORY "${CMAKE_SOURCE_DIR}")
  endif()
endfunction()

# Everything of one chapter: `cmake --build ... --target ch01`.
function(workbook_chapter_target number)
  if(NOT TARGET ch${number})
    add_custom_target(ch${number})
    set_target_properties(ch${number} PROPERTIES FOLDER "cmake")
  endif()
endfunction()

function(workbook_find_chapters)
  file(GLOB folders CONFIGURE_DEPENDS LIST_DIRECTORIES ON "${CMAKE_SOURCE_DIR}/chapters/[0-9]*")
  foreach(folder IN LISTS folders)
    cmake_path(GET folder FILENAME chapter)
    if(NOT EXISTS "${folder}/CMakeLists.txt")
      workbook_chapter(DIRECTORY "${folder}")
    else()
      add_subdirectory("${folder}" "chapters/${chapter}")
    endif()
  endforeach()
endfunction()

function(workbook_find_labs)
  file(GLOB cards CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/labs/[0-9]*/*/lab.txt")
  foreach(card IN LISTS cards)
    cmake_path(GET card PARENT_PATH folder)
    workbook_lab("${folder}")
  endforeach()
  # What every judge needs: `wb grade` builds it first, without the limits that a hand-in has.
  add_custom_target(grade_parts)
  set_target_properties(grade_parts PROPERTIES FOLDER "cmake/grade")
  foreach(part workbook_testing workbook_explore_testing workbook_win32_explored workbook_test_pch
      workbook_explored_pch)
    if(TARGET ${part})
      add_dependencies(grade_parts ${part})
    endif()
  endforeach()
endfunction()

# The value of `key:` in a lab.txt.
function(workbook_card_value card key out)
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${card}")
  file(STRINGS "${card}" line REGEX "^${key}: " LIMIT_COUNT 1 ENCODING UTF-8)
  if(NOT line)
    message(FATAL_ERROR "${card}: the line '${key}: ...' is missing")
  endif()
  string(REGEX REPLACE "^${key}: *" "" line "${line}")
  set(${out} "${line}" PARENT_SCOPE)
endfunction()

# One judge, several candidates: the learner's file, the solution and its alternatives, which must
# pass, and the typical mistakes, which the judge must turn down - each with its own diagnosis. A lab
# of kind E is judged as an explored program, in every schedule; its solution is run on real threads,
# too (label native). And what real threads lead to must be among what the explorer has seen (label
# outcomes): in the learner's file and in the solution. With WORKBOOK_NATIVE_ALL, which takes as long
# again as everything else, both are done for the alternatives as well, and the second for the mistakes.
function(workbook_lab folder)
  cmake_path(GET folder FILENAME lab)
  cmake_path(GET folder PARENT_PATH chapter)
  cmake_path(GET chapter FILENAME chapter)
  string(SUBSTRING ${chapter} 0 2 number)
  string(REPLACE "-" " " solution_folder "${chapter}/judges")
  string(REPLACE "-" " " lab_folder "${chapter}/labs")
  cmake_path(SET solution NORMALIZE "${folder}/../../../solutions/${chapter}/${lab}")
  set(judge "${folder}/judge.cpp")
  workbook_card_value("${folder}/lab.txt" id id)
  workbook_card_value("${folder}/lab.txt" diagnosis diagnosis)
  workbook_card_value("${folder}/lab.txt" verdict kind)

  set(target lab_${number}_${lab})
  set(learner CTEST ch${number}.lab.${lab} LABEL lab)
  if(number STREQUAL "00")  # the template: nobody is to repair it
    set(learner "")
  endif()
  workbook_lab_test(${target} ${learner} FOLDER "${lab_folder}"
    SOURCES "${judge}" "${folder}/${lab}.hpp" INCLUDE "${folder}")
  # A learner's half-finished code may leave a variable unused for a while.
  set_target_properties(${target} PROPERTIES WORKBOOK_WARNINGS_ALLOWED ON)
  workbook_launch_lab(${target} "${number} lab ${id} ${lab}")
  add_test(NAME ch${number}.starter.${lab} COMMAND "${CMAKE_COMMAND}"
    "-DEMULATOR=${CMAKE_CROSSCOMPILING_EMULATOR}" "-DPROGRAM=$<TARGET_FILE:${target}>"
    "-DDIAGNOSIS=${diagnosis}" -P "${CMAKE_SOURCE_DIR}/cmake/checks/starter.cmake")
  set_tests_properties(ch${number}.starter.${lab} PROPERTIES TIMEOUT ${WORKBOOK_TEST_TIMEOUT}
    LABELS starter SKIP_REGULAR_EXPRESSION "IN PROGRESS")
  add_custom_target(${id} DEPENDS ${target})  # `cmake --build ... --target L01`
  set_target_properties(${id} PROPERTIES FOLDER "cmake")
  workbook_chapter_target(${number})
  add_dependencies(ch${number} ${target})
  # `outcomes: solution` in a lab.txt: on real threads the starter waits too often, for too long.
  file(STRINGS "${folder}/lab.txt" only_solution REGEX "^outcomes: solution$")
  if(kind MATCHES "E" AND NOT only_solution)
    workbook_native_test(native_starter_${number}_${lab} SOURCES "${judge}" "${folder}/${lab}.hpp"
      INCLUDE "${folder}")
    set_target_properties(native_starter_${number}_${lab} PROPERTIES WORKBOOK_WARNINGS_ALLOWED ON)
    workbook_compare_outcomes(${number} ${lab}.starter ${target} native_starter_${number}_${lab})
  endif()

  workbook_lab_test(solution_${number}_${lab} CTEST ch${number}.solution.${lab} LABEL solution
    FOLDER "${solution_folder}" SOURCES "${judge}" "${solution}/${lab}.hpp" INCLUDE "${solution}")
  if(kind MATCHES "E")
    workbook_native_test(native_${number}_${lab} CTEST ch${number}.native.${lab}
      SOURCES "${judge}" "${solution}/${lab}.hpp" INCLUDE "${solution}")
    workbook_compare_outcomes(${number} ${lab} solution_${number}_${lab}
      native_${number}_${lab})
  endif()
  workbook_graded_lab()
  workbook_break_stage("${folder}/lab.txt")
  foreach(role alternative mistake)
    file(GLOB candidates CONFIGURE_DEPENDS "${solution}/${role}s/*.hpp")
    foreach(candidate IN LISTS candidates)
      workbook_lab_candidate(${role} "${candidate}")
    endforeach()
  endforeach()
endfunction()

# F5 on an explored lab repeats its failing schedule (common/explore/testing/replay_last.hpp).
function(workbook_launch_lab target name)
  if(kind MATCHES "E")
    string(APPEND name ", replay")
    set(replay ENV WORKBOOK_REPLAY=last)
  endif()
  workbook_launch("${name}" TARGET ${target} ARGS ${WORKBOOK_STOP_AT_FAILURE} ${replay}
    DIRECTORY "${CMAKE_SOURCE_DIR}")
endfunction()

# What `wb new` makes (common/runner/templates) is built and judged like everything else, as chapter
# 00 and lab L00.
function(workbook_build_templates)
  set(CHAPTER 00-template)
  set(NUMBER 00)
  set(NAME counter)
  set(ID L00)
  set(SUITE Lab_00_Counter)
  set(TITLE Template)
  set(PASCAL Template)
  set(UNDERSCORED 00_template)
  set(here "${CMAKE_BINARY_DIR}/template")
  foreach(kind lab chapter)
    set(templates "${CMAKE_SOURCE_DIR}/common/runner/templates/${kind}")
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${templates}" "${templates}/*.in")
    foreach(file IN LISTS files)
      string(REGEX REPLACE "\\.in$" "" made "${file}")
      string(REPLACE CHAPTER ${CHAPTER} made "${made}")
      string(REPLACE NAME ${NAME} made "${made}")
      configure_file("${templates}/${file}" "${here}/${made}" @ONLY)
    endforeach()
  endforeach()
  workbook_chapter(DIRECTORY "${here}/chapters/${CHAPTER}")
  workbook_lab("${here}/labs/${CHAPTER}/${NAME}")
endfunction()
# `wb grade` lays one hand-in after another into the slot, and builds this target: the workbook's own
# judge, with the flags that every judge is built with, and never configured anew.
macro(workbook_graded_lab)
  set(target grade_${number}_${lab})
  set(slot "${CMAKE_BINARY_DIR}/grade/slot/${number}_${lab}")
  file(MAKE_DIRECTORY "${slot}")
  workbook_lab_test(${target} FOLDER "cmake/grade" SOURCES "${judge}" INCLUDE "${slot}")
  set_target_properties(${target} PROPERTIES WORKBOOK_WARNINGS_ALLOWED ON EXCLUDE_FROM_ALL ON)
  set(target lab_${number}_${lab})
endmacro()

# `break: Test2_TwoThreadsPush ABBA` in a lab.txt: the learner may break the lab before repairing it
# (`wb break`), and this is the shortest schedule that does so.
function(workbook_break_stage card)
  file(STRINGS "${card}" line REGEX "^break:" LIMIT_COUNT 1 ENCODING UTF-8)
  if(NOT line)
    return()
  endif()
  if(NOT line MATCHES "^break: +(Test[0-9]+_[A-Za-z0-9_]+) +([A-Z]+)$")
    message(FATAL_ERROR "${card}: '${line}' does not look like 'break: Test2_TwoThreadsPush ABBA'")
  endif()
  set(test ${CMAKE_MATCH_1})
  set(letters ${CMAKE_MATCH_2})
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${judge}")
  file(READ "${judge}" text)
  if(NOT kind MATCHES "E" OR NOT text MATCHES "EXPLORE_TEST\\([A-Za-z0-9_]+,[ \r\n]*${test}[,)]")
    message(FATAL_ERROR "${card}: '${line}', but ${judge} has no EXPLORE_TEST(..., ${test})")
  endif()
  add_test(NAME ch${number}.break.${lab} COMMAND "${CMAKE_COMMAND}"
    "-DEMULATOR=${CMAKE_CROSSCOMPILING_EMULATOR}" "-DSTARTER=$<TARGET_FILE:${target}>"
    "-DSOLUTION=$<TARGET_FILE:solution_${number}_${lab}>" -DTEST=${test} -DLETTERS=${letters}
    "-DDIAGNOSIS=${diagnosis}" -P "${CMAKE_SOURCE_DIR}/cmake/checks/break.cmake")
  set_tests_properties(ch${number}.break.${lab} PROPERTIES TIMEOUT ${WORKBOOK_TEST_TIMEOUT}
    LABELS break ENVIRONMENT ${WORKBOOK_GREEN_LIMIT} SKIP_REGULAR_EXPRESSION "IN PROGRESS")
endfunction()

# An explored lab's judge and a candidate on real threads.
macro(workbook_native_test name)
  workbook_test(${name} LABEL native FOLDER "${solution_folder}" LIBRARIES workbook_explore ${ARGN})
endmacro()

# What the native program leads to must be among what the explored one has seen. The judge tells by
# explore::outcome() what its body has led to.
function(workbook_compare_outcomes number test explored native)
  add_test(NAME ch${number}.outcomes.${test} COMMAND "${CMAKE_COMMAND}"
    "-DEMULATOR=${CMAKE_CROSSCOMPILING_EMULATOR}" "-DEXPLORED=$<TARGET_FILE:${explored}>"
    "-DNATIVE=$<TARGET_FILE:${native}>" "-DFOLDER=${CMAKE_BINARY_DIR}/outcomes"
    -P "${CMAKE_SOURCE_DIR}/cmake/checks/outcomes.cmake")
  set_tests_properties(ch${number}.outcomes.${test} PROPERTIES TIMEOUT ${WORKBOOK_TEST_TIMEOUT}
    LABELS outcomes SKIP_REGULAR_EXPRESSION "NOT DECIDED")
endfunction()

# A judge's test program, explored or not as the lab's kind says.
macro(workbook_lab_test)
  if(kind MATCHES "E")
    workbook_explored_test(${ARGV})
  else()
    workbook_test(${ARGV})
  endif()
endmacro()

# Lends `candidate` the lab's file name, in a folder of its own.
function(workbook_lab_candidate role candidate)
  cmake_path(GET candidate STEM name)
  set(target ${role}_${number}_${lab}_${name})
  set(include "${CMAKE_BINARY_DIR}/candidates/${target}")
  file(CONFIGURE OUTPUT "${include}/${lab}.hpp" CONTENT "#include \"${candidate}\"\n")
  if(role STREQUAL "alternative")
    workbook_lab_test(${target} CTEST ch${number}.solution.${lab}.${name} LABEL solution
      FOLDER "${solution_folder}" SOURCES "${judge}" "${candidate}" INCLUDE "${include}")
    if(kind MATCHES "E" AND WORKBOOK_NATIVE_ALL)
      workbook_native_test(native_${number}_${lab}_${name} CTEST ch${number}.native.${lab}.${name}
        SOURCES "${judge}" "${candidate}" INCLUDE "${include}")
      workbook_compare_outcomes(${number} ${lab}.${name} ${target}
        native_${number}_${lab}_${name})
    endif()
    return()
  endif()
  set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${candidate}")
  file(STRINGS "${candidate}" caught REGEX "^// Caught by: " LIMIT_COUNT 1)
  if(NOT caught MATCHES "^// Caught by: (Test[0-9]+)[A-Za-z0-9_]* as ([a-z0-9-]+)\\.?$")
    message(FATAL_ERROR "${candidate}: the line '// Caught by: TestN as diagnosis' is missing")
  endif()
  set(test ${CMAKE_MATCH_1})
  set(diagnosis ${CMAKE_MATCH_2})
  workbook_lab_test(${target} FOLDER "${solution_folder}" SOURCES "${judge}" "${candidate}"
    INCLUDE "${include}")
  if(kind MATCHES "E" AND WORKBOOK_NATIVE_ALL)
    workbook_native_test(native_${number}_${lab}_${name} SOURCES "${judge}" "${candidate}"
      INCLUDE "${include}")
    workbook_compare_outcomes(${number} ${lab}.${name} ${target} native_${number}_${lab}_${name})
  endif()
  # As for what must pass; only who hangs on purpose need not take so long.
  set(limit ${WORKBOOK_GREEN_LIMIT})
  if(diagnosis STREQUAL "hangs")
    set(limit WORKBOOK_TEST_LIMIT_MS=5000)
  endif()
  add_test(NAME ch${number}.mistake.${lab}.${name} COMMAND ${target})
  set_tests_properties(ch${number}.mistake.${lab}.${name} PROPERTIES
    TIMEOUT ${WORKBOOK_TEST_TIMEOUT} LABELS mistake ENVIRONMENT ${limit}
    PASS_REGULAR_EXPRESSION "VERDICT  ${diagnosis} in [A-Za-z0-9_]+\\.${test}_")
endfunction()
