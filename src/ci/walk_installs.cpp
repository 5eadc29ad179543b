// What the commands of a leg install, and from which lock.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "profile/pip_install.hpp"
#include "profile/toml.hpp"
#include "util/once.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> result;
    for (const auto& part : split(text, ','))
        for (const auto& word : split(part, ' '))
            if (!trim(word).empty()) result.emplace_back(trim(word));
    return result;
}

/// The groups of a poetry project that are installed by default.
std::vector<std::string> poetry_groups(const profile::Node* document) {
    std::vector<std::string> result = {"main"};
    if (!document) return result;
    if (document->find({"tool", "poetry", "dev-dependencies"})) append_once(result, std::string("dev"));
    if (const auto* groups = document->find({"tool", "poetry", "group"}))
        for (const auto& group : groups->members) {
            const auto* optional = group.value.find("optional");
            if (!optional || !optional->boolean) append_once(result, group.name);
        }
    if (const auto* groups = document->find("dependency-groups"))
        for (const auto& group : groups->members) append_once(result, group.name);
    return result;
}

}  // namespace

void Walk::pip(const Words& arguments, Packages& into, const Here& here) {
    const auto install = profile::pip_install(arguments);
    into.touched = true;
    for (const auto& option : install.options) append_once(into.options, option);
    for (const auto& line : install.lines) {
        const std::string name = requirement_name(line);
        if (install.upgrade && (name == "pip" || name == "setuptools" || name == "wheel")) {
            append_once(into.upgraded, name);
            continue;
        }
        if (line.find('$') != std::string::npos || line.find('`') != std::string::npos) {
            once(into.not_knowable, fmt::format("a part of the requirement {} ({})", line, here.origin.text()));
        }
        const std::string condition = here.in_tool ? "" : here.condition;
        const bool known = std::any_of(into.lines.begin(), into.lines.end(), [&](const auto& one) {
            return one.line == line && one.folder == here.cwd && condition.starts_with(one.condition);
        });
        if (!known) into.lines.push_back({line, here.cwd, here.origin, condition});
    }
}

bool Walk::uv(Words words, Here& here) {
    const std::string verb = words.size() > 1 ? words[1] : "";
    if (verb == "pip") {
        const auto install = std::find(words.begin(), words.end(), "install");
        const auto sync = std::find(words.begin(), words.end(), "sync");
        Words rest;
        if (install != words.end()) rest.assign(install + 1, words.end());
        if (install == words.end() && sync != words.end()) {
            for (auto word = sync + 1; word != words.end(); ++word) {
                if (!word->starts_with('-')) rest.emplace_back("-r");
                rest.push_back(*word);
            }
        }
        if (rest.empty()) return true;
        Packages& into =
            here.packages == &system_ && uv_.any() && std::find(rest.begin(), rest.end(), "--system") == rest.end()
                ? uv_
                : *here.packages;
        pip(rest, into, here);
    } else if (verb == "sync") {
        for (const auto& [option, value] :
             options_of(words, 2,
                        {"--extra", "--group", "--no-group", "--only-group", "-p", "--python", "--package",
                         "--directory", "--project", "--index-url", "--no-extra"}))
            uv_options(option, value, here);
        uv_.touched = true;
        Here inner = here;
        uv_environment(inner, "");
    } else if (verb == "venv") {
        for (const auto& [option, value] : options_of(words, 2, {"-p", "--python"}))
            if (option == "-p" || option == "--python") {
                python_ = here.python = {value, here.origin};
                python_source_ = here.python_source = "uv venv --python";
            }
    } else if (verb == "python" && words.size() > 3 && words[2] == "pin") {
        uv_python_ = {words[3], here.origin};
    } else if (verb == "python" && words.size() > 3 && words[2] == "install" && python_.value.empty()) {
        python_ = here.python = {words[3], here.origin};
        python_source_ = here.python_source = "uv python install";
    }
    return true;
}

/// Takes a lock into an environment. `otherwise` says what is not known if the lock is not there.
void Walk::take_lock(const LockUse& lock, Packages& into, const std::string& otherwise) const {
    into.touched = true;
    if (tree_.has(lock.file))
        into.lock = lock;
    else
        once(into.not_knowable, "the packages: there is no " + otherwise);
}

bool Walk::poetry(const Words& words, Here& here) {
    const std::string verb = words.size() > 1 ? words[1] : "";
    if (verb == "config") {
        const auto key = std::find(words.begin(), words.end(), "virtualenvs.create");
        if (key != words.end() && key + 1 != words.end() && *(key + 1) == "false") poetry_creates_ = false;
        return true;
    }
    if (verb == "env" && words.size() > 3 && words[2] == "use") {
        const std::string asked = std::filesystem::path(words[3]).filename().string();
        const std::string version = asked.starts_with("python") ? asked.substr(6) : asked;
        if (version.starts_with("3.")) {
            python_ = here.python = {version, here.origin};
            python_source_ = here.python_source = "poetry env use";
        }
        return true;
    }
    if (verb != "install" && verb != "sync") {
        if (verb == "add" || (verb == "run" && words.size() == 2)) poetry_.touched = true;
        return true;
    }
    const auto document = pyproject_of(tree_, here.cwd);
    LockUse lock{path(here, "poetry.lock"), "poetry",   poetry_groups(document ? &*document : nullptr), {},
                 ProjectAs::editable,       here.origin};
    for (const auto& [option, value] : options_of(
             words, 2, {"--with", "--without", "--only", "-E", "--extras", "-C", "--directory", "-P", "--project"})) {
        if (option == "--with")
            for (const auto& group : listed(value)) append_once(lock.groups, group);
        if (option == "--without")
            for (const auto& group : listed(value)) std::erase(lock.groups, group);
        if (option == "--only") lock.groups = listed(value);
        if (option == "--no-dev") std::erase(lock.groups, "dev");
        if (option == "-E" || option == "--extras")
            for (const auto& extra : listed(value)) append_once(lock.extras, extra);
        if (option == "--all-extras" && document)
            for (const char* place : {"poetry", "project"})
                if (const auto* extras = std::string(place) == "poetry"
                                             ? document->find({"tool", "poetry", "extras"})
                                             : document->find({"project", "optional-dependencies"}))
                    for (const auto& extra : extras->members) append_once(lock.extras, extra.name);
        if (option == "--no-root" || option == "--only-root") lock.project = ProjectAs::not_installed;
    }
    if (const auto* mode = document ? document->find({"tool", "poetry", "package-mode"}) : nullptr)
        if (mode->is(profile::Node::Kind::boolean) && !mode->boolean) lock.project = ProjectAs::not_installed;
    Packages& into = here.in_tool ? *here.packages : poetry_;
    take_lock(lock, into, "poetry.lock, so that poetry resolves the groups " + join(lock.groups, ", ") + " anew");
    if (!poetry_creates_ && !here.in_tool) system_.lock = into.lock;
    return true;
}

bool Walk::pdm(const Words& words, Here& here) {
    const std::string verb = words.size() > 1 ? words[1] : "";
    if (verb == "use" && words.size() > 2) {
        const std::string version = words.back().starts_with("python") ? words.back().substr(6) : words.back();
        if (version.starts_with("3.")) python_ = here.python = {version, here.origin};
    }
    if (verb != "install" && verb != "sync") return true;
    LockUse lock{path(here, "pdm.lock"), "pdm", {}, {}, ProjectAs::editable, here.origin};
    bool everything = false, none_asked = true;
    for (const auto& [option, value] :
         options_of(words, 2, {"-G", "--group", "--with", "-p", "--project", "-L", "--lockfile"})) {
        if (option == "-G" || option == "--group" || option == "--with") {
            none_asked = false;
            for (const auto& group : listed(value)) {
                everything = everything || group == ":all";
                if (!group.starts_with(':')) append_once(lock.groups, group);
            }
        }
        if (option == "--no-self") lock.project = ProjectAs::not_installed;
        if (option == "--no-editable") lock.project = ProjectAs::wheel;
        if ((option == "-L" || option == "--lockfile")) lock.file = path(here, value);
    }
    const auto document = pyproject_of(tree_, here.cwd);
    if (document && (none_asked || everything))
        for (const auto* groups :
             {document->find({"tool", "pdm", "dev-dependencies"}), document->find("dependency-groups")})
            if (groups)
                for (const auto& group : groups->members) append_once(lock.groups, group.name);
    take_lock(lock, here.in_tool ? *here.packages : pdm_, "pdm.lock, so that pdm resolves them anew");
    return true;
}

bool Walk::pipenv(const Words& words, Here& here) {
    const std::string verb = words.size() > 1 ? words[1] : "";
    if (verb != "install" && verb != "sync") return true;
    LockUse lock{path(here, "Pipfile.lock"), "pipenv", {"default"}, {}, ProjectAs::not_installed, here.origin};
    bool system = false;
    for (const auto& [option, value] : options_of(words, 2, {"--python", "--categories", "-r"})) {
        if (option == "--dev" || option == "-d") append_once(lock.groups, std::string("develop"));
        if (option == "--categories") lock.groups = listed(value);
        if (option == "--system") system = true;
        if (option == "--python" && value.starts_with("3.")) python_ = here.python = {value, here.origin};
    }
    take_lock(lock, system || here.in_tool ? *here.packages : pipenv_, "Pipfile.lock");
    return true;
}

}  // namespace testskew::ci
