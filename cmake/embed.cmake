# testskew_embed(TARGET FOLDER): every file of FOLDER becomes part of TARGET, which is rebuilt if one changes. In C++:
#   #include "embedded/<last part of FOLDER>.hpp"
#   for (const auto& [name, content] : testskew::embedded::<last part>()) ...     (string_view pairs, sorted by name)
function(testskew_embed target folder)
  get_filename_component(name ${folder} NAME)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/${folder}
       ${CMAKE_SOURCE_DIR}/${folder}/*.py ${CMAKE_SOURCE_DIR}/${folder}/*.toml ${CMAKE_SOURCE_DIR}/${folder}/*.json)
  list(SORT files)
  set(paths ${files})
  list(TRANSFORM paths PREPEND ${CMAKE_SOURCE_DIR}/${folder}/)
  set(out ${CMAKE_BINARY_DIR}/embedded/${name})
  add_custom_command(
    OUTPUT ${out}.cpp ${out}.hpp
    COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DFOLDER=${CMAKE_SOURCE_DIR}/${folder} "-DFILES=${files}" -DOUT=${out}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${paths} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out}.cpp ${out}.hpp)
  target_include_directories(${target} PUBLIC ${CMAKE_BINARY_DIR})
endfunction()
