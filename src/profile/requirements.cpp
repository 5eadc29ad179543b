#include "profile/requirements.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "profile/declared.hpp"
#include "profile/declared_files.hpp"
#include "profile/declared_pyproject.hpp"
#include "profile/rebase.hpp"
#include "profile/toml.hpp"
#include "profile/virtual_environment.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// The words as one phrase: "a", "a and b", "a, b and c".
std::string spoken(const std::vector<std::string>& words) {
    if (words.size() < 2) return join(words, "");
    return join({words.begin(), words.end() - 1}, ", ") + " and " + words.back();
}

/// The names, with what they are: "the extra test", "the extras test and dev".
std::string named(const std::string& what, const std::vector<std::string>& names) {
    return fmt::format("the {}{} {}", what, names.size() == 1 ? "" : "s", spoken(names));
}

/// The lines that install the project itself: with its extras, or its dependencies alone, and its groups.
std::vector<std::string> project_lines(const Declared& declared) {
    std::vector<std::string> lines;
    if (declared.installable)
        lines.push_back(declared.extras.empty() ? "-e ." : "-e .[" + join(declared.extras, ",") + "]");
    lines.insert(lines.end(), declared.own.begin(), declared.own.end());
    for (const auto& group : declared.groups) lines.push_back("--group " + group);
    return lines;
}

/// The sentence that tells people where the lines come from: "pyproject.toml with the extra test and
/// requirements-dev.txt (not requirements-docs.txt)".
std::string origin_of(const Declared& declared, const std::string& source) {
    std::vector<std::string> parts;
    if (!declared.extras.empty()) parts.push_back(named("extra", declared.extras));
    if (!declared.groups.empty()) parts.push_back(named("group", declared.groups));
    parts.insert(parts.end(), declared.from.begin(), declared.from.end());
    std::string origin = source;
    if (!parts.empty()) origin += (source.empty() ? "" : " with ") + spoken(parts);
    if (!declared.left_out.empty()) origin += fmt::format(" (not {})", join(declared.left_out, ", "));
    return origin;
}

Declared declared_by(const fs::path& project) {
    Declared declared;
    if (is_file(project / "pyproject.toml")) add_pyproject(read_toml(project / "pyproject.toml"), project, declared);
    return declared;
}

/// The requirements from a uv.lock. It holds every extra and group of the project, so the lines say which of them are
/// installed.
Requirements from_uv_lock(const fs::path& lock, const fs::path& project, const std::string& label) {
    Declared declared = declared_by(is_file(lock.parent_path() / "pyproject.toml") ? lock.parent_path() : project);
    Requirements result;
    if (declared.installable || !declared.extras.empty())
        result.lines.push_back(declared.extras.empty() ? "-e ." : "-e .[" + join(declared.extras, ",") + "]");
    for (const auto& group : declared.groups) result.lines.push_back("--group " + group);
    result.lock = lock;
    declared.from.clear();
    result.origin = origin_of(declared, label);
    return result;
}

/// The requirements from a pylock.toml. It holds everything but the project itself, which is installed too if it is a
/// package that the lock does not hold.
Requirements from_pylock(const fs::path& lock, const fs::path& project, const std::string& label) {
    Requirements result;
    result.lock = lock;
    result.origin = label;
    Declared declared = declared_by(project);
    add_setup(project, declared);
    const bool holds_it = read_file(lock).value_or("").find("directory") != std::string::npos;
    if (declared.installable && !holds_it) {
        result.lines.push_back("-e .");
        result.origin += " and the project itself";
    }
    return result;
}

Requirements from_lock(const fs::path& lock, const fs::path& project, const std::string& label) {
    const std::string name = lock.filename().string();
    if (name == "uv.lock") return from_uv_lock(lock, project, label);
    if (name.starts_with("pylock.") && name.ends_with(".toml")) return from_pylock(lock, project, label);
    Requirements result;
    result.lock = lock;
    result.origin = label;
    return result;
}

/// What the project declares, if the profile says nothing.
Requirements discover(const fs::path& project) {
    if (is_file(project / "uv.lock") && is_file(project / "pyproject.toml"))
        return from_uv_lock(project / "uv.lock", project, "uv.lock");
    if (is_file(project / "pylock.toml")) return from_pylock(project / "pylock.toml", project, "pylock.toml");

    Declared declared = declared_by(project);
    add_setup(project, declared);
    const bool packaged = declared.installable || !declared.own.empty();
    if (!declared.names_pytest) add_requirements_files(project, declared);
    if (!packaged && declared.lines.empty()) add_pipfile(project, declared);
    if (!declared.names_pytest) add_tox(project, declared);

    Requirements result;
    result.lines = project_lines(declared);
    for (auto& line : declared.lines)
        if (std::find(result.lines.begin(), result.lines.end(), line) == result.lines.end())
            result.lines.push_back(line);
    if (!result.lines.empty()) {
        result.origin = origin_of(declared, packaged || !declared.groups.empty() ? declared.source : "");
    } else {
        result.origin = "nothing: the project declares no requirements";
        if (!declared.left_out.empty()) result.origin += fmt::format(" (not {})", join(declared.left_out, ", "));
        for (const auto* file : {"environment.yml", "environment.yaml"})
            if (is_file(project / file)) result.origin += fmt::format(" that testskew reads ({} is conda's)", file);
    }
    if (is_file(project / "poetry.lock"))
        result.origin += "; poetry.lock is not used (lock = \"...\" takes what `poetry export` writes)";
    return result;
}

/// The virtual environment that the profile's `python` names; nullopt if it names none.
std::optional<VirtualEnvironment> environment_of(const Profile& profile, const fs::path& directory,
                                                 const fs::path& project) {
    const fs::path folder = environment_named(profile.python, directory);
    if (folder.empty()) return std::nullopt;
    const std::string below = folder.lexically_relative(project.lexically_normal()).string();
    return VirtualEnvironment{folder, below.empty() || below.starts_with("..") ? folder.string() : below, project};
}

}  // namespace

Requirements requirements_of(const Profile& profile, const fs::path& project) {
    const fs::path directory = profile.directory.empty() ? project : profile.directory;
    Requirements result;
    auto environment = environment_of(profile, directory, project);
    if (environment && !profile.lock && !profile.requirements) {
        result.origin = environment->shown;
        result.installed = std::move(environment);
        return result;
    }
    if (profile.lock) {
        const fs::path lock = (directory / *profile.lock).lexically_normal();
        if (profile.requirements) {
            result.lock = lock;
            result.origin = fmt::format("{} and the requirements of the profile {}", *profile.lock, profile.name);
        } else {
            result = from_lock(lock, project, *profile.lock);
        }
    } else if (!profile.requirements) {
        return discover(project);
    } else {
        result.origin = fmt::format("the requirements of the profile {}", profile.name);
    }
    if (environment)
        result.notes.push_back(fmt::format("what is installed in {} is not used: the profile {} has {} of its own",
                                           environment->shown, profile.name, profile.lock ? "a lock" : "requirements"));
    for (const auto& line : profile.requirements.value_or(std::vector<std::string>{}))
        result.lines.push_back(rebase_line(line, directory, project));
    return result;
}

}  // namespace testskew::profile
