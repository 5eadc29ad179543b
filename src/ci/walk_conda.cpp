// What conda and the package manager of the operating system install.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

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
