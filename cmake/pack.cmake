# testskew_pack(TARGET): data/atlas and data/notes, merged and compressed, become part of TARGET; packed anew only when one of them changes. In C++:
#   #include "embedded/atlas.hpp"
#   testskew::embedded::atlas(), testskew::embedded::notes()      (string_view of .xz data)
function(testskew_pack target)
  add_executable(testskew_pack ${CMAKE_SOURCE_DIR}/cmake/pack.cpp)
  target_link_libraries(testskew_pack PRIVATE LibLZMA::LibLZMA tomlplusplus::tomlplusplus)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/atlas/*.txt ${CMAKE_SOURCE_DIR}/data/notes/*.toml)
  list(SORT files)
  set(out ${CMAKE_BINARY_DIR}/embedded/atlas)
  add_custom_command(
    OUTPUT ${out}.cpp ${out}.hpp
    COMMAND testskew_pack ${out} ${files}
    DEPENDS testskew_pack ${files}
    VERBATIM)
  target_sources(${target} PRIVATE ${out}.cpp ${out}.hpp)
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR})
endfunction()
