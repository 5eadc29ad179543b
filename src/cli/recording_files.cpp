#include "cli/recording_files.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {

std::vector<fs::path> recordings_in(const fs::path& folder, std::size_t most, std::vector<std::string>& notes) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error))
        if (it->path().extension() == ".jsonl" && it->is_regular_file(error)) files.push_back(it->path());
    std::sort(files.begin(), files.end());
    const std::string shown = printable(folder.string());
    if (files.empty()) notes.push_back(fmt::format("there is no recording (*.jsonl) in {}", shown));
    if (files.size() > most) {
        notes.push_back(fmt::format("{} holds {} recordings: only the first {} are used", shown, files.size(), most));
        files.resize(most);
    }
    return files;
}

std::string name_of_leg(const fs::path& file) {
    const std::string stem = file.stem().string();
    if (stem != "leg" || !file.has_parent_path()) return stem;
    std::string folder = file.parent_path().filename().string();
    if (folder.starts_with("testskew-")) folder.erase(0, std::string("testskew-").size());
    return folder.empty() ? stem : folder;
}

}  // namespace testskew::cli
