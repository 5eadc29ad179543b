#include "drill/suspects.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "model/node_id.hpp"

namespace testskew::drill {
namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The identifiers in a text.
void words_of(const std::string& text, std::set<std::string>& words) {
    std::string word;
    for (const char c : text + " ") {
        if (std::isalnum(static_cast<unsigned char>(c)) || c == '_')
            word += c;
        else if (!word.empty())
            words.insert(std::move(word)), word.clear();
    }
}

/// "webdashboard/app.py" -> "webdashboard.app"; "src/app/__init__.py" -> "app".
std::string module_of_path(std::string path) {
    if (path.rfind("src/", 0) == 0) path.erase(0, 4);
    if (path.size() > 3 && path.compare(path.size() - 3, 3, ".py") == 0) path.resize(path.size() - 3);
    std::replace(path.begin(), path.end(), '/', '.');
    if (path.size() > 9 && path.compare(path.size() - 9, 9, ".__init__") == 0) path.resize(path.size() - 9);
    return path;
}

/// What the failure speaks of.
struct Topic {
    std::set<std::string>
        words;  ///< of message, functions and source lines of the project, and library frames' functions
    std::set<std::string> modules;  ///< of the project's frames
    std::string text;               ///< types and messages
};

Topic topic_of(const Failure& failure) {
    Topic topic;
    const auto frame = [&](const Frame& f) {
        words_of(f.source, topic.words);
        topic.words.insert(f.function.substr(f.function.rfind('.') + 1));
        if (f.project) topic.modules.insert(module_of_path(f.path));
    };
    for (const auto& exception : failure.chain) {
        topic.text += exception.type + ": " + exception.message + "\n";
        for (const auto& f : exception.frames) frame(f);
    }
    topic.text += failure.type + ": " + failure.message + "\n" + failure.assertion;
    words_of(topic.text, topic.words);
    if (!failure.path.empty()) topic.modules.insert(module_of_path(failure.path));
    words_of(failure.source, topic.words);
    return topic;
}

/// The dotted name of the module that a change is in; "" if it is in none.
std::string module_of(const StateChange& change) {
    if (change.what == "sys.modules") return change.name;
    if (change.what == "attribute" || change.what == "container") return change.name.substr(0, change.name.find(':'));
    return "";
}

/// The last name in "module:Class.member[key]".
std::string last_name(const std::string& name) {
    const std::string path = name.substr(0, name.find('['));
    return path.substr(path.find_last_of(".:") == std::string::npos ? 0 : path.find_last_of(".:") + 1);
}

std::string key_of(const std::string& name) {
    const auto open = name.find('[');
    return open == std::string::npos || name.back() != ']' ? "" : name.substr(open + 1, name.size() - open - 2);
}

/// How suspicious a change is by its kind alone. The numbers are judgements and no measurements: what other
/// code reads by a global name comes first, then the state of the whole process, and last what tests change all the
/// time. Only their order matters, and a test holds it.
int by_kind(const std::string& what) {
    static const std::map<std::string, int> scores = {
        {"sys.modules", 50}, {"environ", 45},         {"cwd", 45},      {"umask", 40},
        {"attribute", 40},   {"container", 38},       {"builtins", 40}, {"sys.path", 35},
        {"meta_path", 30},   {"path_hooks", 20},      {"locale", 40},   {"timezone", 42},
        {"decimal", 42},     {"recursion_limit", 20}, {"signal", 15},   {"hooks", 12},
        {"warnings", 12},    {"logging", 15},         {"thread", 5}};
    const auto found = scores.find(what);
    return found == scores.end() ? 10 : found->second;
}

/// What a kind of error says of a kind of state that no name of it stands for.
bool speaks_of_kind(const std::string& what, const Topic& topic) {
    const std::string& text = topic.text;
    if (what == "cwd") return contains(text, "FileNotFoundError") || contains(text, "No such file");
    if (what == "umask") return contains(text, "PermissionError") || contains(text, "0o");
    if (what == "locale") return contains(text, "UnicodeDecodeError") || contains(text, "UnicodeEncodeError");
    if (what == "sys.path")
        return contains(text, "ImportError") || contains(text, "ModuleNotFoundError") ||
               contains(text, "AttributeError");
    if (what == "meta_path" || what == "path_hooks")
        return contains(text, "ImportError") || contains(text, "ModuleNotFoundError");
    if (what == "warnings") return contains(text, "Warning");
    if (what == "decimal") return contains(text, "Decimal") || contains(text, "decimal");
    if (what == "recursion_limit") return contains(text, "RecursionError");
    if (what == "logging")
        return topic.words.count("caplog") || topic.words.count("logging") || topic.words.count("logger");
    return false;
}

bool is_mock(const std::optional<std::string>& text) { return text && contains(*text, "Mock"); }

Suspect judged(const StateChange& change, const StateRecord& record, const Topic& topic,
               const std::set<std::string>& project_names) {
    Suspect suspect{change, record.at, record.id, by_kind(change.what), false};
    const auto speaks = [&](int points) { suspect.score += points, suspect.related = true; };
    const std::string module = module_of(change), top = module.substr(0, module.find('.'));
    const std::string name =
        change.what == "sys.modules" ? module.substr(module.rfind('.') + 1) : last_name(change.name);
    if (is_mock(change.after)) {
        suspect.score += 20;
        if (contains(topic.text, "Mock")) speaks(40);
    }
    if (name.size() > 1 && topic.words.count(name)) speaks(40);
    if (const std::string key = key_of(change.name); key.size() > 1 && topic.words.count(key)) speaks(30);
    if (speaks_of_kind(change.what, topic)) speaks(40);
    if (module.empty()) return suspect;
    if (topic.modules.count(module)) speaks(30);
    if (project_names.count(top))
        suspect.score += 25;
    else if (!is_mock(change.after))
        suspect.score -= change.what == "sys.modules" ? 10 : 30;  // caches of libraries
    // A test module's own globals are rarely what another one stumbles over.
    const std::string own = module_of_path(testskew::module_of(record.id));
    if (module == own || (own.size() > module.size() &&
                          own.compare(own.size() - module.size() - 1, std::string::npos, "." + module) == 0))
        suspect.score -= 40;
    if (name.rfind("__", 0) == 0 || contains(change.name, ":__"))
        suspect.score -= 60;  // loaders, specs: the import system's own
    if (top == "_pytest" || top == "pluggy" || top == "pytest") suspect.score -= 60;
    return suspect;
}

/// A number, None, True or False: what is shown is the value, not its type.
bool is_value(const std::string& text) {
    return text == "None" || text == "True" || text == "False" ||
           (!text.empty() && (std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == '-'));
}

/// "unittest.mock.MagicMock" -> "a MagicMock"; "function f" stays.
std::string with_article(const std::string& text) {
    const std::string name = contains(text, " ") ? text : text.substr(text.rfind('.') + 1);
    if (name == "module") return "another module";
    if (contains(name, " ")) return "the " + name;
    if (name.empty() || is_value(text)) return text;
    return (std::string("AEIOUaeiou").find(name[0]) == std::string::npos ? "a " : "an ") + name;
}

/// "app.store:cache[x]" -> "app.store.cache['x']".
std::string spoken(std::string name) {
    std::replace(name.begin(), name.end(), ':', '.');
    return name.substr(0, name.find('['));
}

std::string deed_of_container(const StateChange& c) {
    const std::string key = key_of(c.name), owner = spoken(c.name);
    if (key.empty()) return "changes the contents of " + owner;
    if (!c.before) return fmt::format("adds '{}' to {}", key, owner);
    if (!c.after) return fmt::format("removes '{}' from {}", key, owner);
    return fmt::format("replaces {}['{}']", owner, key);
}

std::string deed_of(const StateChange& c) {
    if (c.what == "sys.modules") {
        if (!c.after) return fmt::format("removes '{}' from sys.modules", c.name);
        return fmt::format("puts {} into sys.modules['{}']", with_article(*c.after), c.name);
    }
    if (c.what == "environ")
        return fmt::format("{} the environment variable {}",
                           !c.before  ? "sets"
                           : !c.after ? "removes"
                                      : "changes",
                           c.name);
    if (c.what == "attribute") {
        const std::string name = spoken(c.name);
        if (!c.before) return "adds " + name;
        if (!c.after) return "removes " + name;
        if (is_value(*c.before) && is_value(*c.after))
            return fmt::format("changes {} from {} to {}", name, *c.before, *c.after);
        return *c.before == *c.after ? "replaces " + name
                                     : fmt::format("replaces {} by {}", name, with_article(*c.after));
    }
    if (c.what == "container") return deed_of_container(c);
    if (c.what == "cwd") return "changes the working directory";
    if (c.what == "umask")
        return fmt::format("changes the umask from {} to {}", c.before.value_or("?"), c.after.value_or("?"));
    if (c.what == "builtins")
        return fmt::format("{} the builtin {}", !c.before ? "adds" : !c.after ? "removes" : "replaces", c.name);
    if (c.what == "signal") return "changes the handler of signal " + c.name;
    if (c.what == "hooks") return "changes sys." + c.name;
    if (c.what == "meta_path" || c.what == "path_hooks") return "changes sys." + c.what;
    if (c.what == "locale") return fmt::format("changes the locale to {}", c.after.value_or("?"));
    if (c.what == "timezone") return fmt::format("changes the time zone to {}", c.after.value_or("?"));
    if (c.what == "decimal") return "changes the decimal context";
    if (c.what == "warnings") return "changes the filters of warnings";
    if (c.what == "logging")
        return c.name == "disable" ? "changes logging.disable" : fmt::format("changes the logger '{}'", c.name);
    if (c.what == "recursion_limit") return "changes the recursion limit";
    if (c.what == "thread") return "leaves a thread behind";
    return "changes " + (c.what == c.name ? c.what : c.what + " " + c.name);
}

}  // namespace

bool is_of(const std::string& id, const std::vector<std::string>& nodes) {
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](const std::string& node) { return id == node || id.rfind(node + "::", 0) == 0; });
}

std::vector<Suspect> rank_suspects(const std::vector<StateRecord>& states, const std::vector<std::string>& culprits,
                                   const Failure& failure, const std::set<std::string>& project_names) {
    const Topic topic = topic_of(failure);
    std::vector<Suspect> suspects;
    for (const auto& record : states) {
        if (!is_of(record.id, culprits)) continue;
        for (const auto& change : record.changed) suspects.push_back(judged(change, record, topic, project_names));
    }
    std::stable_sort(suspects.begin(), suspects.end(),
                     [](const Suspect& a, const Suspect& b) { return a.score > b.score; });
    return suspects;
}

std::string deed(const Suspect& suspect) {
    const auto test = suspect.id.rfind("::", suspect.id.find('['));  // parameters may have anything in them
    return deed_of(suspect.change) + (suspect.at == "collect"     ? " when it is collected"
                                      : test == std::string::npos ? ""
                                                                  : " in " + suspect.id.substr(test + 2));
}

}  // namespace testskew::drill
