# GoogleTest and Google Benchmark, in this order:
#   1. an installed package (find_package): vcpkg, or a prefix built with the same compiler
#   2. cross-compiling on Debian: the distribution's sources. Package googletest unpacks to
#      /usr/src/googletest; those of Google Benchmark come by `apt-get source` (cmake/tools/
#      debian-source), with a package list of their own: the system's lists are not touched
#   3. the pinned release, fetched by CMake
# Nothing third-party is committed.
include(FetchContent)

set(WORKBOOK_GOOGLETEST_SOURCE "" CACHE PATH "GoogleTest's source tree")
set(WORKBOOK_BENCHMARK_SOURCE "" CACHE PATH "Google Benchmark's source tree")

if(CMAKE_CROSSCOMPILING AND NOT WORKBOOK_GOOGLETEST_SOURCE
   AND EXISTS /usr/src/googletest/CMakeLists.txt)
  set(WORKBOOK_GOOGLETEST_SOURCE /usr/src/googletest)
endif()
if(CMAKE_CROSSCOMPILING AND WORKBOOK_BENCH AND NOT WORKBOOK_BENCHMARK_SOURCE)
  set(debian_source "${CMAKE_BINARY_DIR}/debian-source")
  file(GLOB found "${debian_source}/benchmark-*/CMakeLists.txt")
  if(NOT found)
    execute_process(COMMAND "${CMAKE_SOURCE_DIR}/cmake/tools/debian-source" benchmark
      "${debian_source}" RESULT_VARIABLE result)
    file(GLOB found "${debian_source}/benchmark-*/CMakeLists.txt")
  endif()
  if(found)
    cmake_path(GET found PARENT_PATH WORKBOOK_BENCHMARK_SOURCE)
  endif()
endif()
if(WORKBOOK_GOOGLETEST_SOURCE)
  set(FETCHCONTENT_SOURCE_DIR_GOOGLETEST "${WORKBOOK_GOOGLETEST_SOURCE}")
endif()
if(WORKBOOK_BENCHMARK_SOURCE)
  set(FETCHCONTENT_SOURCE_DIR_BENCHMARK "${WORKBOOK_BENCHMARK_SOURCE}")
endif()

set(BUILD_GMOCK OFF CACHE BOOL "" FORCE)
set(INSTALL_GTEST OFF CACHE BOOL "" FORCE)
set(gtest_force_shared_crt ON CACHE BOOL "" FORCE)  # /MD like everything else
set(BENCHMARK_ENABLE_TESTING OFF CACHE BOOL "" FORCE)
set(BENCHMARK_ENABLE_GTEST_TESTS OFF CACHE BOOL "" FORCE)
set(BENCHMARK_ENABLE_INSTALL OFF CACHE BOOL "" FORCE)
set(BENCHMARK_ENABLE_WERROR OFF CACHE BOOL "" FORCE)
set(BENCHMARK_INSTALL_DOCS OFF CACHE BOOL "" FORCE)
if(CMAKE_CROSSCOMPILING)  # found by running a program otherwise
  set(HAVE_STD_REGEX ON CACHE BOOL "" FORCE)
  set(HAVE_POSIX_REGEX OFF CACHE BOOL "" FORCE)
  set(HAVE_GNU_POSIX_REGEX OFF CACHE BOOL "" FORCE)
  set(HAVE_STEADY_CLOCK ON CACHE BOOL "" FORCE)
endif()

FetchContent_Declare(googletest GIT_REPOSITORY https://github.com/google/googletest.git
  GIT_TAG 6910c9d9165801d8827d628cb72eb7ea9dd538c5  # v1.16.0
  SYSTEM FIND_PACKAGE_ARGS NAMES GTest CONFIG)
FetchContent_Declare(benchmark GIT_REPOSITORY https://github.com/google/benchmark.git
  GIT_TAG c58e6d0710581e3a08d65c349664128a8d9a2461  # v1.9.1
  SYSTEM FIND_PACKAGE_ARGS CONFIG)

# A DLL on mingw: linking the static one into each of the many small test programs takes longer
# than everything else between a saved lab and its verdict.
set(BUILD_SHARED_LIBS ${MINGW})
FetchContent_MakeAvailable(googletest)
set(BUILD_SHARED_LIBS OFF)
if(MINGW AND TARGET gtest)
  # Else the DLL exports what it has of libstdc++ as well, which clashes with that of the programs.
  target_compile_definitions(gtest PRIVATE "GTEST_API_=__declspec(dllexport)")
endif()
if(WORKBOOK_BENCH)
  set(GIT_VERSION "0.0.0")  # Debian's sources no longer ask git, and then forget to set it
  FetchContent_MakeAvailable(benchmark)
endif()

foreach(target gtest gtest_main benchmark benchmark_main)
  if(TARGET ${target})
    get_target_property(imported ${target} IMPORTED)
    get_target_property(alias ${target} ALIASED_TARGET)
    if(NOT imported AND NOT alias)
      set_target_properties(${target} PROPERTIES FOLDER "third party")
    endif()
  endif()
endforeach()
if(TARGET gtest AND NOT TARGET GTest::gtest)  # Debian's 1.12 has the alias, older trees do not
  add_library(GTest::gtest ALIAS gtest)
endif()
