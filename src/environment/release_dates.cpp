#include "environment/release_dates.hpp"

#include <algorithm>
#include <cctype>

#include "environment/uv.hpp"
#include "util/temporary_folder.hpp"

namespace testskew::environment {

std::string first_upload(const std::string& pylock) {
    static const std::string key = "upload-time = ";
    std::string first;
    for (std::size_t at = 0; (at = pylock.find(key, at)) != std::string::npos;) {
        at += key.size();
        const std::string day = pylock.substr(at, 10);  // A date of TOML has no quotes.
        const bool is_day =
            day.size() == 10 && day[4] == '-' && day[7] == '-' &&
            std::all_of(day.begin(), day.end(), [](unsigned char c) { return std::isdigit(c) || c == '-'; });
        if (is_day && (first.empty() || day < first)) first = day;
    }
    return first;
}

std::map<std::string, std::string> release_dates(const std::string& name, const std::vector<std::string>& versions,
                                                 const Interpreter& interpreter,
                                                 const std::vector<std::string>& arguments,
                                                 const BuildOptions& options) {
    std::map<std::string, std::string> dates;
    const TemporaryFolder folder;
    for (const auto& version : versions) {
        if (version.empty() || dates.count(version)) continue;
        // Of everything that uv prints, only this says when a file was uploaded.
        std::vector<std::string> command = {"pip",
                                            "compile",
                                            "--quiet",
                                            "--no-deps",
                                            "--no-header",
                                            "--format",
                                            "pylock.toml",
                                            "--python",
                                            interpreter.executable,
                                            folder.file("releases.in", {name + "==" + version})};
        command.insert(command.end(), arguments.begin(), arguments.end());
        const auto exit = run_uv(command, options);
        if (!exit.ok()) continue;
        if (const std::string day = first_upload(exit.out); !day.empty()) dates[version] = day;
    }
    return dates;
}

}  // namespace testskew::environment
