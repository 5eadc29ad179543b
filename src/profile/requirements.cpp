#include "profile/requirements.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "profile/declared.hpp"
#include "profile/declared_files.hpp"
#include "profile/declared_needs.hpp"
#include "profile/declared_pyproject.hpp"
#include "profile/installed_python.hpp"
#include "profile/pytest_configuration.hpp"
#include "profile/rebase.hpp"
#include "profile/requirements_of_lock.hpp"
#include "profile/sub_projects.hpp"
#include "profile/tool_lock.hpp"
#include "profile/virtual_environment.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// The lines that install the project itself: with its extras, or its dependencies alone, and its groups.
std::vector<std::string> project_lines(const Declared& declared) {
    std::vector<std::string> lines;
    if (declared.installable)
        lines.push_back(declared.extras.empty() ? "-e ." : "-e .[" + join(declared.extras, ",") + "]");
    lines.insert(lines.end(), declared.own.begin(), declared.own.end());
    for (const auto& group : declared.groups) lines.push_back("--group " + group);
    return lines;
}

/// What the files of a folder declare, without its locks. The origin is "" if they declare nothing.
Requirements declared_in(const fs::path& folder, const Wanted& wanted) {
    Declared declared = declared_by(folder);
    add_setup(folder, declared);
    const bool packaged = declared.installable || !declared.own.empty();
    if (!declared.names_pytest)
        add_requirements_files(folder, declared);
    else
        offer_requirements_files(folder, declared);
    if (!packaged && declared.lines.empty()) add_pipfile(folder, declared);
    if (!declared.names_pytest) add_tox(folder, declared);
    add_needed(folder, wanted.profile.selection, declared);

    Requirements result;
    result.lines = project_lines(declared);
    for (const auto& line : declared.lines) append_once(result.lines, line);
    result.notes = declared.notes;
    if (!result.lines.empty())
        result.origin = origin_of(declared, packaged || !declared.groups.empty() ? declared.source : "");
    else if (!declared.left_out.empty())
        result.notes.push_back(fmt::format("not taken: {}", join(declared.left_out, ", ")));
    return result;
}

/// What a folder has installed: from its lock, else from what its files declare. The origin is "" for nothing.
Requirements found_in(const fs::path& folder, const Wanted& wanted) {
    const bool pyproject = is_file(folder / "pyproject.toml");
    if (is_file(folder / "uv.lock") && pyproject) return requirements_of_lock(folder / "uv.lock", "uv.lock", wanted);
    const Wanted here{wanted.profile, folder, wanted.interpreter};
    if (is_file(folder / "pylock.toml")) return requirements_of_lock(folder / "pylock.toml", "pylock.toml", here);
    for (const std::string name : {"poetry.lock", "pdm.lock", "Pipfile.lock"})
        if (is_file(folder / name) && (pyproject || name == "Pipfile.lock"))
            return requirements_of_lock(folder / name, name, here);
    return declared_in(folder, wanted);
}

/// The lines of a folder below the project as lines of the project.
void rebase_requirements(const fs::path& folder, const fs::path& project, Requirements& requirements) {
    const std::string below = folder.lexically_relative(project).string();
    const auto rebase = [&](std::vector<std::string>& lines) {
        for (auto& line : lines)
            line = line.starts_with("--group ") ? fmt::format("--group {}/pyproject.toml:{}", below, line.substr(8))
                                                : rebase_line(line, folder, project);
    };
    rebase(requirements.lines);
    if (requirements.locked && requirements.locked->empty()) requirements.locked.reset();
    requirements.origin = below + "/" + requirements.origin;
    requirements.locked_by = below + "/" + requirements.locked_by;
}

void append(Requirements& into, Requirements&& other) {
    const auto add = [](std::vector<std::string>& to, const std::vector<std::string>& from) {
        for (const auto& one : from) append_once(to, one);
    };
    add(into.lines, other.lines);
    add(into.notes, other.notes);
    if (!into.lock && !into.locked) {
        into.lock = other.lock;
        into.locked = other.locked;
        into.locked_by = other.locked_by;
    }
    into.origin += (into.origin.empty() || other.origin.empty() ? "" : " and ") + other.origin;
}

/// The note that pytest passes over the conftest.py of the root for targets in this folder; "" if it does not.
std::string conftest_note(const fs::path& folder, const fs::path& project) {
    if (!is_file(project / "conftest.py") || !is_file(folder / "pyproject.toml")) return {};
    if (!pytest_configuration(project).file.empty() || !pytest_configuration(folder).file.empty()) return {};
    const std::string below = folder.lexically_relative(project).string();
    return fmt::format(
        "pytest does not load the conftest.py of the root for targets in {}, as its pyproject.toml makes "
        "that folder pytest's rootdir (-- --confcutdir=. loads it)",
        below);
}

/// What the project declares, if the profile says nothing: at its root, and in the projects below it in which the
/// targets lie. Without targets, a root that says nothing has what the projects below it have.
Requirements discover(const Wanted& wanted) {
    const auto& [profile, project, interpreter] = wanted;
    Requirements result = found_in(project, wanted);
    const bool nothing = result.origin.empty();
    const auto& targets = profile.selection.targets;
    const auto folders =
        targets.empty() && nothing ? tested_projects_below(project) : projects_of_targets(project, targets);
    for (const auto& folder : folders) {
        Requirements below = nothing ? found_in(folder, wanted) : declared_in(folder, wanted);
        if (below.origin.empty()) continue;
        if (auto note = targets.empty() ? "" : conftest_note(folder, project); !note.empty())
            below.notes.push_back(std::move(note));
        rebase_requirements(folder, project, below);
        append(result, std::move(below));
    }
    if (!result.origin.empty()) return result;
    result.origin = fmt::format("nothing but pytest: no pyproject.toml, setup.py or requirements.txt in {} says more",
                                project.filename().string());
    for (const auto* file : {"environment.yml", "environment.yaml"})
        if (is_file(project / file)) result.notes.push_back(fmt::format("{} is conda's: it is not read", file));
    return result;
}

/// The virtual environment that the profile's `python` names, or that Python itself if the packages that it has
/// installed are meant; nullopt in all other cases. Throws Error if that Python does not say what it has.
std::optional<VirtualEnvironment> environment_of(const Wanted& wanted, const fs::path& directory) {
    const auto& [profile, project, interpreter] = wanted;
    const fs::path folder = environment_named(profile.python, directory);
    if (!folder.empty()) {
        const std::string below = folder.lexically_relative(project.lexically_normal()).string();
        const bool outside = below.empty() || below.starts_with("..");
        return VirtualEnvironment{folder, outside ? folder.string() : below, project};
    }
    if (!profile.installed) return std::nullopt;
    const auto python = installed_python(interpreter.executable, project);
    if (!python)
        throw Error(fmt::format("{} does not say what is installed in it: does it start?", interpreter.executable),
                    ExitCode::environment);
    return VirtualEnvironment{python->prefix, python->prefix.string(), project, python->sites};
}

/// requirements_of() without the notes and the further requirements of the profile.
Requirements named_or_found(const Wanted& wanted) {
    const auto& [profile, project, interpreter] = wanted;
    const fs::path directory = profile.directory.empty() ? project : profile.directory;
    Requirements result;
    auto environment = environment_of(wanted, directory);
    if (environment && !profile.lock && !profile.requirements) {
        result.origin = environment->shown;
        result.installed = std::move(environment);
        return result;
    }
    if (profile.lock) {
        const fs::path lock = (directory / *profile.lock).lexically_normal();
        if (profile.requirements) {
            if (is_tool_lock(lock.filename().string()))
                result = requirements_of_lock(lock, *profile.lock, wanted);
            else
                result.lock = lock;
            result.lines.clear();
            result.origin = fmt::format("{} and the requirements of the profile {}", *profile.lock, profile.name);
        } else {
            result = requirements_of_lock(lock, *profile.lock, wanted);
        }
    } else if (!profile.requirements) {
        return discover(wanted);
    } else {
        result.listed = profile.notes.empty() || !profile.requirements_option.empty();
        result.origin =
            result.listed ? fmt::format("the requirements of the profile {}", profile.name) : profile.origin;
    }
    if (environment)
        result.notes.push_back(fmt::format("what is installed in {} is not used: the profile {} has {} of its own",
                                           environment->shown, profile.name, profile.lock ? "a lock" : "requirements"));
    for (const auto& line : profile.requirements.value_or(std::vector<std::string>{}))
        result.lines.push_back(rebase_line(line, directory, project));
    return result;
}

}  // namespace

Requirements requirements_of(const Profile& profile, const fs::path& project, const Interpreter& interpreter) {
    Requirements result = named_or_found({profile, project, interpreter});
    result.notes.insert(result.notes.begin(), profile.notes.begin(), profile.notes.end());
    result.with = profile.with;
    if (!profile.with.empty()) result.origin += fmt::format(" with {}", join(profile.with, ", "));
    return result;
}

}  // namespace testskew::profile
