# pch.cmake - can a precompiled header be made again? A build that was stopped may ask for it.
#   cmake -DROOT=<source tree> -DCOMPILER=<as the build calls it> -DFLAGS=<its own> -DFOLDER=<to write
#     in> -P pch.cmake
cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/problems.cmake")

set(folder "${FOLDER}/pch_check")
file(REMOVE_RECURSE "${folder}")
file(MAKE_DIRECTORY "${folder}")
file(WRITE "${folder}/sum.hpp" "inline int sum(int a, int b) { return a + b; }\n")
file(WRITE "${folder}/empty.cpp" "")
file(WRITE "${folder}/user.cpp" "int three() { return sum(1, 2); }\n")
separate_arguments(flags NATIVE_COMMAND "${FLAGS}")
set(compiler "${COMPILER}" ${flags})

foreach(time first second)
  execute_process(COMMAND ${compiler} -x c++-header -include sum.hpp -o sum.hpp.gch -c empty.cpp
    WORKING_DIRECTORY "${folder}" RESULT_VARIABLE code ERROR_VARIABLE said OUTPUT_VARIABLE said)
  if(NOT code EQUAL 0)
    problem("it cannot be made the ${time} time: ${said}")
  endif()
  execute_process(COMMAND ${compiler} -include sum.hpp -o user.obj -c user.cpp
    WORKING_DIRECTORY "${folder}" RESULT_VARIABLE code ERROR_VARIABLE said OUTPUT_VARIABLE said)
  if(NOT code EQUAL 0)
    problem("what was made the ${time} time cannot be used: ${said}")
  endif()
endforeach()
finish("a precompiled header, made twice and used twice")
