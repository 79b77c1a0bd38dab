# starter.cmake - does the lab as delivered fail with the diagnosis that lab.txt announces?
#   cmake -DEMULATOR=... -DPROGRAM=... -DDIAGNOSIS=... -P starter.cmake
# A solved lab is fine too. Anything else is a lab in progress: shown as skipped, so that a learner's
# half-way state does not redden the workbook. With CI set it fails: there nobody is learning.
execute_process(COMMAND ${EMULATOR} "${PROGRAM}" OUTPUT_VARIABLE output ERROR_VARIABLE output
  RESULT_VARIABLE result)
string(REGEX MATCH "VERDICT  [^\r\n]*" verdict "${output}")
if(verdict MATCHES "^VERDICT  passed")
  message("solved")
elseif(verdict MATCHES "^VERDICT  ${DIAGNOSIS} in ")
  message("expected: ${verdict}")
elseif(DEFINED ENV{CI} OR NOT verdict)
  message(FATAL_ERROR "expected the diagnosis '${DIAGNOSIS}', but the program ended with "
    "${result} and said: ${verdict}\n${output}")
else()
  message("IN PROGRESS: ${verdict}")
endif()
