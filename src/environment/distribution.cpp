#include "environment/distribution.hpp"

#include "environment/installed.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {

Distribution distribution_of(const fs::path& metadata) {
    Distribution result;
    result.metadata = metadata;
    for (const auto& file : {metadata / "METADATA", metadata / "PKG-INFO", metadata}) {  // distutils wrote a file.
        const auto text = read_file(file);
        if (!text || result.name.size() + result.version.size() > 0) continue;
        result.name = normalized_name(metadata_field(*text, "Name"));
        result.version = metadata_field(*text, "Version");
    }
    result.whole = !result.name.empty() && !result.version.empty();
    if (!result.whole) {
        const auto parts = split(metadata.stem().string(), '-');
        result.name = normalized_name(parts[0]);
        result.version = parts.size() > 1 ? parts[1] : "";
    }
    result.origin = direct_url_of(metadata);
    return result;
}

fs::path linked_project(const fs::path& egg_link) {
    const auto lines = split(read_file(egg_link).value_or(""), '\n');
    fs::path folder = fs::path(trim(lines[0]));
    if (lines.size() > 1) folder /= fs::path(trim(lines[1]));
    folder = folder.lexically_normal();
    return folder.has_filename() ? folder : folder.parent_path();
}

}  // namespace testskew::environment
