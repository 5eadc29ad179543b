# The libraries for a program that is one file and needs no shared library, so that it runs on every Linux of its
# processor, also where the C library is musl. Debian has no archives of fmt and toml++, so their headers alone are
# used; the others are archives.

set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
find_package(LibLZMA REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)

# testskew_headers_only(TARGET HEADER DEFINITION): a library of which only the headers are used.
function(testskew_headers_only target header definition)
  find_path(folder ${header} NO_CACHE REQUIRED)
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} INTERFACE ${folder})
  target_compile_definitions(${target} INTERFACE ${definition})
endfunction()

# testskew_archive(TARGET LIBRARY HEADER): a library of which there is an archive.
function(testskew_archive target library header)
  find_library(archive ${library} NO_CACHE REQUIRED)
  find_path(folder ${header} NO_CACHE REQUIRED)
  add_library(${target} STATIC IMPORTED GLOBAL)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${archive})
  target_include_directories(${target} INTERFACE ${folder})
endfunction()

testskew_headers_only(fmt::fmt fmt/core.h FMT_HEADER_ONLY)
testskew_headers_only(tomlplusplus::tomlplusplus toml++/toml.h TOML_HEADER_ONLY=1)
testskew_archive(pugixml::pugixml pugixml pugixml.hpp)
testskew_archive(nettle::nettle nettle nettle/sha2.h)
testskew_archive(yaml-cpp yaml-cpp yaml-cpp/yaml.h)

# A program at a fixed address (-static) has no index of its unwind tables: it would sort them at its first exception,
# which takes longer than all else that it does when it starts.
add_link_options(-static-pie)
add_compile_definitions(TESTSKEW_STATIC)
# The linker leaves out the functions that nothing calls, which are most of an archive.
add_compile_options(-ffunction-sections -fdata-sections)
add_link_options(-Wl,--gc-sections)
