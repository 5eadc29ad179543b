#include "explain/project_files.hpp"

#include <algorithm>
#include <map>

#include "util/files.hpp"

namespace fs = std::filesystem;

namespace testskew::explain {

ReadSource read_below(const fs::path& project) {
    return [project, known = std::map<std::string, std::optional<std::string>>()](
               const std::string& path) mutable -> std::optional<std::string> {
        constexpr std::uintmax_t most = 5'000'000;
        if (const auto found = known.find(path); found != known.end()) return found->second;
        const fs::path inside = path;
        auto& text = known[path];
        if (inside.empty() || inside.is_absolute() || std::find(inside.begin(), inside.end(), "..") != inside.end())
            return text;
        std::error_code error;
        const fs::path file = project / inside;
        if (fs::is_regular_file(file, error) && fs::file_size(file, error) <= most) text = read_file(file);
        return text;
    };
}

}  // namespace testskew::explain
