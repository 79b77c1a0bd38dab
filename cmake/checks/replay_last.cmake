# replay_last.cmake - does a lab's program under WORKBOOK_REPLAY repeat what its last check has found?
#   cmake -DEMULATOR=... -DFAILING=program -DPASSING=program -DFOLDER=... -P replay_last.cmake
# Both come from one judge: the schedule of the first does not fit the second.
set(result "${FOLDER}/replay_last.txt")

# Runs a program; its output goes to `output`.
function(run program replay result_file)
  set(ENV{WORKBOOK_REPLAY} "${replay}")
  set(ENV{WORKBOOK_RESULT_FILE} "${result_file}")
  execute_process(COMMAND ${EMULATOR} "${program}" OUTPUT_VARIABLE output ERROR_VARIABLE output
    RESULT_VARIABLE code)
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect what pattern)
  if(NOT output MATCHES "${pattern}")
    message(FATAL_ERROR "${what}: no '${pattern}' in\n${output}")
  endif()
endfunction()

file(REMOVE "${result}")
run("${FAILING}" "${result}" "")
expect("no result file" "\n\\[ NO REPLAY\\] there is no result of a `wb check` \\(")
expect("no result file" "\n\\[  REPLAY  \\] [A-Za-z0-9_]+\\.Test2_[^\n]*\n")
string(REGEX MATCH "\nVERDICT  ([a-z-]+) in " ignored "${output}")
set(diagnosis ${CMAKE_MATCH_1})

run("${FAILING}" "" "${result}")
expect("a check" "\nVERDICT  ${diagnosis} in ")
run("${FAILING}" "${result}" "")
expect("a replay" "\n\\[  REPLAY  \\] [A-Za-z0-9_]+\\.Test2_[^\n]*\n")
expect("a replay" "\nVERDICT  ${diagnosis} in ")
expect("a replay" "\n\\[  SKIPPED \\] [A-Za-z0-9_]+\\.Test1_")
expect("a replay" "\n\\[  SKIPPED \\] [A-Za-z0-9_]+\\.Test3_")

run("${PASSING}" "${result}" "")
expect("another program" "\n\\[ NO REPLAY\\] the code has changed, [^\n]*\n")
expect("another program" "\nVERDICT  passed")

run("${PASSING}" "" "${result}")
run("${PASSING}" "${result}" "")
expect("a check that passed" "\n\\[ NO REPLAY\\] the last check passed: ")
expect("a check that passed" "\nVERDICT  passed")
file(REMOVE "${result}")
message("found, repeated, given up where it does not fit")
