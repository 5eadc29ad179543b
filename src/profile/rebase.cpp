#include "profile/rebase.hpp"

#include <algorithm>
#include <vector>

#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// Changes a path that was written relative to `from`, so that it is relative to `to`. What follows the path (extras, a
/// marker, a comment) stays.
std::string rebase_path(const std::string& text, const fs::path& from, const fs::path& to) {
    const size_t end = std::min(text.find_first_of("[;"), text.find(" #"));
    const std::string path = std::string(trim(std::string_view(text).substr(0, end)));
    const std::string rest =
        end == std::string::npos ? "" : text.substr(std::string_view(text).substr(0, end).find_last_not_of(' ') + 1);
    if (path.empty() || fs::path(path).is_absolute() || path.find("://") != std::string::npos ||
        path.starts_with("file:") || path.starts_with("$"))
        return text;
    fs::path moved = (from / path).lexically_normal().lexically_relative(to.lexically_normal());
    if (moved.empty()) moved = (from / path).lexically_normal();
    std::string result = moved.string();
    while (result.size() > 1 && result.ends_with('/')) result.pop_back();
    return result + rest;
}

/// Whether a line that is not an option is the path of a folder or a file, and not a name with a version.
bool is_path(const std::string& line) {
    const std::string word = line.substr(0, line.find_first_of(" ;[@"));
    return word == "." || word == ".." || word.find('/') != std::string::npos || word.ends_with(".whl") ||
           word.ends_with(".tar.gz");
}

}  // namespace

std::string rebase_line(const std::string& line, const fs::path& from, const fs::path& to) {
    if (from.lexically_normal() == to.lexically_normal()) return line;
    static const std::vector<std::string> options = {
        "--requirement", "--constraint", "--editable", "--find-links", "-r", "-c", "-e", "-f"};
    for (const auto& option : options) {
        if (!line.starts_with(option)) continue;
        size_t at = option.size();
        const bool is_long = option.starts_with("--");
        if (is_long && at < line.size() && line[at] != '=' && line[at] != ' ') continue;
        while (at < line.size() && (line[at] == ' ' || (is_long && line[at] == '='))) ++at;
        const std::string value = line.substr(at);
        if (value.find("://") != std::string::npos || value.find(" @ ") != std::string::npos) return line;
        return option + " " + rebase_path(value, from, to);
    }
    if (line.starts_with('-') || !is_path(line)) return line;
    const std::string moved = rebase_path(line, from, to);
    return moved == line || moved.starts_with('.') || moved.starts_with('/') ? moved : "./" + moved;
}

}  // namespace testskew::profile
