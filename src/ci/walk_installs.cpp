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
    for (const auto& option : install.not_understood)
        once(into.not_knowable, fmt::format("what pip {} does ({})", option, here.origin.text()));
    if (!install.exclude_newer.empty()) into.as_of = {install.exclude_newer, here.origin};
    for (const auto& line : install.lines) {
        const std::string name = requirement_name(line);
        if (install.upgrade && (name == "pip" || name == "setuptools" || name == "wheel")) {
            append_once(into.upgraded, name);
            continue;
        }
        if (line.find('$') != std::string::npos || line.find('`') != std::string::npos) {
            once(into.not_knowable, fmt::format("a part of the requirement {} ({})", line, here.origin.text()));
        }
        const bool file = line.starts_with("-r ") || line.starts_with("-c ") || line.find('/') != std::string::npos;
        if (file && line.find('*') != std::string::npos && line.find(';') == std::string::npos)
            once(into.not_knowable, fmt::format("which files {} names ({})", line, here.origin.text()));
        const std::string condition = here.in_tool ? "" : here.condition;
        const bool known = std::any_of(into.lines.begin(), into.lines.end(), [&](const auto& one) {
            return one.line == line && one.folder == here.cwd && condition.starts_with(one.condition);
        });
        if (!known) into.lines.push_back({line, here.cwd, here.origin, condition});
    }
}

/// What `pip uninstall` takes out again.
void Walk::uninstall(const Words& arguments, Packages& from, const Here& here) {
    for (const auto& word : arguments) {
        const std::string name = requirement_name(word);
        if (word.starts_with('-') || name.empty()) continue;
        const bool certain = here.condition.empty() || here.in_tool;
        const auto taken = certain
                               ? std::erase_if(from.lines,
                                               [&](const Requirement& one) {
                                                   return !one.line.starts_with('-') && !one.line.starts_with('.') &&
                                                          requirement_name(one.line) == name;
                                               })
                               : 0;
        if (!taken)
            once(from.not_knowable,
                 fmt::format("whether {} is there: it is uninstalled ({})", name, here.origin.text()));
    }
}

/// `pip install` and its relatives; the words begin behind the program's.
void Walk::pip_command(const Words& words, Packages& into, const Here& here) {
    const auto verb = std::find_if(words.begin(), words.end(), [](const std::string& word) {
        return one_of(word, {"install", "sync", "uninstall"});
    });
    if (verb == words.end()) return;
    Words rest(verb + 1, words.end());
    if (*verb == "uninstall") return uninstall(rest, into, here);
    if (*verb == "sync") {  // files, and nothing else stays
        Words files;
        for (const auto& word : rest) {
            if (!word.starts_with('-')) files.emplace_back("-r");
            files.push_back(word);
        }
        rest = std::move(files);
    }
    pip(rest, into, here);
}

/// uv pip writes into the environment that uv has made, or into the interpreter's own with --system.
void Walk::uv_pip(const Words& words, Here& here) {
    const auto variable = here.environ.find("UV_SYSTEM_PYTHON");
    const bool system = std::find(words.begin(), words.end(), "--system") != words.end() ||
                        (variable != here.environ.end() && variable->second.value &&
                         one_of(lower(*variable->second.value), {"1", "true"}));
    pip_command(words, here.packages == &system_ && uv_.any() && !system ? uv_ : *here.packages, here);
}

/// uv sync makes the environment what the project says: nothing of what was there before stays.
void Walk::uv_sync(const Words& words, const Here& here) {
    if (std::find(words.begin(), words.end(), "--inexact") == words.end()) {
        uv_.lines.clear();
        uv_added_.clear();
        uv_groups_.clear();
        uv_extras_.clear();
        uv_without_.clear();
        uv_default_groups_ = uv_project_ = uv_editable_ = true;
        uv_all_extras_ = uv_all_groups_ = false;
    }
    for (const auto& [option, value] :
         options_of(words, 2,
                    {"--extra", "--group", "--no-group", "--only-group", "-p", "--python", "--package", "--directory",
                     "--project", "--index-url", "--no-extra"}))
        uv_options(option, value, here);
    Here inner = here;
    uv_environment(inner, "");
}

bool Walk::uv(Words words, Here& here) {
    const std::string verb = words.size() > 1 ? words[1] : "";
    if (verb == "pip") {
        uv_pip({words.begin() + 2, words.end()}, here);
    } else if (verb == "sync") {
        uv_sync(words, here);
    } else if (verb == "venv") {
        uv_.touched = true;
        for (const auto& [option, value] : options_of(words, 2, {"-p", "--python"}))
            if (option == "-p" || option == "--python") {
                uv_python_ = python_ = here.python = {python_asked_for(value), here.origin};
                python_source_ = here.python_source = "uv venv --python";
            }
    } else if (verb == "python" && words.size() > 3 && words[2] == "pin") {
        uv_python_ = {python_asked_for(words[3]), here.origin};
    } else if (verb == "python" && words.size() > 3 && words[2] == "install" && python_.value.empty()) {
        python_ = here.python = {python_asked_for(words[3]), here.origin};
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
    const auto usual = lock.groups;
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
    lock.chosen = lock.groups != usual || !lock.extras.empty();
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
    lock.chosen = !none_asked;
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
    lock.chosen = lock.groups != std::vector<std::string>{"default", "develop"};
    take_lock(lock, system || here.in_tool ? *here.packages : pipenv_, "Pipfile.lock");
    return true;
}

}  // namespace testskew::ci
