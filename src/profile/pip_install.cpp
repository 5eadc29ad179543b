#include "profile/pip_install.hpp"

#include <algorithm>

namespace testskew::profile {
namespace {

/// Options that are lines of a requirements file, with their short form.
struct Spelling {
    const char *name, *line;
};
constexpr Spelling spellings[] = {{"-e", "-e"},
                                  {"--editable", "-e"},
                                  {"-r", "-r"},
                                  {"--requirement", "-r"},
                                  {"--requirements", "-r"},
                                  {"-c", "-c"},
                                  {"--constraint", "-c"},
                                  {"--group", "--group"},
                                  {"-i", "--index-url"},
                                  {"--index-url", "--index-url"},
                                  {"--default-index", "--index-url"},
                                  {"--extra-index-url", "--extra-index-url"},
                                  {"--index", "--extra-index-url"},
                                  {"-f", "--find-links"},
                                  {"--find-links", "--find-links"}};

bool is_in(const std::string& word, std::initializer_list<const char*> list) {
    return std::any_of(list.begin(), list.end(), [&](const char* one) { return word == one; });
}

/// Options with a value that say nothing of what is installed.
bool value_of_no_interest(const std::string& option) {
    return is_in(option, {"--timeout",
                          "--retries",
                          "--cache-dir",
                          "--src",
                          "--upgrade-strategy",
                          "--report",
                          "--exists-action",
                          "--client-cert",
                          "--use-feature",
                          "--use-deprecated",
                          "--refresh-package",
                          "--reinstall-package",
                          "--allow-insecure-host",
                          "--directory",
                          "--root-user-action",
                          "--progress-bar",
                          "--log",
                          "--trusted-host",
                          "--proxy",
                          "--cert",
                          "--python",
                          "-p",
                          "--index-strategy",
                          "--link-mode",
                          "--color",
                          "--keyring-provider",
                          "--config-settings",
                          "-C"});
}

/// Options with a value that change what is installed, or where.
bool value_that_counts(const std::string& option) {
    return is_in(option, {"--only-binary",
                          "--no-binary",
                          "--target",
                          "-t",
                          "--prefix",
                          "--root",
                          "--resolution",
                          "--prerelease",
                          "--fork-strategy",
                          "--extra",
                          "--override",
                          "--overrides",
                          "--build-constraint",
                          "--build-constraints",
                          "-b",
                          "--upgrade-package",
                          "-P",
                          "--no-build-package",
                          "--no-binary-package",
                          "--only-binary-package",
                          "--python-version",
                          "--python-platform",
                          "--platform",
                          "--implementation",
                          "--abi",
                          "--torch-backend"});
}

bool of_no_interest(const std::string& option) {
    return is_in(option, {"-q",
                          "-qq",
                          "-v",
                          "-vv",
                          "-vvv",
                          "--quiet",
                          "--verbose",
                          "--no-input",
                          "--no-cache-dir",
                          "--disable-pip-version-check",
                          "--system",
                          "--user",
                          "--force-reinstall",
                          "--force",
                          "--no-warn-script-location",
                          "--ignore-installed",
                          "-I",
                          "--exact",
                          "--no-color",
                          "--dry-run",
                          "--no-python-downloads",
                          "--managed-python",
                          "--native-tls",
                          "-y",
                          "--yes",
                          "--compile",
                          "--no-compile",
                          "--compile-bytecode",
                          "--refresh",
                          "--no-cache",
                          "--reinstall",
                          "--no-progress-bar",
                          "--require-virtualenv",
                          "--isolated",
                          "--strict",
                          "-n"});
}

}  // namespace

PipInstall pip_install(const std::vector<std::string>& arguments) {
    PipInstall result;
    for (size_t i = 0; i < arguments.size(); ++i) {
        const std::string& word = arguments[i];
        if (word.empty() || word == "--") continue;
        if (word[0] != '-') {
            result.lines.push_back(word);
            continue;
        }
        const size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
        const std::string name = word.substr(0, equals);
        const Spelling* line = nullptr;
        std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
        for (const auto& one : spellings) {
            if (name == one.name) line = &one;
            const bool joined = std::string_view(one.name).size() == 2 && word.size() > 2 &&
                                word.starts_with(one.name) && word[1] != '-';
            if (joined && !of_no_interest(word)) {  // -rfile
                line = &one;
                value = word.substr(2);
            }
        }
        if (line) {
            if (value.empty() && i + 1 < arguments.size()) value = arguments[++i];
            if (line->line == std::string_view("-r") || line->line == std::string_view("-c"))
                if (value.starts_with("./")) value.erase(0, 2);
            result.lines.push_back(std::string(line->line) + " " + value);
        } else if (word == "-U" || word == "--upgrade") {
            result.upgrade = true;
        } else if (value_of_no_interest(name)) {
            if (equals == std::string::npos) ++i;
        } else if (is_in(name, {"--no-deps", "--pre", "--no-build-isolation", "--break-system-packages", "--use-pep517",
                                "--prefer-binary", "--no-index", "--require-hashes", "--all-extras", "--no-build",
                                "--no-sources"})) {
            result.options.push_back(name);
        } else if (name == "--exclude-newer") {
            if (value.empty() && i + 1 < arguments.size()) value = arguments[++i];
            const bool day = value.size() == 10 && value.find_first_not_of("0123456789-") == std::string::npos;
            if (day)
                result.exclude_newer = value;
            else
                result.not_understood.push_back("install --exclude-newer " + value);
        } else if (value_that_counts(name)) {
            if (value.empty() && i + 1 < arguments.size()) value = arguments[++i];
            result.options.push_back(name + "=" + value);
        } else if (!of_no_interest(word)) {
            result.not_understood.push_back("install " + word);
        }
    }
    return result;
}

}  // namespace testskew::profile
