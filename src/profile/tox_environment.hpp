#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "util/text_budget.hpp"

namespace testskew::profile {

/// One environment of tox with its substitutions made. Paths below the project are relative to it.
struct ToxEnvironment {
    std::string name;                               ///< "py311"
    std::string file;                               ///< the configuration, "tox.ini"
    std::string base_python;                        ///< "" if the environment names none
    std::vector<std::string> deps, extras, groups;  ///< lines of a requirements file, and names
    std::vector<std::pair<std::string, std::string>> set_env;
    std::vector<std::string> pass_env;                   ///< names and patterns
    std::vector<std::vector<std::string>> commands;      ///< their words
    std::string change_dir;                              ///< "" for the project's folder
    std::vector<std::vector<std::string>> commands_pre;  ///< run before `commands`
    bool installs_project = true;
    bool editable = false;                    ///< use_develop, or package = editable
    bool from_lock = false;                   ///< tox-uv's runner, which installs what uv.lock says
    std::vector<std::string> not_understood;  ///< a line for each setting that is not taken, and why
};

/// How an environment is asked for.
struct ToxAsk {
    std::optional<std::vector<std::string>> posargs;  ///< what follows `--`; nullopt for no `--`
    /// The value of a variable for {env:NAME}; testskew's own environ if it is not set.
    std::function<std::optional<std::string>(const std::string&)> variable;
    std::string root = ".";    ///< what {toxinidir} is in a command, which may start in another folder
    bool own_folders = false;  ///< tox's folders as tox names them (.tox/py311/tmp), not folders of a session

    std::optional<std::string> value_of(const std::string& name) const;
};

/// The configuration of tox in a folder: tox.ini, setup.cfg, pyproject.toml or tox.toml.
class ToxConfiguration {
public:
    virtual ~ToxConfiguration() = default;
    virtual std::string file() const = 0;
    /// The names of the environments, in the order of the file.
    virtual std::vector<std::string> names() const = 0;
    /// The environments that a tox without `-e` runs: those of env_list, or "py" without one.
    virtual std::vector<std::string> run_by_default() const = 0;
    /// An environment. Any name can be asked for, as tox makes environments out of factors.
    virtual ToxEnvironment environment(const std::string& name, const ToxAsk& ask) const = 0;
    ToxEnvironment environment(const std::string& name) const { return environment(name, ToxAsk()); }
};

/// The configuration that tox would find in this folder, or the one in a file of it; nullptr if there is none. Throws
/// Error (usage) if it is malformed.
std::unique_ptr<ToxConfiguration> tox_configuration(const std::filesystem::path& folder, const std::string& file = "");

/// An ini file of tox. In setup.cfg, the section is [tox:tox].
std::unique_ptr<ToxConfiguration> tox_ini(const std::string& text, const std::string& file);

/// The Python version that a factor of an environment's name means: "py311" and "3.11" give "3.11". "" for others.
std::string python_of_factor(const std::string& factor);

/// Replaces the substitutions of tox in a value. What it cannot replace stays, and `unknown` gets its text.
struct ToxReplacer {
    std::string environment;
    /// The value of {[section]key} and {key}; nullopt if there is none.
    std::function<std::optional<std::string>(const std::string& section, const std::string& key)> reference;
    std::string project;  ///< what stands for {toxinidir}
    ToxAsk ask = {};
    TextBudget* budget = nullptr;  ///< what may be filled in; what is beyond it is unknown

    std::string operator()(const std::string& text, std::vector<std::string>& unknown, int depth = 0) const;
};

}  // namespace testskew::profile
