# page.cmake - one page template from its parts.
#   cmake -DPAGE=bench -DLIBRARIES=d3+plot -DLIBRARY=folder -DOUT=pages/bench.html -P page.cmake
# shell.html has a place for each part: <!--PAGE:BODY--> for page.html, /*PAGE:STYLE*/ for *.css,
# /*PAGE:LIBRARY*/ and /*PAGE:SCRIPT*/. The places <!--WB:...--> stay: the runner fills them in.
cmake_minimum_required(VERSION 3.25)
set(shared "${CMAKE_CURRENT_LIST_DIR}/shared")
set(own "${CMAKE_CURRENT_LIST_DIR}/${PAGE}")

# The files one after the other. Shared ones come first, page.js last: it calls what the others define.
function(text_of result)
  set(all "")
  foreach(path IN LISTS ARGN)
    file(READ "${path}" text)
    string(APPEND all "${text}\n")
  endforeach()
  set(${result} "${all}" PARENT_SCOPE)
endfunction()

file(GLOB styles "${shared}/*.css" "${own}/*.css")
file(GLOB shared_scripts "${shared}/*.js")
file(GLOB own_scripts "${own}/*.js")
list(REMOVE_ITEM own_scripts "${own}/page.js")
text_of(style ${styles})
text_of(script ${shared_scripts} ${own_scripts} "${own}/page.js")
text_of(body "${own}/page.html")

set(library "")
string(REPLACE "+" ";" names "${LIBRARIES}")
foreach(name IN LISTS names)
  if(EXISTS "${LIBRARY}/${name}.min.js")
    text_of(text "${LIBRARY}/${name}.min.js")
    string(REPLACE "</script" "<\\/script" text "${text}")
    string(APPEND library "${text}")
  endif()
endforeach()

file(READ "${shared}/shell.html" page)
string(REPLACE "<!--PAGE:BODY-->" "${body}" page "${page}")
string(REPLACE "/*PAGE:NAME*/" "${PAGE}" page "${page}")
string(REPLACE "/*PAGE:STYLE*/" "${style}" page "${page}")
string(REPLACE "/*PAGE:SCRIPT*/" "${script}" page "${page}")
string(REPLACE "/*PAGE:LIBRARY*/" "${library}" page "${page}")  # last: nothing is replaced in it
file(WRITE "${OUT}" "${page}")
