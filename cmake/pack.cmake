# testskew_pack(TARGET): the tables of data/, merged, checked and compressed, become part of TARGET. They are packed
# again only if one of them changes. In C++:
#   #include "embedded/atlas.hpp"
#   testskew::embedded::atlas(), ::notes(), ::instead()      (string_view of .xz data)
function(testskew_pack target)
  add_library(testskew_packing STATIC ${CMAKE_SOURCE_DIR}/cmake/pack/atlas.cpp ${CMAKE_SOURCE_DIR}/cmake/pack/notes.cpp
              ${CMAKE_SOURCE_DIR}/cmake/pack/instead.cpp ${CMAKE_SOURCE_DIR}/cmake/pack/compress.cpp)
  target_include_directories(testskew_packing PUBLIC ${CMAKE_SOURCE_DIR}/cmake)
  target_link_libraries(testskew_packing PRIVATE LibLZMA::LibLZMA tomlplusplus::tomlplusplus)
  add_executable(testskew_pack ${CMAKE_SOURCE_DIR}/cmake/pack/pack.cpp)
  target_link_libraries(testskew_pack PRIVATE testskew_packing)
  # testskew_pack runs for a second in each build. Without optimisation it runs a little longer, but compiling it takes
  # less than half of the time.
  target_compile_options(testskew_packing PRIVATE -O0)
  target_compile_options(testskew_pack PRIVATE -O0)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/atlas/*.txt ${CMAKE_SOURCE_DIR}/data/notes/*.toml
       ${CMAKE_SOURCE_DIR}/data/*.toml)
  list(SORT files)
  set(out ${CMAKE_BINARY_DIR}/embedded/atlas)
  add_custom_command(
    OUTPUT ${out}.cpp ${out}.hpp
    COMMAND testskew_pack ${out} ${files}
    DEPENDS testskew_pack ${files}
    VERBATIM)
  target_sources(${target} PRIVATE ${out}.cpp ${out}.hpp)
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR})

  if(TESTSKEW_TESTS)
    testskew_unit_program(pack testskew_packing fmt::fmt nlohmann_json::nlohmann_json)
  endif()
endfunction()
