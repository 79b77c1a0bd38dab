# How every program of the workbook is compiled.
#   workbook_options      everything: warnings, definitions
#   workbook_debuggable   demos, labs and tests: not optimized, so that each line can be stepped
# CMake takes the clang of cmake/toolchains/clang-windows-gnu.cmake for g++, which links for it.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" OR CMAKE_CXX_COMPILER MATCHES "clang-mingw")
  set(BUILT_BY_CLANG ON)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(BUILT_BY_GCC ON)
endif()

add_library(workbook_options INTERFACE)
target_include_directories(workbook_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(workbook_options INTERFACE
  WIN32_LEAN_AND_MEAN NOMINMAX UNICODE _UNICODE _WIN32_WINNT=0x0A00 WINVER=0x0A00)
target_link_libraries(workbook_options INTERFACE synchronization)  # WaitOnAddress

add_library(workbook_debuggable INTERFACE)
target_link_libraries(workbook_debuggable INTERFACE workbook_options)

set(warnings_are_errors
  "$<AND:$<BOOL:${WORKBOOK_WERROR}>,$<NOT:$<BOOL:$<TARGET_PROPERTY:WORKBOOK_WARNINGS_ALLOWED>>>>")
if(MSVC)
  target_compile_options(workbook_options INTERFACE
    /W4 /permissive- /utf-8 /Zc:__cplusplus /EHsc /bigobj
    $<$<CXX_COMPILER_ID:MSVC>:/Zc:preprocessor;/Zc:inline>  # clang-cl does so anyway
    /wd4324  # structure was padded due to alignment specifier: what alignas is for
    $<${warnings_are_errors}:/WX>)
else()
  target_compile_options(workbook_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion
    $<${warnings_are_errors}:-Werror>)
  target_compile_options(workbook_debuggable INTERFACE -O0)
  # DWARF 4: what Wine's debugger reads. One level, because linking it is half of a build.
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -gdwarf-4")
  set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g1 -gdwarf-4")
endif()

# A sixth of the time of GNU ld, for each of some seven hundred programs. What clang 16 and newer
# writes, an older lld does not read.
if(MINGW AND CMAKE_HOST_UNIX)
  set(names ld.lld-21 ld.lld-20 ld.lld-19 ld.lld-18 ld.lld-17 ld.lld-16)
  if(NOT CMAKE_CXX_COMPILER MATCHES "clang-mingw" OR NOT WORKBOOK_CLANG MATCHES "clang\\+\\+-")
    list(APPEND names ld.lld)
  endif()
  find_program(WORKBOOK_LINKER NAMES ${names})
  if(WORKBOOK_LINKER)
    target_link_options(workbook_options INTERFACE
      "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:SHELL:-wrapper ${CMAKE_SOURCE_DIR}/cmake/tools/link-with-lld,${WORKBOOK_LINKER}>")
  endif()
endif()
