# library.cmake - fetch D3 and Observable Plot once: OUT/d3.min.js, OUT/plot.min.js, OUT/state.txt.
#   cmake -DOUT=folder -P library.cmake
# By npm and its lock file where npm is; else the same packages from the registry, pinned by hash.
# Never fails: without them the pages are built without charts, and one line says so.
cmake_minimum_required(VERSION 3.25)

# name | version | SHA512 of the package, the lock file's `integrity` in hex | the file in it
set(d3_version 7.9.2)
set(d3_hash 64a6ff98e34f54acda3b952571673037c6d2e1ecef41a62ef9bb28bbe5e034005d182f34d24c07eb9d400d36db4f130f1d6d77525bdb41a7dd989403935c3b32)
set(plot_version 0.6.17)
set(plot_hash fea6973ffee67383144b4b3870f3c50120d18edb16a7ce7f4db7ec722a83814d47c188b16d26dbcad36e2270fc01c4d80b7c5ac400a0557d3a6a075f432f56fa)
set(registry "https://registry.npmjs.org")

# Sets `complete` if both files are in OUT.
macro(look)
  set(complete FALSE)
  if(EXISTS "${OUT}/d3.min.js" AND EXISTS "${OUT}/plot.min.js")
    set(complete TRUE)
  endif()
endmacro()

# A dead network must not hold up a build: no retries, and no second way after a time-out.
function(fetch_by_npm)
  if(CMAKE_HOST_WIN32)
    find_program(npm NAMES npm.cmd)
    set(command cmd /c npm)  # no program, but a batch file
  else()
    find_program(npm NAMES npm)
    set(command "${npm}")
  endif()
  if(NOT npm)
    return()
  endif()
  file(COPY "${CMAKE_CURRENT_LIST_DIR}/package.json" "${CMAKE_CURRENT_LIST_DIR}/package-lock.json"
    DESTINATION "${OUT}")
  execute_process(WORKING_DIRECTORY "${OUT}" TIMEOUT 60
    COMMAND ${command} ci --ignore-scripts --no-audit --no-fund --fetch-retries=0 --fetch-timeout=15000
    RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
  set(npm_result "${result}" PARENT_SCOPE)
  if(result EQUAL 0)
    configure_file("${OUT}/node_modules/d3/dist/d3.min.js" "${OUT}/d3.min.js" COPYONLY)
    configure_file("${OUT}/node_modules/@observablehq/plot/dist/plot.umd.min.js"
      "${OUT}/plot.min.js" COPYONLY)
  endif()
endfunction()

# A package's file, as OUT/name.min.js.
function(download name address hash file)
  set(package "${OUT}/${name}.tgz")
  file(DOWNLOAD "${address}" "${package}" STATUS status TIMEOUT 60 INACTIVITY_TIMEOUT 10)
  list(GET status 0 code)
  if(code EQUAL 0)
    # Compared here: EXPECTED_HASH would end the build when a proxy sends a page of its own.
    file(SHA512 "${package}" found)
    if(found STREQUAL hash)
      file(ARCHIVE_EXTRACT INPUT "${package}" DESTINATION "${OUT}/${name}" PATTERNS "${file}")
      configure_file("${OUT}/${name}/${file}" "${OUT}/${name}.min.js" COPYONLY)
    else()
      list(APPEND status "the package has not the hash it must have")
      list(REMOVE_AT status 1)
    endif()
  endif()
  file(REMOVE "${package}")
  list(GET status 1 text)
  set(why "${address}: ${text}" PARENT_SCOPE)
endfunction()

# Files of another version are none.
set(versions "d3 ${d3_version}, plot ${plot_version}")
if(EXISTS "${OUT}/versions.txt")
  file(READ "${OUT}/versions.txt" had)
endif()
if(NOT had STREQUAL versions)
  file(REMOVE "${OUT}/d3.min.js" "${OUT}/plot.min.js")
endif()

look()
if(NOT complete)
  file(MAKE_DIRECTORY "${OUT}")
  fetch_by_npm()
  look()
endif()
if(NOT complete AND npm_result MATCHES "timeout")
  set(why "npm got no answer within 60 s")
elseif(NOT complete)
  download(d3 "${registry}/d3/-/d3-${d3_version}.tgz" ${d3_hash} package/dist/d3.min.js)
  if(EXISTS "${OUT}/d3.min.js")
    download(plot "${registry}/@observablehq/plot/-/plot-${plot_version}.tgz" ${plot_hash}
      package/dist/plot.umd.min.js)
  endif()
  look()
endif()

if(complete)
  file(WRITE "${OUT}/versions.txt" "${versions}")
  file(WRITE "${OUT}/state.txt" "complete")
else()
  file(WRITE "${OUT}/state.txt" "${why}")
  message("Pages: no charts, only tables (${why}). Configure and build again when there is a network.")
endif()
