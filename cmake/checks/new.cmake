# new.cmake - does what `wb new` makes satisfy the other checks?
#   cmake -DROOT=<source tree> -DEMULATOR=... -DPROGRAM=wb.exe -DFOLDER=<for a scratch copy> -P new.cmake
# That it compiles and is judged right is seen in chapter 00 (cmake/WorkbookLabs.cmake).
cmake_minimum_required(VERSION 3.25)
set(here "${CMAKE_CURRENT_LIST_DIR}")

set(copy "${FOLDER}/new")
file(REMOVE_RECURSE "${copy}")
foreach(part bench chapters cmake common labs notes solutions .devcontainer README.md CONTRIBUTING.md
    CMakeLists.txt CMakePresets.json wb wb.cmd)
  file(COPY "${ROOT}/${part}" DESTINATION "${copy}")
endforeach()
cmake_path(GET PROGRAM FILENAME name)
file(COPY "${PROGRAM}" DESTINATION "${copy}/out/new/bin")

function(run_wb)
  execute_process(COMMAND ${EMULATOR} "${copy}/out/new/bin/${name}" ${ARGN}
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "wb ${ARGN} ended with ${result}:\n${output}")
  endif()
endfunction()

run_wb(new chapter 99-a-topic-as-long-as-they-be1)  # 30 characters are the most
run_wb(new lab 99-a-topic-as-long-as-they-be1 a_name_as_long_as_they_may_be1)
run_wb(new lab ch05 a2)
foreach(check labs languages notes topics words layout)
  execute_process(COMMAND "${CMAKE_COMMAND}" "-DROOT=${copy}" -P "${here}/${check}.cmake"
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "check.${check} does not like what wb new has made:\n${output}")
  endif()
endforeach()
file(REMOVE_RECURSE "${copy}")
message("a chapter and two labs, and six checks that hold")
