#include "workspace/ignored.hpp"

#include "util/text.hpp"
#include "workspace/tree.hpp"

namespace testskew::workspace {

std::vector<std::string> ignored_files(const GitPlace& place, const std::filesystem::path& project,
                                       const std::vector<std::string>& files) {
    constexpr std::size_t longest = 100'000;  // bytes of a command line
    std::vector<std::string> command = {"--literal-pathspecs", "ls-files",           "-z", "--others",
                                        "--ignored",           "--exclude-standard", "--"};
    const std::size_t words = command.size();
    std::size_t size = 0;
    for (const std::string& file : files) {
        if (!status_of(project / file) || (size += file.size() + 1) > longest) continue;
        command.push_back(file);
    }
    if (command.size() == words) return {};
    std::vector<std::string> ignored;
    for (const std::string& file : split(git(command, project, pointing_at(place)).out, '\0'))
        if (!file.empty()) ignored.push_back(file);
    return ignored;
}

}  // namespace testskew::workspace
