# words.cmake - words that must not stand in the sources.
#   TODO       outside labs/: it marks a learner's task, nothing else (the runner looks for them)
#   Sleep(     a call outside labs/ and mistakes/ needs a comment, on its line or the line above;
#              Sleep(INFINITE) needs none: it keeps no time
#   DISABLED_  a test that does not run proves nothing
# A line may carry "words-check: ok" with a reason.
cmake_minimum_required(VERSION 3.25)
include("${CMAKE_CURRENT_LIST_DIR}/problems.cmake")

set(count 0)
foreach(folder chapters common labs solutions bench notes)
  foreach(suffix cpp hpp md)
    file(GLOB_RECURSE files "${ROOT}/${folder}/*.${suffix}")
    foreach(file IN LISTS files)
      math(EXPR count "${count} + 1")
      file(STRINGS "${file}" hits REGEX "TODO|[Ss]leep(_for|_until)?\\(|DISABLED_" ENCODING UTF-8)
      if(hits)
        list(APPEND suspects "${file}")
      endif()
    endforeach()
  endforeach()
endforeach()

foreach(file IN LISTS suspects)
  short_path("${file}" path)
  set(number 0)
  set(above "")
  lines_of("${file}" lines)
  foreach(line IN LISTS lines)
    math(EXPR number "${number} + 1")
    if(NOT line MATCHES "words-check: ok")
      if(line MATCHES "TODO" AND NOT path MATCHES "^labs/|/delivered.hpp$|^common/runner/(session|tests/learner)")
        problem("${path}:${number}: TODO outside labs/")
      endif()
      if(line MATCHES "DISABLED_")
        problem("${path}:${number}: a disabled test")
      endif()
      if(line MATCHES "(^|[^A-Za-z0-9_])(Sleep|sleep_for|sleep_until)\\("
         AND NOT line MATCHES "Sleep\\(INFINITE\\)" AND path MATCHES "\\.[ch]pp$" AND NOT path MATCHES "^labs/|/mistakes/|/delivered.hpp$"
         AND NOT "${above}${line}" MATCHES "//")
        problem("${path}:${number}: Sleep without a comment that says why nothing better will do")
      endif()
    endif()
    set(above "${line}")
  endforeach()
endforeach()
finish("${count} files looked at")
