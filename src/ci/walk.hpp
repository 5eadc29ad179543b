#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ci/github_env.hpp"
#include "ci/job.hpp"
#include "ci/shell.hpp"
#include "ci/tox_call.hpp"
#include "profile/toml.hpp"
#include "profile/tox_environment.hpp"

namespace testskew::ci {
class Makefile;
}

/// Follows the commands of a job until pytest is reached. Private to this folder.
namespace testskew::ci {

/// What is installed in one environment: the runner's own, a tool's (uv, poetry, ...) or one of tox or nox.
struct Packages {
    std::vector<Requirement> lines;
    std::vector<std::string> options, upgraded;
    std::optional<LockUse> lock;
    Said as_of;  ///< uv's --exclude-newer; "" for none
    std::vector<std::string> not_knowable;
    bool touched = false;  ///< something was installed, even if it is not known what

    bool any() const { return touched || !lines.empty() || lock.has_value(); }
    /// Takes over what else is installed; the lock stays as it is.
    void add(Packages other);
};

/// Where a command stands: what it sees.
struct Here {
    std::map<std::string, CiVariable> environ;
    std::string cwd;  ///< relative to the project; "" for its root
    Packages* packages = nullptr;
    Said python;
    std::string python_source;
    std::vector<std::string> arguments;  ///< of the script
    Origin origin;
    std::optional<ToxUse> tox;
    std::vector<std::string> dropped;  ///< variables that tox does not pass on
    bool in_tool = false;              ///< in an environment of tox or nox: `python` and `pytest` are its own
    std::string condition;             ///< that only a run knows: what has it, or begins with it, is run together
    bool root = false;
    int depth = 0;

    /// Sets a variable to a word of a command, which has no known value if a part of it is one that only a run knows.
    void set(const std::string& name, const std::string& word);
};

/// Something that is done only under a condition that a run knows, and what is not known because of it.
struct Perhaps {
    std::string condition, text;
};

/// The arguments of a command after its wrappers were taken off.
using Words = std::vector<std::string>;

/// The pyproject.toml of a folder; nullopt if there is none.
std::optional<profile::Node> pyproject_of(const Tree& tree, const std::string& folder);

class Walk {
public:
    Walk(const Job& job, const Tree& tree);
    Leg leg();

private:
    // Steps (walk.cpp)
    void step(const Step& step);
    void script(const std::string& text, bool literal, Here& here, const std::vector<Origin>& lines = {});
    void note_environ(const ShellCommand& command, Here& here);
    void note_bash_env(const ShellCommand& command, const Here& here);
    void perhaps(const Here& here, const std::string& text);
    void unset(const std::string& name, Here& here, bool perhaps);
    std::optional<std::string> variable(const Here& here, const std::string& name) const;
    Here start() const;
    // Actions (walk_actions.cpp)
    void action(const Step& step);
    void setup_python(const Step& step);
    void python_from_file(const std::string& file, const Said& source);
    // Commands (walk_commands.cpp)
    void command(Words words, Here& here);
    void note_made(const Words& words);
    void note_venv(const Words& words, const Here& here);
    void command_python(const Words& words, Here& here);
    bool wrapper(Words& words, Here& here);
    void env_option(Words& words, Here& here);
    bool runner(Words& words, Here& here);
    bool installer(const Words& words, Here& here);
    bool shell_like(const Words& words, Here& here);
    bool other_tests(const Words& words, Here& here);
    bool in_container(const Words& words, Here& here);
    void plain(const Words& words, Here& here);
    // Installing (walk_installs.cpp)
    void pip(const Words& arguments, Packages& into, const Here& here);
    void uninstall(const Words& arguments, Packages& from, const Here& here);
    void pip_command(const Words& words, Packages& into, const Here& here);
    bool uv(Words words, Here& here);
    void uv_pip(const Words& words, Here& here);
    void uv_sync(const Words& words, const Here& here);
    bool poetry(const Words& words, Here& here);
    bool pdm(const Words& words, Here& here);
    bool pipenv(const Words& words, Here& here);
    void take_lock(const LockUse& lock, Packages& into, const std::string& otherwise) const;
    // conda and the operating system (walk_conda.cpp)
    bool conda(const Words& words, Here& here);
    void conda_file(const std::string& file, const std::vector<std::string>& arguments, Here& here);
    bool os_packages(const Words& words);
    // Runners that take an environment (walk_runs.cpp)
    bool uv_run(Words& words, Here& here);
    bool tool_run(Words& words, Here& here);
    void uv_options(const std::string& option, const std::string& value, const Here& here);
    void uv_interpreter(Here& here, const std::string& asked);
    void uv_environment(Here& here, const std::string& asked);
    // hatch (walk_hatch.cpp)
    bool hatch(const Words& words, Here& here);
    bool hatch_script(const profile::Node& document, const std::string& environment, const Words& words, Here& here);
    void hatch_environment(const profile::Node* table, std::string python, Here& here);
    // Programs that start pytest (walk_tox.cpp, walk_nox.cpp, walk_tasks.cpp, walk_recipes.cpp)
    bool tox(const Words& words, Here& here);
    void tox_environment(const std::string& name, const ToxCall& call, Here here);
    void tox_packages(const profile::ToxEnvironment& environment, Here& here);
    void tox_environ(const profile::ToxEnvironment& environment, Here& here);
    void tox_python(const profile::ToxEnvironment& environment, Here& here) const;
    bool nox(const Words& words, Here& here);
    bool make(const Words& words, Here& here);
    void target(const Makefile& file, const std::string& label, const std::string& name, Here& here);
    bool task(const std::string& table, const Words& words, Here& here);
    void task_steps(const std::string& runner, const profile::Node& table, const profile::Node& entry,
                    const std::string& rest, Here& here);
    bool just(const Words& words, Here& here);
    bool taskfile(const Words& words, Here& here, const std::map<std::string, std::string>& given = {});
    bool script_file(const std::string& file, const Words& arguments, Here& here);
    // The end (walk_finish.cpp)
    void found(PytestCall call, Here& here);
    void found_perhaps(PytestCall call, const Here& here);
    void reach(PytestCall call, const Here& here);
    void take(const Here& here);
    void take_conditions(const Here& here);
    void warn_of_packages();
    void with_lock();
    void opaque(const std::string& what, const std::string& name, const Here& here);
    Packages& environment_of(const Here& here);
    void warn_of(const PytestCall& call);
    void finish();

    std::string path(const Here& here, const std::string& relative) const;
    std::string first_there(const Here& here, std::initializer_list<const char*> names) const;
    bool enough();
    void once(std::vector<std::string>& list, const std::string& text) const;

    const Job& job_;
    const Tree& tree_;
    Leg leg_;
    std::map<std::string, CiVariable> environ_;  ///< of the job, with what was written to $GITHUB_ENV
    GithubEnv github_env_;
    bool open_environ_ = false;  ///< something that is not read was written to it by an earlier step
    std::vector<Perhaps> perhaps_;
    std::optional<Leg> candidate_;  ///< with a pytest under a condition, until one without comes
    Said python_;
    std::string python_source_;
    Said uv_python_;  ///< what was asked of uv by an earlier command or by setup-uv
    Packages system_, uv_, poetry_, pdm_, pipenv_, conda_;
    std::vector<std::unique_ptr<Packages>> own_;  ///< of tox's and nox's environments
    std::vector<Requirement> uv_added_;           ///< the lines of uv_ that a sync made
    std::vector<std::string> uv_groups_, uv_extras_, uv_without_;
    bool uv_default_groups_ = true, uv_all_extras_ = false, uv_all_groups_ = false, uv_project_ = true,
         uv_editable_ = true;
    bool poetry_creates_ = true, activated_ = false;
    std::map<std::string, std::string> copies_;  ///< the name of a copy, and of what file it is
    int followed_ = 0;                           ///< commands, targets, tasks and scripts so far
    std::set<std::string> made_;                 ///< files and folders that commands have made
    bool reached_ = false;                       ///< pytest, or other tests, were reached
    std::map<std::string, Said> venvs_;          ///< the folder of a virtual environment, and its Python if it is named
    std::string active_venv_;
    std::string other_tests_, opaque_;
};

}  // namespace testskew::ci
