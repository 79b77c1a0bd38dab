# break.cmake - does the answer to a lab's break stage keep its promises?
#   cmake -DEMULATOR=... -DSTARTER=... -DSOLUTION=... -DTEST=Test2_... -DLETTERS=ABBA -DDIAGNOSIS=...
#     -P break.cmake
# It breaks the starter with the starter's diagnosis, fewer letters do not break it, and the solution
# holds under it. A lab that the learner has changed is solved or in progress: see starter.cmake.

# Runs the test under the letters; the verdict goes to `verdict`.
function(run program letters)
  set(ENV{GTEST_FILTER} "*.${TEST}")
  set(ENV{WORKBOOK_LETTERS} "${letters}")
  execute_process(COMMAND ${EMULATOR} "${program}" OUTPUT_VARIABLE output ERROR_VARIABLE output
    RESULT_VARIABLE result)
  string(REGEX MATCH "VERDICT  [^\r\n]*" verdict "${output}")
  set(verdict "${verdict}" PARENT_SCOPE)
  set(output "${output}" PARENT_SCOPE)
endfunction()

run("${SOLUTION}" ${LETTERS})
if(NOT verdict MATCHES "^VERDICT  passed" OR NOT output MATCHES "\n\\[  LETTERS \\] ")
  message(FATAL_ERROR "the solution does not hold under ${LETTERS}:\n${output}")
endif()

run("${STARTER}" ${LETTERS})
if(NOT verdict MATCHES "^VERDICT  ${DIAGNOSIS} in ")
  set(said "${output}")
  unset(ENV{GTEST_FILTER})
  unset(ENV{WORKBOOK_LETTERS})
  execute_process(COMMAND ${EMULATOR} "${STARTER}" OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(output MATCHES "VERDICT  passed")
    message("solved")
  elseif(DEFINED ENV{CI} OR NOT verdict)
    message(FATAL_ERROR "expected the diagnosis '${DIAGNOSIS}' under ${LETTERS}:\n${said}")
  else()
    message("IN PROGRESS: ${verdict} under ${LETTERS}")
  endif()
  return()
endif()

string(LENGTH ${LETTERS} length)
run("${STARTER}" "?${length}")
if(NOT output MATCHES "\n\\[  SHORTEST \\] ([A-Z]*) as ")
  message(FATAL_ERROR "no schedule of ${length} letters was found, and ${LETTERS} is one:\n${output}")
endif()
set(shortest "${CMAKE_MATCH_1}")
string(LENGTH "${shortest}" best)
if(NOT best EQUAL length)
  message(FATAL_ERROR "'${shortest}' is shorter than ${LETTERS}:\n${output}")
endif()
message("${LETTERS} breaks it as ${DIAGNOSIS}; ${best} letters are needed")
