# testskew_embed runs this script. It writes OUT.hpp and OUT.cpp, which hold the bytes of FILES (relative to FOLDER) as
# arrays.
set(arrays "")
set(table "")
set(i 0)
foreach(file IN LISTS FILES)
  file(READ ${FOLDER}/${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "constexpr unsigned char file${i}[] = {${bytes}0};\n")
  string(APPEND table "    {\"${file}\", {reinterpret_cast<const char*>(file${i}), sizeof file${i} - 1}},\n")
  math(EXPR i "${i} + 1")
endforeach()
file(WRITE ${OUT}.hpp "#pragma once
#include <string_view>
#include <utility>
#include <vector>
namespace testskew::embedded {
/// The files of one embedded folder: (relative path, content), sorted by path.
const std::vector<std::pair<std::string_view, std::string_view>>& ${NAME}();
}
")
file(WRITE ${OUT}.cpp "#include \"${NAME}.hpp\"
namespace testskew::embedded {
namespace {
${arrays}}
const std::vector<std::pair<std::string_view, std::string_view>>& ${NAME}() {
    static const std::vector<std::pair<std::string_view, std::string_view>> files = {
${table}    };
    return files;
}
}
")
