#include "util/pyvenv.hpp"

#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew {

fs::path virtual_environment_of(const fs::path& path) {
    fs::path folder = path.lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();  // a trailing slash
    if (is_file(folder / "pyvenv.cfg")) return folder;
    const fs::path bin = folder.parent_path();
    if (bin.filename() == "bin" && is_file(bin.parent_path() / "pyvenv.cfg")) return bin.parent_path();
    return {};
}

std::string pyvenv_value(const fs::path& environment, const std::string& key) {
    for (const auto& line : split(read_file(environment / "pyvenv.cfg").value_or(""), '\n')) {
        const size_t equals = line.find('=');
        if (equals == std::string::npos || lower(trim(std::string_view(line).substr(0, equals))) != key) continue;
        std::string value(trim(std::string_view(line).substr(equals + 1)));
        return value.find('/') == std::string::npos ? lower(value) : value;
    }
    return "";
}

std::string pyvenv_version(const fs::path& environment) {
    std::string version = pyvenv_value(environment, "version");
    if (version.empty()) version = pyvenv_value(environment, "version_info");  // virtualenv and uv
    const auto parts = split(version, '.');
    return parts.size() < 2 ? "" : parts[0] + "." + parts[1];
}

}  // namespace testskew
