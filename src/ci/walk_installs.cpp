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

/// The values of the options of a command: {"--with", "dev"} for "--with dev" and "--with=dev"; a flag has "".
std::vector<std::pair<std::string, std::string>> options_of(const Words& words, size_t from,
                                                            std::initializer_list<const char*> with_value) {
    std::vector<std::pair<std::string, std::string>> result;
    for (size_t i = from; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (!word.starts_with('-')) {
            result.emplace_back("", word);
            continue;
        }
        const size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        if (equals != std::string::npos) {
            result.emplace_back(name, word.substr(equals + 1));
        } else if (one_of(name, with_value) && i + 1 < words.size()) {
            result.emplace_back(name, words[++i]);
        } else if (name.size() > 2 && name[1] != '-' && one_of(name.substr(0, 2), with_value)) {
            result.emplace_back(name.substr(0, 2), name.substr(2));  // -Gtest
        } else {
            result.emplace_back(name, "");
        }
    }
    return result;
}

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

/// The version in the name of a file: "env-py311.yml", "lock-python-3.11.yaml"; "" if there is none.
std::string python_in_name(const std::string& file) {
    const std::string name = std::filesystem::path(file).stem().string();
    for (size_t at = name.find('3'); at != std::string::npos; at = name.find('3', at + 1)) {
        if (at > 0 && std::isdigit(static_cast<unsigned char>(name[at - 1]))) continue;
        size_t end = name.find_first_not_of("0123456789.", at);
        std::string version = name.substr(at, end == std::string::npos ? end : end - at);
        if (version.size() > 2 && version[1] == '.') return version;
        if (version.size() == 3 && at > 1 && name.compare(at - 2, 2, "py") == 0) return "3." + version.substr(1);
    }
    return {};
}

/// The version of "python=3.11" among the packages of conda; "" if it is not there.
std::string python_asked(const std::vector<std::string>& words) {
    for (const auto& word : words)
        if (word.starts_with("python=")) return word.substr(std::min(word.find_first_of("0123456789"), word.size()));
    return {};
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
        const bool known = std::any_of(into.lines.begin(), into.lines.end(),
                                       [&](const auto& one) { return one.line == line && one.folder == here.cwd; });
        if (!known) into.lines.push_back({line, here.cwd, here.origin});
    }
}

bool Walk::uv(Words words, Here& here) {
    const std::string verb = words.size() > 1 ? words[1] : "";
    if (verb == "pip") {
        const auto install = std::find(words.begin(), words.end(), "install");
        const auto sync = std::find(words.begin(), words.end(), "sync");
        Words rest;
        if (install != words.end()) rest.assign(install + 1, words.end());
        if (install == words.end() && sync != words.end())
            for (auto word = sync + 1; word != words.end(); ++word) rest.insert(rest.end(), {"-r", *word});
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
    into.touched = true;
    if (tree_.has(lock.file))
        into.lock = lock;
    else
        once(into.not_knowable, "the packages: there is no poetry.lock, so that poetry resolves the groups " +
                                    join(lock.groups, ", ") + " anew");
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
    Packages& into = here.in_tool ? *here.packages : pdm_;
    into.touched = true;
    if (tree_.has(lock.file))
        into.lock = lock;
    else
        once(into.not_knowable, "the packages: there is no pdm.lock, so that pdm resolves them anew");
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
    Packages& into = system || here.in_tool ? *here.packages : pipenv_;
    into.touched = true;
    if (tree_.has(lock.file))
        into.lock = lock;
    else
        once(into.not_knowable, "the packages: there is no Pipfile.lock");
    return true;
}

bool Walk::conda(const Words& words, Here& here) {
    const std::string verb = words.size() > 1 ? words[1] : "";
    conda_.touched = conda_.touched || one_of(verb, {"install", "create", "update", "env"});
    for (const auto& [option, value] :
         options_of(words, 2, {"-f", "--file", "-n", "--name", "-c", "--channel", "-p", "--prefix"})) {
        if ((option == "-f" || option == "--file") && value.find('.') != std::string::npos) conda_file(value, {}, here);
    }
    if (const auto asked = python_asked(words); !asked.empty()) {
        python_ = here.python = {asked, here.origin};
        python_source_ = here.python_source = "conda's package python";
    }
    if (conda_.touched) once(conda_.not_knowable, "the packages: conda resolves them, and they are not pip's");
    return true;
}

void Walk::conda_file(const std::string& file, const std::vector<std::string>& arguments, Here& here) {
    std::string found = path(here, file);
    if (!tree_.has(found)) {
        const auto copy = copies_.find(std::filesystem::path(file).filename().string());
        if (copy != copies_.end()) found = copy->second;
    }
    const auto text = tree_.read(found);
    conda_.touched = true;
    if (!text)
        return once(conda_.not_knowable,
                    fmt::format("the packages: {} ({}) is not in the repository", file, here.origin.text()));
    const bool locked = text->find("\npackage:") != std::string::npos && text->find("\nmetadata:") != std::string::npos;
    LockUse lock{found, locked ? "conda-lock" : "conda", {}, {}, ProjectAs::absent, here.origin};
    for (const auto& word : arguments)
        if (word.starts_with("--category=")) lock.groups.push_back(word.substr(11));
    if (const auto asked = python_asked(arguments); !asked.empty()) {
        here.python = python_ = {asked, here.origin};
        here.python_source = python_source_ = "conda's package python";
    }
    conda_.lock = lock;
    once(conda_.not_knowable, fmt::format("the packages: conda {} {}, and not all of its names are pip's",
                                          locked ? "installs" : "resolves", found));
    if (const auto named = python_in_name(found); !named.empty()) {  // unless the file itself says more
        python_ = here.python = {named, {found, 0}};
        python_source_ = here.python_source = "the name of " + found;
    }
    int line = 0;
    bool python_next = false;
    for (const auto& raw : split(*text, '\n')) {
        ++line;
        std::string word(trim(raw));
        if (word.starts_with("- ")) word = trim(word.substr(2));
        if (word.size() > 1 && (word.front() == '"' || word.front() == '\'')) word = word.substr(1, word.size() - 2);
        std::string version;
        if (python_next && word.starts_with("version:")) version = word.substr(8);
        python_next = word == "name: python" || (python_next && version.empty());
        const bool own = word.starts_with("python=") || word.starts_with("python =") || word.starts_with("python>") ||
                         word.starts_with("python <");
        if (own && word.find_first_of("<>!,|") == std::string::npos) version = word.substr(6);
        const size_t digits = version.find_first_of("0123456789");
        if (digits == std::string::npos) continue;
        version = version.substr(digits);
        version = version.substr(0, version.find_first_not_of("0123456789."));
        while (version.ends_with('.')) version.pop_back();
        here.python = {version, {found, line}};
        here.python_source = found;
        if (locked) {  // the lock has the patch release; the leg is asked for by its minor one
            const auto parts = split(version, '.');
            if (parts.size() > 2) here.python.value = parts[0] + "." + parts[1];
        }
        python_ = here.python;
        python_source_ = found;
        return;
    }
}

bool Walk::os_packages(const Words& words) {
    const std::string program = std::filesystem::path(words[0]).filename().string();
    const bool known =
        one_of(program, {"apt-get", "apt", "aptitude", "apk", "yum", "dnf", "microdnf", "brew", "zypper", "pacman"});
    if (!known) return false;
    const auto install = std::find_if(words.begin(), words.end(),
                                      [](const auto& w) { return w == "install" || w == "add" || w == "-S"; });
    if (install == words.end() || reached_) return true;
    for (auto word = install + 1; word != words.end(); ++word) {
        if (word->starts_with('-')) {
            if (one_of(*word, {"-o", "-t", "--target-release", "-c"}) && word + 1 != words.end()) ++word;
            continue;
        }
        if (word->find('$') != std::string::npos || word->find('`') != std::string::npos)
            once(leg_.not_knowable, "a part of the OS packages: " + *word);
        else
            append_once(leg_.os_packages, word->substr(0, word->find_first_of("=<>~")));
    }
    return true;
}

}  // namespace testskew::ci
