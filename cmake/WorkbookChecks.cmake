# Promises between notes, chapters and labs, kept by tests (label `check`).
function(workbook_check name)
  add_test(NAME check.${name} COMMAND "${CMAKE_COMMAND}" "-DROOT=${CMAKE_SOURCE_DIR}" ${ARGN}
    -P "${CMAKE_SOURCE_DIR}/cmake/checks/${name}.cmake")
  set_tests_properties(check.${name} PROPERTIES TIMEOUT 60 LABELS check)
endfunction()

function(workbook_checks)
  foreach(name notes topics labs words languages layout natvis tour)
    if(EXISTS "${CMAKE_SOURCE_DIR}/cmake/checks/${name}.cmake")
      workbook_check(${name})
    endif()
  endforeach()
  if(CMAKE_CXX_COMPILER MATCHES "clang-mingw")
    workbook_check(pch "-DCOMPILER=${CMAKE_CXX_COMPILER}" "-DFLAGS=${CMAKE_CXX_FLAGS}"
      "-DFOLDER=${CMAKE_BINARY_DIR}")
  endif()
  workbook_check(launch "-DFILE=${launch_list}")
  workbook_check(new "-DEMULATOR=${CMAKE_CROSSCOMPILING_EMULATOR}" "-DPROGRAM=$<TARGET_FILE:wb>"
    "-DFOLDER=${CMAKE_BINARY_DIR}")
  set_tests_properties(check.new PROPERTIES TIMEOUT 300)  # it copies the tree, and runs five others
endfunction()
