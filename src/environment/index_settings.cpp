#include "environment/index_settings.hpp"

#include <algorithm>
#include <cctype>

#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// Returns the value of a variable, or "" if it is not set.
std::string value_of(const Environ& environ, const std::string& name) {
    const auto it = environ.find(name);
    return it == environ.end() ? "" : it->second;
}

/// Returns a setting of pip, or "" if it is not set.
std::string setting_of(const PipSettings& pip, const std::string& name) {
    const auto it = pip.find(name);
    return it == pip.end() ? "" : std::string(trim(it->second));
}

/// Returns the words of a setting that is a list, separated by white space.
std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> result;
    std::string word;
    for (const char c : text + " ") {
        if (!std::isspace(static_cast<unsigned char>(c)))
            word += c;
        else if (!word.empty())
            result.push_back(std::move(word)), word.clear();
    }
    return result;
}

bool truthy(const std::string& value) {
    const std::string low = lower(value);
    return low == "1" || low == "true" || low == "yes" || low == "on" || low == "y" || low == "t";
}

/// Returns true if the text of a uv.toml sets where packages are looked for.
bool names_an_index(const std::string& text) {
    for (const auto& line : split(text, '\n')) {
        const auto words_of_line = trim(line);
        for (std::string_view key : {"index-url", "extra-index-url", "[[index]]", "[[tool.uv.index]]",
                                     "index =", "index=", "no-index", "find-links"})
            if (words_of_line.starts_with(key)) return true;
    }
    return false;
}

/// Returns the [tool.uv...] tables of a pyproject.toml, without the rest.
std::string uv_tables(const std::string& text) {
    std::string result;
    bool inside = false;
    for (const auto& line : split(text, '\n')) {
        const auto words_of_line = trim(line);
        if (words_of_line.starts_with("["))
            inside = words_of_line.starts_with("[tool.uv") || words_of_line.starts_with("[[tool.uv");
        if (inside) result += line + "\n";
    }
    return result;
}

/// These variables would lead uv elsewhere: to an active virtual environment, another interpreter or another project.
constexpr const char* misleading[] = {"VIRTUAL_ENV",
                                      "CONDA_PREFIX",
                                      "CONDA_DEFAULT_ENV",
                                      "PYTHONPATH",
                                      "PYTHONHOME",
                                      "PYTHONSTARTUP",
                                      "PYTHONSAFEPATH",
                                      "PYTHONPLATLIBDIR",
                                      "PYTHONUSERBASE",
                                      "PYTHONDONTWRITEBYTECODE",
                                      "PYTHONWARNINGS",
                                      "__PYVENV_LAUNCHER__",
                                      "UV",
                                      "UV_PYTHON",
                                      "UV_SYSTEM_PYTHON",
                                      "UV_PROJECT",
                                      "UV_PROJECT_ENVIRONMENT",
                                      "UV_WORKING_DIR",
                                      "UV_WORKING_DIRECTORY",
                                      "UV_VENV_SEED",
                                      "UV_VENV_CLEAR",
                                      "UV_COMPILE_BYTECODE",
                                      "UV_BREAK_SYSTEM_PACKAGES",
                                      "UV_TARGET",
                                      "UV_PREFIX",
                                      "UV_FROZEN",
                                      "UV_LOCKED",
                                      "UV_NO_SYNC",
                                      "UV_NO_EDITABLE",
                                      "UV_REQUIRE_HASHES",
                                      "UV_DEV",
                                      "UV_NO_DEV",
                                      "UV_MANAGED_PYTHON",
                                      "UV_PYTHON_PREFERENCE",
                                      "UV_ENV_FILE",
                                      "UV_RUN_RECURSION_DEPTH",
                                      "RUST_LOG",
                                      "FORCE_COLOR",
                                      "CLICOLOR_FORCE",
                                      "UV_ISOLATED",
                                      "UV_CUSTOM_COMPILE_COMMAND"};

/// Gives uv the settings of pip that decide where packages are looked for, under uv's names.
void give_indexes(const PipSettings& pip, Environ& environ) {
    const std::string index = setting_of(pip, "index-url"),
                      extra = join(words(setting_of(pip, "extra-index-url")), " ");
    if (truthy(setting_of(pip, "no-index"))) environ["UV_NO_INDEX"] = "1";
    if (!index.empty()) environ["UV_DEFAULT_INDEX"] = index;
    if (extra.empty()) return;
    environ["UV_INDEX"] = extra;
    // pip takes the best version of all indexes. uv takes versions only from the first index that has the name.
    if (value_of(environ, "UV_INDEX_STRATEGY").empty()) environ["UV_INDEX_STRATEGY"] = "unsafe-best-match";
}

/// Gives uv the find-links of pip without the folders that do not exist. For such a folder pip warns, and uv fails.
void give_links(const PipSettings& pip, Environ& environ) {
    std::vector<std::string> links;
    std::error_code error;
    for (const auto& link : words(setting_of(pip, "find-links")))
        if (link.find("://") != std::string::npos || fs::exists(link, error)) links.push_back(link);
    if (!links.empty()) environ["UV_FIND_LINKS"] = join(links, ",");
}

}  // namespace

std::vector<fs::path> pip_files(const Environ& environ) {
    const std::string named = value_of(environ, "PIP_CONFIG_FILE");
    if (named == "/dev/null" || named == "os.devnull") return {};
    std::vector<fs::path> files;
    std::string folders = value_of(environ, "XDG_CONFIG_DIRS");
    if (folders.empty()) folders = "/etc/xdg";
    for (const auto& folder : split(folders, ':'))
        if (!folder.empty()) files.push_back(fs::path(folder) / "pip" / "pip.conf");
    files.push_back("/etc/pip.conf");
    const std::string home = value_of(environ, "HOME");
    std::string config = value_of(environ, "XDG_CONFIG_HOME");
    if (!home.empty()) files.push_back(fs::path(home) / ".pip" / "pip.conf");
    if (config.empty() && !home.empty()) config = home + "/.config";
    if (!config.empty()) files.push_back(fs::path(config) / "pip" / "pip.conf");
    if (!named.empty()) files.push_back(named);
    return files;
}

void read_pip_file(const std::string& text, PipSettings& settings) {
    std::map<std::string, PipSettings> sections;
    std::string section, key;
    for (const auto& line : split(text, '\n')) {
        const std::string words_of_line(trim(line));
        if (words_of_line.empty() || words_of_line[0] == '#' || words_of_line[0] == ';') continue;
        if (words_of_line[0] == '[') {
            section = words_of_line.substr(1, words_of_line.find(']') - 1);
            key.clear();
            continue;
        }
        const bool continued = std::isspace(static_cast<unsigned char>(line[0])) && !key.empty();
        const size_t separator = words_of_line.find_first_of("=:");
        if (continued) {
            sections[section][key] += "\n" + words_of_line;
        } else if (separator != std::string::npos) {
            key = lower(trim(std::string_view(words_of_line).substr(0, separator)));
            std::replace(key.begin(), key.end(), '_', '-');
            sections[section][key] = trim(std::string_view(words_of_line).substr(separator + 1));
        }
    }
    for (const char* name : {"global", "download", "install"})
        for (const auto& [setting, value] : sections[name]) settings[setting] = value;
}

PipSettings pip_settings(const Environ& environ) {
    PipSettings settings;
    for (const auto& file : pip_files(environ))
        if (const auto text = read_file(file)) read_pip_file(*text, settings);
    for (const auto& [name, value] : environ) {
        if (!name.starts_with("PIP_") || value.empty()) continue;
        std::string key = lower(std::string_view(name).substr(4));
        std::replace(key.begin(), key.end(), '_', '-');
        settings[key] = value;
    }
    return settings;
}

Environ uv_environ(Environ environ, const PipSettings& pip, bool uv_has_index) {
    for (const char* name : misleading) environ.erase(name);
    environ["UV_PYTHON_DOWNLOADS"] = "never";
    environ["UV_NO_PROGRESS"] = "1";
    environ["NO_COLOR"] = "1";
    environ["GIT_TERMINAL_PROMPT"] = "0";

    const auto has = [&](const char* name) { return !value_of(environ, name).empty(); };
    const bool own_index = uv_has_index || has("UV_DEFAULT_INDEX") || has("UV_INDEX_URL") || has("UV_INDEX") ||
                           has("UV_EXTRA_INDEX_URL") || has("UV_NO_INDEX");
    if (!own_index) give_indexes(pip, environ);
    if (!uv_has_index && !has("UV_FIND_LINKS")) give_links(pip, environ);
    const std::string certificates = setting_of(pip, "cert"), hosts = setting_of(pip, "trusted-host");
    if (!has("SSL_CERT_FILE") && !certificates.empty()) environ["SSL_CERT_FILE"] = certificates;
    if (!has("UV_INSECURE_HOST") && !hosts.empty()) environ["UV_INSECURE_HOST"] = join(words(hosts), " ");
    if (!has("UV_KEYRING_PROVIDER") && setting_of(pip, "keyring-provider") == "subprocess")
        environ["UV_KEYRING_PROVIDER"] = "subprocess";
    return environ;
}

bool uv_files_name_an_index(const fs::path& project, const Environ& environ) {
    std::vector<fs::path> files;
    if (const auto named = value_of(environ, "UV_CONFIG_FILE"); !named.empty()) files.push_back(named);
    if (value_of(environ, "UV_NO_CONFIG").empty()) {
        std::string config = value_of(environ, "XDG_CONFIG_HOME");
        if (config.empty()) config = value_of(environ, "HOME") + "/.config";
        files.push_back(fs::path(config) / "uv" / "uv.toml");
        files.push_back("/etc/uv/uv.toml");
        files.push_back("/etc/xdg/uv/uv.toml");
        for (fs::path folder = project; !folder.empty(); folder = folder.parent_path()) {
            files.push_back(folder / "uv.toml");
            if (const auto text = read_file(folder / "pyproject.toml"); text && names_an_index(uv_tables(*text)))
                return true;
            if (folder == folder.root_path()) break;
        }
    }
    return std::any_of(files.begin(), files.end(), [](const fs::path& file) {
        const auto text = read_file(file);
        return text && names_an_index(*text);
    });
}

std::string index_key(const Environ& environ) {
    std::string key;
    for (const char* name :
         {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_NO_INDEX", "UV_FIND_LINKS",
          "UV_INDEX_STRATEGY", "UV_PRERELEASE", "UV_RESOLUTION", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE_NEWER",
          "UV_NO_BUILD", "UV_NO_BINARY", "UV_EXCLUDE", "UV_TORCH_BACKEND", "UV_NO_SOURCES"})
        key += std::string(name) + "=" + value_of(environ, name) + "\n";
    return key;
}

}  // namespace testskew::environment
