#include "drill/suspects.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "model/node_id.hpp"
#include "report/deed_words.hpp"

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

/// The words, modules and texts that occur in the failure.
struct Topic {
    std::set<std::string>
        words;  ///< of the message, of functions and source lines of the project, and of functions in library frames
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

/// The dotted name of the module in which the change is; "" if it is in no module.
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

/// How suspicious a change is by its kind alone. The numbers are judgements and not measurements. What other code reads
/// by a global name comes first, then the state of the whole process, and last what tests change all the time. Only the
/// order matters, and a test checks it.
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

/// True if the kind of error points to this kind of state, although the failure does not name it.
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
    if (const std::string key = report::key_in(change.name); key.size() > 1 && topic.words.count(key)) speaks(30);
    if (speaks_of_kind(change.what, topic)) speaks(40);
    if (module.empty()) return suspect;
    if (topic.modules.count(module)) speaks(30);
    if (project_names.count(top))
        suspect.score += 25;
    else if (!is_mock(change.after))
        suspect.score -= change.what == "sys.modules" ? 10 : 30;  // caches of libraries
    // The own globals of a test module are rarely what makes another test fail.
    const std::string own = module_of_path(testskew::module_of(record.id));
    if (module == own || (own.size() > module.size() &&
                          own.compare(own.size() - module.size() - 1, std::string::npos, "." + module) == 0))
        suspect.score -= 40;
    if (name.rfind("__", 0) == 0 || contains(change.name, ":__"))
        suspect.score -= 60;  // loaders and specs belong to the import system
    if (top == "_pytest" || top == "pluggy" || top == "pytest") suspect.score -= 60;
    return suspect;
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

CauseDeed deed_of(const Suspect& suspect) {
    const StateChange& change = suspect.change;
    CauseDeed deed;
    deed.kind = find_value<StateKind>(change.what).value_or(StateKind::other);
    deed.name = deed.kind == StateKind::other ? change.what + " " + change.name : change.name;
    deed.before = change.before;
    deed.after = change.after;
    deed.collected = suspect.at == "collect";
    const auto test = suspect.id.rfind("::", suspect.id.find('['));  // the parameters in brackets may contain "::"
    if (!deed.collected && test != std::string::npos) deed.test = suspect.id.substr(test + 2);
    return deed;
}

}  // namespace testskew::drill
