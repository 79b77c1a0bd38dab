# Promises between notes, chapters and labs, kept by tests (label `check`).
function(workbook_check name)
  add_test(NAME check.${name} COMMAND "${CMAKE_COMMAND}" "-DROOT=${CMAKE_SOURCE_DIR}"
    -P "${CMAKE_SOURCE_DIR}/cmake/checks/${name}.cmake")
  set_tests_properties(check.${name} PROPERTIES TIMEOUT 60 LABELS check)
endfunction()

function(workbook_checks)
  foreach(name notes topics labs words languages)
    if(EXISTS "${CMAKE_SOURCE_DIR}/cmake/checks/${name}.cmake")
      workbook_check(${name})
    endif()
  endforeach()
endfunction()
