#include "workspace/written_files.hpp"

#include <sys/stat.h>

#include "util/error.hpp"
#include "workspace/copy.hpp"
#include "workspace/states.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

bool does_not_count(std::string_view name, bool folder) {
    if (is_own_folder(name, folder)) return true;
    // The compiler's intermediate results are large, and no program reads them when it runs.
    if (folder) return name == ".git" || name == "__pycache__" || name.starts_with("temp.");
    return name == ".git" || name.ends_with(".pyc") || name.ends_with(".o");
}

bool unchanged(const TreeEntry& a, const TreeEntry& b) {
    return a.mode == b.mode && a.size == b.size && a.modified == b.modified && a.inode == b.inode;
}

}  // namespace

WrittenFiles::WrittenFiles(const Workspace& workspace) : layer_(workspace.layer) {
    for (TreeEntry& entry : look()) before_.emplace(entry.path, entry);
}

std::vector<TreeEntry> WrittenFiles::look() const {
    return walk(layer_,
                [](std::string_view, std::string_view name, bool folder) { return does_not_count(name, folder); });
}

std::vector<std::string> WrittenFiles::paths() const {
    std::vector<std::string> found;
    for (const TreeEntry& entry : look()) {
        // A whiteout of an overlay is a device. What a build removed is not to be removed for others.
        if (!S_ISREG(entry.mode) && !S_ISLNK(entry.mode)) continue;
        const auto known = before_.find(entry.path);
        if (known == before_.end() || !unchanged(known->second, entry)) found.push_back(entry.path);
    }
    return found;
}

std::vector<std::string> WrittenFiles::save(const fs::path& to) const {
    const std::vector<std::string> written = paths();
    CopyReport report;
    for (const std::string& path : written) {
        std::error_code error;
        fs::create_directories((to / path).parent_path(), error);
        if (error)
            throw Error("cannot make " + (to / path).parent_path().string() + ": " + error.message(),
                        ExitCode::environment);
        copy_entry(layer_ / path, to / path, report, path);
    }
    return written;
}

}  // namespace testskew::workspace
