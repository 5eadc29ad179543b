// make, task runners and scripts of the project.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "ci/walk.hpp"
#include "profile/toml.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace fs = std::filesystem;
namespace {

/// A Makefile as far as it is plain.
struct Makefile {
    struct Target {
        std::vector<std::string> needs, lines;
        int line = 0;
    };
    std::map<std::string, std::string> variables;
    std::map<std::string, Target> targets;
    std::string first;
};

constexpr int most_replaced = 1000;  ///< variables of make in one line, where they name each other

/// Replaces $(NAME) and ${NAME}; "$$" stays a dollar of the shell.
std::string with_variables(const std::string& text, const std::map<std::string, std::string>& variables, int& budget,
                           int depth = 0) {
    std::string result;
    for (size_t i = 0; i < text.size() && result.size() < 64 * 1024; ++i) {
        if (text[i] != '$' || i + 1 >= text.size()) {
            result += text[i];
            continue;
        }
        const char next = text[i + 1];
        if (next == '$') {
            result += '$';
            ++i;
            continue;
        }
        const size_t end = next == '(' || next == '{' ? text.find(next == '(' ? ')' : '}', i) : std::string::npos;
        if (end == std::string::npos) {
            result += text[i];
            continue;
        }
        const std::string name = text.substr(i + 2, end - i - 2);
        const auto known = variables.find(name);
        if (known != variables.end() && depth < 10 && --budget > 0)
            result += with_variables(known->second, variables, budget, depth + 1);
        else if (name.find_first_of(" ,") != std::string::npos)
            result += "$(" + name + ")";  // a function of make: not known
        i = end;
    }
    return result;
}

void read_rule(const std::string& line, int number, Makefile& file, std::vector<std::string>& open) {
    const size_t colon = line.find(':');
    const auto words = shell_words(line.substr(0, colon));
    std::string rest = line.substr(colon + 1);
    if (rest.starts_with(':')) rest.erase(0, 1);
    open.clear();
    const size_t semicolon = rest.find(';');
    int budget = most_replaced;
    for (const auto& name : words) {
        auto& target = file.targets[name];
        for (const auto& need : shell_words(with_variables(rest.substr(0, semicolon), file.variables, budget)))
            target.needs.push_back(need);
        if (semicolon != std::string::npos) target.lines.push_back(rest.substr(semicolon + 1));
        if (!target.line) target.line = number;
        if (file.first.empty() && !name.starts_with('.')) file.first = name;
        open.push_back(name);
    }
}

Makefile read_makefile(const std::string& text) {
    Makefile file;
    std::vector<std::string> open;
    int number = 0;
    std::string joined;
    for (std::string line : split(text, '\n')) {
        ++number;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        const bool recipe = joined.empty() ? line.starts_with('\t') : joined.starts_with('\t');
        if (line.ends_with('\\')) {
            joined += line.substr(0, line.size() - 1) + (recipe ? " " : "");
            continue;
        }
        line = joined + line;
        joined.clear();
        if (recipe) {
            for (const auto& name : open) file.targets[name].lines.push_back(std::string(trim(line)));
            continue;
        }
        const size_t hash = line.find('#');
        const std::string plain(trim(line.substr(0, hash)));
        if (plain.empty()) continue;
        const size_t equals = plain.find('='), colon = plain.find(':');
        if (equals != std::string::npos &&
            (colon == std::string::npos || colon + 1 >= equals || plain.compare(colon, 3, "::=") == 0)) {
            std::string name(trim(plain.substr(0, std::min(equals, plain.find_first_of(":?+=")))));
            if (name.starts_with("export ")) name = trim(name.substr(7));
            const std::string value(trim(plain.substr(equals + 1)));
            if (equals > 0 && plain[equals - 1] == '+')
                file.variables[name] += " " + value;
            else if (!(equals > 0 && plain[equals - 1] == '?' && file.variables.count(name)))
                file.variables[name] = value;
        } else if (colon != std::string::npos) {
            read_rule(plain, number, file, open);
        }
    }
    return file;
}

}  // namespace

bool Walk::make(const Words& words, Here& here) {
    std::vector<std::string> targets;
    std::map<std::string, std::string> variables;
    Here inner = here;
    for (size_t i = 1; i < words.size(); ++i) {
        if (words[i] == "-C" && i + 1 < words.size())
            inner.cwd = path(here, words[++i]);
        else if (words[i] == "-f" && i + 1 < words.size())
            ++i;
        else if (words[i].find('=') != std::string::npos)
            variables[words[i].substr(0, words[i].find('='))] = words[i].substr(words[i].find('=') + 1);
        else if (!words[i].starts_with('-'))
            targets.push_back(words[i]);
    }
    if (targets.empty()) targets.emplace_back();
    for (const auto& name : targets) target(name, variables, inner);
    return true;
}

void Walk::target(const std::string& name, const std::map<std::string, std::string>& variables, Here& here) {
    if (here.depth > 12 || enough()) return;
    std::string label;
    for (const char* file : {"GNUmakefile", "makefile", "Makefile"})
        if (label.empty() && tree_.has(path(here, file))) label = path(here, file);
    const auto text = tree_.read(label);
    if (!text)
        return once(leg_.not_knowable, fmt::format("{}: make is called, and there is no Makefile", here.origin.text()));
    Makefile file = read_makefile(*text);
    for (const auto& [key, value] : variables) file.variables[key] = value;
    const auto found = file.targets.find(name.empty() ? file.first : name);
    if (found == file.targets.end()) {
        if (!reached_)
            once(leg_.not_knowable, fmt::format("{}: {} has no plain target {}", here.origin.text(), label, name));
        return;
    }
    for (const auto& need : found->second.needs)
        if (need != name && file.targets.count(need)) {
            Here inner = here;
            ++inner.depth;
            target(need, variables, inner);
        }
    int line = found->second.line;
    for (std::string recipe : found->second.lines) {
        while (!recipe.empty() && (recipe[0] == '@' || recipe[0] == '-' || recipe[0] == '+')) recipe.erase(0, 1);
        Here inner = here;
        ++inner.depth;
        inner.origin = {label, ++line};
        int budget = most_replaced;
        script(with_variables(recipe, file.variables, budget), false, inner);
    }
    opaque("the target " + name + " of " + label, name, here);
}

bool Walk::script_file(const std::string& file, const Words& arguments, Here& here) {
    const std::string place = path(here, file);
    const auto text = here.depth < 10 ? tree_.read(place) : std::nullopt;
    if (!text) return false;
    const std::string first = text->substr(0, text->find('\n'));
    const bool shell = place.ends_with(".sh") || (first.starts_with("#!") && first.find("sh") != std::string::npos &&
                                                  first.find("python") == std::string::npos);
    if (!shell) return false;
    Here inner = here;
    ++inner.depth;
    inner.arguments = arguments;
    inner.origin = {place, 1};
    script(*text, true, inner);
    return true;
}

}  // namespace testskew::ci
