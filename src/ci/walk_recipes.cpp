// Recipes of just and tasks of Taskfile.yml.
#include <algorithm>
#include <cctype>

#include "ci/walk.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

using Values = std::map<std::string, std::string>;

/// A text with each {{...}} replaced by what stands for it. What is not known stays as ${{...}}, as it does elsewhere.
std::string with_braces(const std::string& text, const Values& variables) {
    std::string result;
    for (size_t at = 0; at < text.size();) {
        const size_t open = text.find("{{", at), close = open == std::string::npos ? open : text.find("}}", open);
        if (close == std::string::npos) return result + text.substr(at);
        const std::string name(trim(text.substr(open + 2, close - open - 2)));
        const auto known = variables.find(name);
        result += text.substr(at, open - at) + (known == variables.end() ? "${{" + name + "}}" : known->second);
        at = close + 2;
    }
    return result;
}

/// The value of a text in quotes; nullopt for an expression.
std::optional<std::string> plain_string(const std::string& text) {
    const bool quoted = text.size() > 1 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0];
    const std::string inside = quoted ? text.substr(1, text.size() - 2) : "";
    return quoted && inside.find_first_of("\"'\\") == std::string::npos ? std::optional(inside) : std::nullopt;
}

/// Binds the parameters of a recipe, `test kind *args`, to the words of its call.
void bind_parameters(const Words& head, const Words& words, Values& variables) {
    size_t at = 1;
    for (size_t i = 1; i < head.size(); ++i) {
        std::string name = head[i];
        const size_t equals = name.find('=');
        std::optional<std::string> value;
        if (equals != std::string::npos) value = name.substr(equals + 1);
        name = name.substr(0, equals);
        const bool rest = name.starts_with('*') || name.starts_with('+');
        while (!name.empty() && (name[0] == '*' || name[0] == '+' || name[0] == '$')) name.erase(0, 1);
        if (rest && !value) value = "";
        if (rest && at < words.size()) {
            value = join(Words(words.begin() + static_cast<long>(at), words.end()), " ");
            at = words.size();
        } else if (at < words.size()) {
            value = words[at++];
        }
        variables.erase(name);
        if (value) variables[name] = *value;
    }
}

/// The variables of a map of a Taskfile, as {{.NAME}} has them. Those that a command computes are left out.
void add_variables(const Yaml* map, Values& variables) {
    if (!map) return;
    for (const auto& member : map->members) {
        const std::string value = member.value.is(Yaml::Kind::scalar) ? plain_value(member.value) : "{{";
        const std::string filled = with_braces(value, variables);
        variables.erase("." + member.name);
        if (filled.find("{{") == std::string::npos) variables["." + member.name] = filled;
    }
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
    Values variables, bound;
    bool inside = false, found = false;
    int number = 0;
    for (const std::string& line : split(*text, '\n')) {
        ++number;
        const bool indented = !line.empty() && (line[0] == ' ' || line[0] == '\t');
        std::string plain(trim(line));
        if (plain.empty() || plain[0] == '#') continue;
        if (const size_t set = plain.find(":="); !indented && set != std::string::npos) {
            std::string name(trim(plain.substr(0, set)));
            const auto value = plain_string(std::string(trim(plain.substr(set + 2))));
            if (name.starts_with("export ")) {
                name = trim(name.substr(7));
                here.environ[name] = {value, value ? "" : plain, {label, number}};
            }
            if (value) variables[name] = *value;
        } else if (!indented) {
            const size_t colon = plain.find(':');
            const auto head = shell_words(plain.substr(plain[0] == '@' ? 1 : 0, colon));
            inside = colon != std::string::npos && !head.empty() && head[0] == words[0];
            found = found || inside;
            if (!inside) continue;
            bound = variables;
            bind_parameters(head, words, bound);
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
            script(with_braces(plain, bound), false, inner);
        }
    }
    return found;
}

/// A task of Taskfile.yml.
bool Walk::taskfile(const Words& words, Here& here, const Values& given) {
    const std::string label = first_there(here, {"Taskfile.yml", "Taskfile.yaml", "taskfile.yml"});
    const auto text = tree_.read(label);
    if (!text || here.depth > 10 || enough()) return false;
    const Yaml document = parse_yaml(*text, label);
    const Yaml* entry = document.find({"tasks", words[0]});
    if (!entry) return false;
    const auto end = std::find(words.begin(), words.end(), "--");
    Values variables;
    add_variables(document.find("vars"), variables);
    add_variables(entry->find("vars"), variables);
    for (const auto& [name, value] : given) variables[name] = value;
    for (auto word = words.begin() + 1; word < end; ++word)
        if (const size_t equals = word->find('='); equals != std::string::npos)
            variables["." + word->substr(0, equals)] = word->substr(equals + 1);
    variables[".CLI_ARGS"] = end == words.end() ? "" : join(Words(end + 1, words.end()), " ");
    Here inner = here;
    ++inner.depth;
    if (const Yaml* folder = entry->find("dir")) inner.cwd = path(here, folder->string());
    for (const Yaml* env : {document.find("env"), entry->find("env")})
        if (env)
            for (const auto& member : env->members) {
                inner.origin = {label, member.line};
                const bool scalar = member.value.is(Yaml::Kind::scalar);
                inner.set(member.name, scalar ? with_braces(plain_value(member.value), variables) : "${{...}}");
            }
    if (const Yaml* needs = entry->find("deps"))
        for (const auto& need : needs->strings()) taskfile({need}, inner);
    const Yaml* commands = entry->find("cmds") ? entry->find("cmds") : entry->find("cmd") ? entry->find("cmd") : entry;
    std::vector<Yaml> list = commands->is(Yaml::Kind::list) ? commands->items : std::vector<Yaml>{*commands};
    for (const auto& item : list) {
        if (const Yaml* other = item.find("task")) {
            Values handed;
            if (const Yaml* vars = item.find("vars"))
                for (const auto& member : vars->members)
                    handed["." + member.name] = member.value.is(Yaml::Kind::scalar)
                                                    ? with_braces(plain_value(member.value), variables)
                                                    : "${{." + member.name + "}}";
            taskfile({other->string()}, inner, handed);
            continue;
        }
        const Yaml* line = item.is(Yaml::Kind::scalar) ? &item : item.find("cmd");
        if (!line) continue;
        inner.origin = {label, line->line};
        Here run = inner;
        script(with_braces(line->text, variables), line->literal, run);
    }
    return true;
}

}  // namespace testskew::ci
