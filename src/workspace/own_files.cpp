#include "workspace/own_files.hpp"

#include <algorithm>
#include <string>

#include "util/files.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

constexpr std::size_t beginning = 1U << 16U;  ///< bytes of a file in which the first record of a recording is known

bool is_our_own(std::string_view path, const fs::path& top) {
    const fs::path file(path);
    return file.filename() == "testskew.toml" || (file.extension() == ".jsonl" && is_recording(top / file));
}

}  // namespace

bool is_recording(const fs::path& file) {
    std::string text = read_beginning(file, beginning);
    text.resize(std::min(text.find('\n'), text.size()));
    return text.starts_with('{') &&
           (text.find(R"("t":"session")") != std::string::npos || text.find(R"("t":"leg")") != std::string::npos) &&
           text.find(R"("schema":)") != std::string::npos;
}

std::size_t changes_but_our_own(std::string_view status, const fs::path& top) {
    constexpr std::size_t before_path = 3;  // "?? " stands before each path
    std::size_t count = 0;
    while (!status.empty()) {
        const auto end = std::min(status.find('\0'), status.size());
        const std::string_view entry = status.substr(0, end);
        if (entry.size() > before_path && !is_our_own(entry.substr(before_path), top)) ++count;
        status.remove_prefix(std::min(end + 1, status.size()));
    }
    return count;
}

}  // namespace testskew::workspace
