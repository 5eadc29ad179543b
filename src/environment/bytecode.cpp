#include "environment/bytecode.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// Returns the folders of these files and the folders around them, relative to site-packages, which is "".
std::set<fs::path> folders_of(const std::multiset<std::string>& files) {
    std::set<fs::path> folders;
    for (const auto& file : files) {
        // It is a script or a data file outside of site-packages.
        if (file.starts_with("..") || file.starts_with("/")) continue;
        for (fs::path folder = fs::path(file).parent_path();; folder = folder.parent_path()) {
            folders.insert(folder);
            if (folder.empty()) break;
        }
    }
    return folders;
}

}  // namespace

void make_bytecode_folder(const fs::path& site) {
    std::error_code ignored;
    fs::create_directory(site / "__pycache__", ignored);
}

void remove_leftovers(const fs::path& site, const std::multiset<std::string>& files) {
    std::error_code error;
    const auto folders = folders_of(files);
    for (auto it = folders.rbegin(); it != folders.rend(); ++it) {  // What is inside comes first.
        const fs::path folder = site / *it, bytecode = folder / "__pycache__";
        for (const auto& entry : fs::directory_iterator(bytecode, error)) {
            const std::string name = entry.path().filename().string();
            if (name.ends_with(".pyc") && !fs::exists(folder / (name.substr(0, name.find('.')) + ".py"), error))
                fs::remove(entry.path(), error);
        }
        if (it->empty()) continue;
        if (fs::is_empty(bytecode, error) && !error) fs::remove(bytecode, error);
        if (fs::is_empty(folder, error) && !error) fs::remove(folder, error);
    }
}

}  // namespace testskew::environment
