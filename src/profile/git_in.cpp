#include "profile/git_in.hpp"

#include "process/environ.hpp"
#include "util/files.hpp"

namespace testskew::profile {

process::Exit git_in(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environ) {
    const auto program = find_on_path("git");
    if (!program) {
        process::Exit missing;
        missing.start_error = "there is no git";
        return missing;
    }
    process::Command command;
    command.argv = {program->string(), "-C", folder.string()};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.environ = process::environ_without_git();
    for (const auto& [name, value] : environ) command.environ[name] = value;
    command.directory = "/";
    return process::run(command);
}

}  // namespace testskew::profile
