// Recipes of just and tasks of Taskfile.yml.
#include <algorithm>
#include <cctype>

#include "ci/walk.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// A text with each {{...}} replaced by what stands for it.
std::string with_braces(const std::string& text, const std::string& arguments,
                        const std::map<std::string, std::string>& variables) {
    std::string result;
    for (size_t at = 0; at < text.size();) {
        const size_t open = text.find("{{", at), close = open == std::string::npos ? open : text.find("}}", open);
        if (close == std::string::npos) return result + text.substr(at);
        const std::string name(trim(text.substr(open + 2, close - open - 2)));
        const auto known = variables.find(name);
        result += text.substr(at, open - at) + (known == variables.end() ? arguments : known->second);
        at = close + 2;
    }
    return result;
}

}  // namespace

/// The first of these files that is there, relative to the project; "" if none is.
std::string Walk::first_there(const Here& here, std::initializer_list<const char*> names) const {
    for (const char* name : names)
        if (std::string file = path(here, name); tree_.has(file)) return file;
    return {};
}

/// A recipe of a justfile: what comes before it, then its lines. Parameters stand for the arguments of the call.
bool Walk::just(const Words& words, Here& here) {
    const std::string label = first_there(here, {"justfile", "Justfile", ".justfile"});
    const auto text = tree_.read(label);
    if (!text || here.depth > 10 || enough()) return false;
    std::map<std::string, std::string> variables;
    bool inside = false, found = false;
    int number = 0;
    for (const std::string& line : split(*text, '\n')) {
        ++number;
        const bool indented = !line.empty() && (line[0] == ' ' || line[0] == '\t');
        std::string plain(trim(line));
        if (plain.empty() || plain[0] == '#') continue;
        if (const size_t set = plain.find(":="); !indented && set != std::string::npos) {
            std::string value(trim(plain.substr(set + 2)));
            if (value.size() > 1 && (value[0] == '"' || value[0] == '\'')) value = value.substr(1, value.size() - 2);
            variables[std::string(trim(plain.substr(0, set)))] = value;
        } else if (!indented) {
            const size_t colon = plain.find(':');
            const auto head = shell_words(plain.substr(plain[0] == '@' ? 1 : 0, colon));
            inside = colon != std::string::npos && !head.empty() && head[0] == words[0];
            found = found || inside;
            if (!inside) continue;
            for (const auto& need : shell_words(plain.substr(colon + 1))) {
                Here inner = here;
                ++inner.depth;
                if (need != words[0] && need.find_first_of("&(") == std::string::npos) just({need}, inner);
            }
        } else if (inside) {
            while (!plain.empty() && (plain[0] == '@' || plain[0] == '-')) plain.erase(0, 1);
            Here inner = here;
            ++inner.depth;
            inner.origin = {label, number};
            script(with_braces(plain, join(Words(words.begin() + 1, words.end()), " "), variables), false, inner);
        }
    }
    return found;
}

/// A task of Taskfile.yml.
bool Walk::taskfile(const Words& words, Here& here) {
    const std::string label = first_there(here, {"Taskfile.yml", "Taskfile.yaml", "taskfile.yml"});
    const auto text = tree_.read(label);
    if (!text || here.depth > 10 || enough()) return false;
    const Yaml document = parse_yaml(*text, label);
    const Yaml* entry = document.find({"tasks", words[0]});
    if (!entry) return false;
    const auto end = std::find(words.begin(), words.end(), "--");
    const std::string arguments = end == words.end() ? "" : join(Words(end + 1, words.end()), " ");
    std::map<std::string, std::string> variables;
    if (const Yaml* vars = document.find("vars"))
        for (const auto& member : vars->members) variables["." + member.name] = plain_value(member.value);
    Here inner = here;
    ++inner.depth;
    if (const Yaml* folder = entry->find("dir")) inner.cwd = path(here, folder->string());
    if (const Yaml* env = entry->find("env"))
        for (const auto& member : env->members)
            inner.environ[member.name] = {plain_value(member.value), "", {label, member.line}};
    if (const Yaml* needs = entry->find("deps"))
        for (const auto& need : needs->strings()) taskfile({need}, inner);
    const Yaml* commands = entry->find("cmds") ? entry->find("cmds") : entry->find("cmd") ? entry->find("cmd") : entry;
    std::vector<Yaml> list = commands->is(Yaml::Kind::list) ? commands->items : std::vector<Yaml>{*commands};
    for (const auto& item : list) {
        if (const Yaml* other = item.find("task")) {
            taskfile({other->string()}, inner);
            continue;
        }
        const Yaml* line = item.is(Yaml::Kind::scalar) ? &item : item.find("cmd");
        if (!line) continue;
        inner.origin = {label, line->line};
        Here run = inner;
        script(with_braces(line->text, arguments, variables), line->literal, run);
    }
    return true;
}

}  // namespace testskew::ci
