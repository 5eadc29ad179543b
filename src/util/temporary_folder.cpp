#include "util/temporary_folder.hpp"

#include "util/files.hpp"

namespace testskew {

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent, const std::string& prefix)
    : path(make_temporary_directory(parent, prefix)) {}
TemporaryFolder::~TemporaryFolder() { remove_tree(path); }

std::string TemporaryFolder::file(const std::string& name, const std::vector<std::string>& lines) const {
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    write_file(path / name, text, 0600);
    return (path / name).string();
}

}  // namespace testskew
