# A second compiler over the same mingw-w64 headers: other warnings, and -Wthread-safety.
include("${CMAKE_CURRENT_LIST_DIR}/mingw-w64.cmake")
# Without "..": CMake would take it for another compiler when it configures again, and start over.
cmake_path(SET CMAKE_CXX_COMPILER NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../tools/clang-mingw++")
# CMake takes it for g++, so what only clang knows (-Wthread-safety) is asked for in the script.
