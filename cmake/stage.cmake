# A static library for each folder of src/, and a test program for the tests that mirror it.

option(TESTSKEW_TESTS "Build the unit tests" ON)
# With this, several sources are compiled as one. A build from nothing is then a third less work, and a build after a
# change is more work. The presets release and sanitize use it.
option(TESTSKEW_UNITY "Compile the sources of a library in batches" OFF)

# In an optimised build these rooms are fully optimised, because they compute: they read recordings, compare them and
# search for causes. The other rooms mostly wait for child processes, and with -Og they compile in a third to a half
# less time.
set(TESTSKEW_COMPUTING_ROOMS util recording compare divergence matrix attribute)

# The headers that nearly every file includes are precompiled, so the build takes a quarter of the time.
# empty.cpp is written only once, because a newer time would cause the headers, and so everything, to be compiled again.
if(NOT EXISTS ${CMAKE_BINARY_DIR}/empty.cpp)
  file(WRITE ${CMAKE_BINARY_DIR}/empty.cpp "")
endif()
set(TESTSKEW_COMMON_HEADERS
  <algorithm> <filesystem> <functional> <map> <memory> <mutex> <optional> <set> <string> <string_view> <vector>
  <fmt/core.h> <nlohmann/json.hpp>)
add_library(testskew_headers STATIC ${CMAKE_BINARY_DIR}/empty.cpp)
target_link_libraries(testskew_headers PUBLIC fmt::fmt nlohmann_json::nlohmann_json)
target_precompile_headers(testskew_headers PRIVATE ${TESTSKEW_COMMON_HEADERS})

if(TESTSKEW_TESTS)
  find_package(Catch2 REQUIRED)
  if(Catch2_VERSION VERSION_LESS 3)
    set(TESTSKEW_NO_TESTS -w NoTests)     # Catch2 3 fails by itself if no test ran
  endif()
  # Test code is compiled without optimisation and with little debug information: the main function of Catch2 2 alone
  # takes ten seconds with optimisation, and a test file takes a quarter less time with -g1 than with -g.
  # A test file takes half the time without the checks for undefined behaviour: these are for the code under test.
  set(TESTSKEW_TEST_OPTIONS -O0 $<$<CONFIG:Debug>:-g1> -fno-sanitize=undefined)
  add_library(testskew_catch_main OBJECT tests/unit/main.cpp)
  target_include_directories(testskew_catch_main PUBLIC tests)
  target_compile_options(testskew_catch_main PRIVATE ${TESTSKEW_TEST_OPTIONS})
  target_include_directories(testskew_catch_main PRIVATE src)
  # A unit program starts child processes, and also serves as their guard.
  target_link_libraries(testskew_catch_main PUBLIC Catch2::Catch2 testskew_process)
  add_library(testskew_test_headers STATIC ${CMAKE_BINARY_DIR}/empty.cpp)
  target_include_directories(testskew_test_headers PUBLIC tests)
  target_compile_options(testskew_test_headers PRIVATE ${TESTSKEW_TEST_OPTIONS})
  target_link_libraries(testskew_test_headers PUBLIC fmt::fmt nlohmann_json::nlohmann_json Catch2::Catch2)
  target_precompile_headers(
    testskew_test_headers PRIVATE ${TESTSKEW_COMMON_HEADERS} ${CMAKE_SOURCE_DIR}/tests/catch.hpp)
endif()

# testskew_unit_program(NAME LIBRARY...): the test program unit_NAME of tests/unit/NAME/*.cpp, if there are any.
function(testskew_unit_program name)
  file(GLOB_RECURSE tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/${name}/*.cpp)
  if(NOT tests)
    return()
  endif()
  add_executable(unit_${name} ${tests})
  target_compile_options(unit_${name} PRIVATE ${TESTSKEW_TEST_OPTIONS})
  target_link_libraries(unit_${name} PRIVATE testskew_catch_main ${ARGN})
  target_precompile_headers(unit_${name} REUSE_FROM testskew_test_headers)
  set_target_properties(unit_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME unit_${name} COMMAND unit_${name} ${TESTSKEW_NO_TESTS} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()

# testskew_library(NAME [LINK TARGET...] [EMBED FOLDER...]): src/NAME/*.cpp, tested by tests/unit/NAME/*_test.cpp.
function(testskew_library name)
  cmake_parse_arguments(ARG "" "" "LINK;EMBED" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  if(NOT sources AND NOT ARG_EMBED)
    add_library(testskew_${name} INTERFACE)
    target_link_libraries(testskew_${name} INTERFACE ${ARG_LINK})
    return()
  endif()
  add_library(testskew_${name} STATIC ${sources})
  target_include_directories(testskew_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(testskew_${name} PUBLIC ${ARG_LINK})
  target_precompile_headers(testskew_${name} REUSE_FROM testskew_headers)
  if(NOT name IN_LIST TESTSKEW_COMPUTING_ROOMS)
    # The static program is what users download, so there the size counts, and not the time to compile.
    target_compile_options(testskew_${name} PRIVATE $<$<CONFIG:Release>:$<IF:$<BOOL:${TESTSKEW_STATIC}>,-Os,-Og>>)
  endif()
  if(TESTSKEW_UNITY)
    set_target_properties(testskew_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  endif()
  foreach(folder IN LISTS ARG_EMBED)
    testskew_embed(testskew_${name} ${folder})
  endforeach()

  if(TESTSKEW_TESTS)
    testskew_unit_program(${name} testskew_${name})
  endif()
endfunction()

# A stage of the pipeline: a library that knows the model, processes and the status display, and no other stage.
function(testskew_stage name)
  cmake_parse_arguments(ARG "" "" "LINK;EMBED" ${ARGN})
  testskew_library(
    ${name} LINK ${ARG_LINK} testskew_process testskew_status testskew_model testskew_util EMBED ${ARG_EMBED})
endfunction()
