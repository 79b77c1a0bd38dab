# deliver.cmake - for authors: keeps each lab's file, as it is now, as the one that is delivered.
#   cmake -P cmake/tools/deliver.cmake
# `wb reset` gives a learner that text back. Copies labs/NN-topic/x/x.hpp to
# solutions/NN-topic/x/delivered.hpp, where they differ; refuses a lab without TODO, which is solved.
cmake_minimum_required(VERSION 3.25)
cmake_path(SET root NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../..")
file(GLOB cards "${root}/labs/[0-9][0-9]-*/*/lab.txt")
foreach(card IN LISTS cards)
  cmake_path(GET card PARENT_PATH folder)
  cmake_path(GET folder FILENAME lab)
  string(REPLACE "/labs/" "/solutions/" solution "${folder}")
  file(READ "${folder}/${lab}.hpp" text)
  if(NOT text MATCHES "// TODO [0-9]")
    message(FATAL_ERROR "${folder}/${lab}.hpp has no TODO: is it solved? Nothing more is copied.")
  endif()
  file(COPY_FILE "${folder}/${lab}.hpp" "${solution}/delivered.hpp" ONLY_IF_DIFFERENT)
endforeach()
