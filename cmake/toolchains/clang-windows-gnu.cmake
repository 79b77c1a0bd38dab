# clang compiles over the headers and libraries of mingw-w64, in a third of g++'s time; g++ links,
# and compiles the engine of the explorer. Without a clang, g++ compiles everything.
include("${CMAKE_CURRENT_LIST_DIR}/mingw-w64.cmake")
find_program(WORKBOOK_CLANG NAMES clang++-21 clang++-20 clang++-19 clang++-18 clang++-17 clang++-16
  clang++)
if(WORKBOOK_CLANG)
  execute_process(COMMAND "${WORKBOOK_CLANG}" -dumpversion OUTPUT_VARIABLE version)
endif()
if(WORKBOOK_CLANG AND version VERSION_GREATER_EQUAL 16)  # std::source_location
  find_program(WORKBOOK_GCC NAMES ${mingw}-g++-posix ${mingw}-g++ REQUIRED)
  execute_process(COMMAND "${WORKBOOK_GCC}" -print-file-name=include/c++
    OUTPUT_VARIABLE headers OUTPUT_STRIP_TRAILING_WHITESPACE)
  set(CMAKE_CXX_FLAGS_INIT "-nostdinc++ -isystem ${headers} -isystem ${headers}/x86_64-w64-mingw32 -isystem ${headers}/backward")
  # Without "..": CMake would take it for another compiler when it configures again, and start over.
  # CMake takes it for g++, so what only clang knows (-Wthread-safety) is asked for in the script.
  cmake_path(SET CMAKE_CXX_COMPILER NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../tools/clang-mingw++")
endif()
