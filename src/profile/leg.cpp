#include "profile/leg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "process/environ.hpp"
#include "profile/git_in.hpp"
#include "profile/leg_commit.hpp"
#include "profile/leg_head.hpp"
#include "profile/leg_machine.hpp"
#include "profile/pytest_command.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/json_members.hpp"
#include "util/recording_name.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
using nlohmann::json;
namespace {

constexpr std::size_t most_names_shown = 8;

/// Gathers the settings of one leg.
class LegReader {
public:
    LegReader(const Project& project, const fs::path& path, const RecordingName& asked, Settings& settings)
        : project_(project),
          settings_(settings),
          asked_(asked),
          head_(read_leg_head(path, asked.number())),
          label_(path.filename().string()) {
        facts_ = member(head_.session, "facts");
        if (const json seen = member(head_.facts, "facts"); seen.is_object()) facts_.update(seen);
    }

    void read() {
        python();
        environ();
        selection();
        host();
        files();
        const auto notes = machine_notes(project_.root, members::name_map(json{{"facts", facts_}}, "facts"), label_);
        settings_.notes.insert(settings_.notes.end(), notes.begin(), notes.end());
        if (head_.sessions > 1)
            settings_.notes.push_back(
                fmt::format("{} holds {} sessions of pytest: this is session {} ({}), and {} would be another one",
                            label_, head_.sessions, asked_.number(), printable(shell_command(command_)),
                            name_of_session(label_, asked_.number() == 1 ? 2 : 1)));
        set("lock", asked_.session ? name_of_session(label_, asked_.session) : label_);
        set("seed", "none");  // the recording lists pip and setuptools as well, if they were there
    }

private:
    /// An object; an empty one if there is something else, as in a damaged file.
    static json member(const json& object, const char* name) {
        const bool there = object.is_object() && object.contains(name) && object[name].is_object();
        return there ? object[name] : json::object();
    }

    void set(const std::string& key, Value value) {
        settings_.keys[key] = {std::move(value), label_, settings_.directory};
    }

    void python() {
        const std::string version = members::text(member(head_.session, "interpreter"), "version");
        if (version.empty())
            throw Error(fmt::format("{} does not say which Python it ran in: record it again", label_));
        const std::string implementation = members::text(member(head_.session, "interpreter"), "implementation");
        if (!implementation.empty() && implementation != "cpython")
            throw Error(
                fmt::format("{} was recorded with {}, and sides are made with CPython: compare it with another "
                            "recording (testskew compare)",
                            label_, implementation));
        set("python", version);
    }

    void environ() {
        std::vector<std::string> unknown;
        const json values = member(head_.session, "values");
        for (const auto& [name, value] : values.items())
            if (value.is_string()) set("environ." + name, value.get<std::string>());
        const auto own = process::own_environ();
        const json environ = member(head_.session, "environ");
        for (const auto& [name, digest] : environ.items())
            if (!values.contains(name) && !own.count(name) && !of_the_machine(name)) unknown.push_back(name);
        if (unknown.empty()) return;
        const std::size_t shown = std::min(unknown.size(), most_names_shown);
        const std::string names = join({unknown.begin(), unknown.begin() + static_cast<std::ptrdiff_t>(shown)}, ",");
        settings_.notes.push_back(
            fmt::format("{} of {} {} not set, as the recording does not have the value: {}{} (record with --values {})",
                        count_of(static_cast<long>(unknown.size()), "variable"), label_,
                        unknown.size() == 1 ? "is" : "are", names, unknown.size() > shown ? ",..." : "", names));
    }

    /// Variables that every machine has for itself, and that tell where CI ran and not how.
    static bool of_the_machine(const std::string& name) {
        static constexpr std::array names = {"HOME",      "PATH",          "PWD",
                                             "OLDPWD",    "SHLVL",         "_",
                                             "USER",      "SHELL",         "LOGNAME",
                                             "TMPDIR",    "HOSTNAME",      "VIRTUAL_ENV",
                                             "EDITOR",    "PAGER",         "LESSOPEN",
                                             "LS_COLORS", "MAIL",          "PS1",
                                             "GOROOT",    "EDGEWEBDRIVER", "VIRTUAL_ENV_PROMPT"};
        static constexpr std::array beginnings = {"GITHUB_", "RUNNER_", "ACTIONS_", "CI_",      "GITLAB_", "CIRCLE_",
                                                  "SSH_",    "XDG_",    "JAVA_",    "ANDROID_", "DOTNET_", "AGENT_",
                                                  "TOX_",    "_TOX",    "UV_",      "PIP_",     "DBUS_"};
        return std::find(names.begin(), names.end(), name) != names.end() ||
               std::any_of(beginnings.begin(), beginnings.end(),
                           [&](const char* beginning) { return name.starts_with(beginning); });
    }

    /// The folder in which the leg ran pytest, relative to this project. Throws Error if it belongs to another project
    /// of the same repository.
    fs::path folder_of_leg() const {
        const fs::path folder = members::text(facts_, "folder");
        const std::string recorded = members::text(facts_, "project");
        const auto own = git_in(project_.root, {"rev-parse", "--show-prefix"});
        if (recorded.empty() || !own.ok()) return folder;
        const fs::path in_repository = without_slash(fs::path(recorded) / folder);
        const fs::path below = in_repository.lexically_relative(without_slash(fs::path(trim(own.out)) / "."));
        const bool inside = !below.empty() && *below.begin() != "..";
        std::error_code error;
        const bool gone = !fs::is_directory(project_.root / below, error);  // as in a leg of another commit
        if (inside && (gone || find_project(project_.root / below).root == project_.root)) return below;
        throw Error(fmt::format("{} was recorded in the folder {} of its repository: start testskew there", label_,
                                printable(in_repository.string())));
    }

    static fs::path without_slash(const fs::path& path) {
        const fs::path plain = path.lexically_normal();
        return plain.has_filename() ? plain : plain.parent_path();
    }

    void selection() {
        auto command = members::names(head_.session, "argv");
        // A script is run by its interpreter: `python /path/bin/pytest tests`.
        if (command.size() > 1 && fs::path(command[1]).is_absolute()) command.erase(command.begin());
        if (!command.empty()) command[0] = fs::path(command[0]).filename().string();
        const fs::path folder = folder_of_leg();
        command_ = command;
        const auto found = pytest_selection(command, project_.root / folder);
        if (!found) {
            settings_.notes.push_back(fmt::format("the command of {} is not understood: {}; all tests are run", label_,
                                                  printable(join(command, " "))));
            return;
        }
        std::vector<std::string> targets = found->targets;
        const bool below = !folder.empty() && folder != ".";
        if (below)
            settings_.notes.push_back(
                fmt::format("{} ran pytest in {}/, and here it is started in the project's folder: tests that use the "
                            "current folder see another one",
                            label_, folder.string()));
        if (below && targets.empty()) targets = {"."};
        for (std::string& target : targets)
            if (below && !fs::path(target).is_absolute()) target = (folder / target).lexically_normal().string();
        set("targets", targets);
        set("pytest", found->options);
        if (found->invocation == Invocation::python_m_pytest) set("invocation", std::string("python -m pytest"));
    }

    void host() {
        if (const std::string umask = members::text(facts_, "umask"); !umask.empty()) set("host.umask", umask);
        if (members::text(facts_, "terminal") == "in,out,err") set("host.terminal", true);
    }

    void files() {
        const std::string head = members::text(facts_, "git.head");
        if (head.empty()) return;
        const LegCommit commit = leg_commit(project_.root, head, members::text(facts_, "merge"), label_);
        if (!commit.note.empty()) settings_.notes.push_back(commit.note);
        if (!commit.here) return;
        set("files", "ref:" + head);
        if (const std::string dirty = members::text(facts_, "git.dirty"); !dirty.empty() && dirty != "0")
            settings_.notes.push_back(fmt::format(
                "{} paths of the leg were changed or are not tracked: the recording does not have them", dirty));
        if (members::text(facts_, "git.shallow") == "true" || members::text(facts_, "git.shallow") == "1")
            if (const std::string depth = members::text(facts_, "git.depth"); !depth.empty())
                set("git.depth", std::strtol(depth.c_str(), nullptr, 10));
        if (members::text(facts_, "git.tags") == "0") set("git.tags", false);
        if (members::text(facts_, "git.detached") == "true" || members::text(facts_, "git.detached") == "1")
            set("git.branch", std::string());
    }

    const Project& project_;
    Settings& settings_;
    RecordingName asked_;
    LegHead head_;
    std::string label_;
    std::vector<std::string> command_;  ///< without the path of its program
    json facts_;
};

}  // namespace

std::optional<Settings> leg_settings(const Project& project, const std::string& asked, const fs::path& from) {
    const RecordingName name = recording_name(asked);
    if (!name.names_one()) return std::nullopt;
    const fs::path path = (from / name.path).lexically_normal();
    std::error_code error;
    if (!fs::exists(path, error)) throw Error(fmt::format("there is no recording {}", path.string()));
    Settings settings;
    settings.name = name_of_file(path, "leg");
    settings.origin = path.filename().string();
    settings.directory = path.parent_path();
    settings.recording = path;
    settings.recorded_session = name.number();
    LegReader(project, path, name, settings).read();
    return settings;
}

}  // namespace testskew::profile
