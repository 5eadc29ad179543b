// The substitutions of tox: {toxinidir}, {posargs:tests}, {env:NAME:default}, {[section]key}, ...
#include <algorithm>
#include <map>

#include "profile/tox_environment.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// The place of the "}" that ends the substitution that begins at `open`; npos if none does.
size_t end_of(const std::string& text, size_t open) {
    int depth = 0;
    for (size_t i = open; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
            continue;
        }
        if (text[i] == '{') ++depth;
        if (text[i] == '}' && --depth == 0) return i;
    }
    return std::string::npos;
}

/// What stands for the names that tox knows. Folders of tox's own are folders of the session.
std::optional<std::string> built_in_value(const std::string& name, const ToxReplacer& replacer,
                                          std::vector<std::string>& unknown, int depth) {
    static const std::map<std::string, std::string> values = {{"envpython", "python"},
                                                              {"env_python", "python"},
                                                              {"/", "/"},
                                                              {":", ":"},
                                                              {"envtmpdir", "{testskew.folder:tox}"},
                                                              {"env_tmp_dir", "{testskew.folder:tox}"},
                                                              {"temp_dir", "{testskew.folder:tox}"},
                                                              {"envdir", "{testskew.folder:tox}"},
                                                              {"env_dir", "{testskew.folder:tox}"},
                                                              {"toxworkdir", "{testskew.folder:tox}"},
                                                              {"work_dir", "{testskew.folder:tox}"},
                                                              {"envlogdir", "{testskew.folder:tox}"},
                                                              {"env_log_dir", "{testskew.folder:tox}"}};
    if (replacer.ask.own_folders) {
        const std::string own = ".tox/" + replacer.environment;
        static const std::map<std::string, std::string> folders = {{"envtmpdir", "/tmp"}, {"env_tmp_dir", "/tmp"},
                                                                   {"envdir", ""},        {"env_dir", ""},
                                                                   {"envlogdir", "/log"}, {"env_log_dir", "/log"}};
        if (name == "toxworkdir" || name == "work_dir") return ".tox";
        if (name == "temp_dir") return ".tox/.tmp";
        if (const auto found = folders.find(name); found != folders.end()) {
            const auto set = replacer.reference("", name);
            return set ? (replacer)(*set, unknown, depth + 1) : own + found->second;
        }
    }
    if (name == "toxinidir" || name == "tox_root") return replacer.project;
    if (name == "envname" || name == "env_name") return replacer.environment;
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::optional<std::string> ToxAsk::value_of(const std::string& name) const {
    if (!variable) return environment_variable(name.c_str());
    const auto value = variable(name);
    return value && value->empty() ? std::nullopt : value;
}

std::string ToxReplacer::operator()(const std::string& text, std::vector<std::string>& unknown, int depth) const {
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '{' || text[i + 1] == '}')) {
            result += text[++i];
            continue;
        }
        const size_t end = text[i] == '{' ? end_of(text, i) : std::string::npos;
        if (end == std::string::npos || depth > 10) {
            result += text[i];
            continue;
        }
        const std::string inside = text.substr(i + 1, end - i - 1);
        i = end;
        if (inside.starts_with("testskew.")) {  // it was replaced already
            result += "{" + inside + "}";
        } else if (inside == "posargs" || inside.starts_with("posargs:")) {
            if (ask.posargs)
                result += shell_command(*ask.posargs);
            else if (inside != "posargs")
                result += (*this)(inside.substr(8), unknown, depth + 1);
        } else if (inside.starts_with("env:")) {
            const std::string rest = inside.substr(4), name = rest.substr(0, rest.find(':'));
            const auto value = ask.value_of(name);
            if (value)
                result += *value;
            else if (rest.size() > name.size())
                result += (*this)(rest.substr(name.size() + 1), unknown, depth + 1);
        } else if (inside.starts_with("tty:")) {
            const auto parts = split(inside.substr(4), ':');
            if (parts.size() > 1) result += parts[1];
        } else if (const auto known = built_in_value(inside, *this, unknown, depth)) {
            result += *known;
        } else {
            const bool elsewhere = inside.starts_with('[') && inside.find(']') != std::string::npos;
            const std::string section = elsewhere ? inside.substr(1, inside.find(']') - 1) : "";
            const bool open = !budget || !budget->ended();
            const auto value =
                open ? reference(section, elsewhere ? inside.substr(inside.find(']') + 1) : inside) : std::nullopt;
            if (value && (!budget || budget->take(value->size())))
                result += (*this)(*value, unknown, depth + 1);
            else {
                unknown.push_back("{" + inside + "}");
                result += "{" + inside + "}";
            }
        }
    }
    return result;
}

std::string python_of_factor(const std::string& factor) {
    std::string digits = factor;
    for (const char* start : {"python", "cpython", "py"})
        if (digits.starts_with(start)) {
            digits.erase(0, std::string_view(start).size());
            break;
        }
    std::string flags;
    if (digits.ends_with('t')) {
        flags = "t";
        digits.pop_back();
    }
    const bool dotted = digits.find('.') != std::string::npos;
    std::string plain = digits;
    std::erase(plain, '.');
    if (plain.size() < 2 || plain[0] != '3' || plain.find_first_not_of("0123456789") != std::string::npos) return "";
    if (dotted ? digits.size() < 3 || digits[1] != '.' : (digits == factor || plain.size() > 3)) return "";
    return (dotted ? digits : "3." + plain.substr(1)) + flags;
}

}  // namespace testskew::profile
