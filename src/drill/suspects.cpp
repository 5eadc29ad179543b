#include "drill/suspects.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "model/node_id.hpp"
#include "model/state_name.hpp"

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

/// The words, modules and texts that occur in the failure, and what its code holds and can reach.
struct Topic {
    std::set<std::string>
        words;  ///< of the message, of functions and source lines of the project, and of functions in library frames
    std::set<std::string> modules;    ///< of the project's frames
    std::string text;                 ///< types and messages
    std::vector<StatePiece> reached;  ///< changes that the failing code and what it calls name
    std::vector<StatePiece> held;     ///< changes whose new values are in sight of the failing code
    bool mock = false;                ///< a mock is in sight of the failing code, or the failure speaks of one
};

Topic topic_of(const Failure& failure, const std::vector<ReachRecord>& reaches) {
    Topic topic;
    for (const auto& reach : reaches) {
        topic.reached.insert(topic.reached.end(), reach.reached.begin(), reach.reached.end());
        topic.held.insert(topic.held.end(), reach.held.begin(), reach.held.end());
        topic.mock = topic.mock || reach.mock;
    }
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
    topic.mock = topic.mock || contains(topic.text, "Mock");
    words_of(topic.text, topic.words);
    if (!failure.path.empty()) topic.modules.insert(module_of_path(failure.path));
    words_of(failure.source, topic.words);
    return topic;
}

/// The dotted name of the module in which the change is; "" if it is in no module.
std::string module_of(const StateChange& change) {
    if (change.kind == StateKind::modules) return change.name;
    if (change.kind == StateKind::attribute || change.kind == StateKind::container)
        return change.name.substr(0, change.name.find(':'));
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
int by_kind(StateKind kind) {
    switch (kind) {
        case StateKind::modules: return 50;
        case StateKind::environ: return 45;
        case StateKind::cwd: return 45;
        case StateKind::umask: return 40;
        case StateKind::attribute: return 40;
        case StateKind::container: return 38;
        case StateKind::builtins: return 40;
        case StateKind::sys_path: return 35;
        case StateKind::meta_path: return 30;
        case StateKind::path_hooks: return 20;
        case StateKind::locale: return 40;
        case StateKind::timezone: return 42;
        case StateKind::decimal: return 42;
        case StateKind::recursion_limit: return 20;
        case StateKind::signal: return 15;
        case StateKind::hooks: return 12;
        case StateKind::warnings: return 12;
        case StateKind::logging: return 15;
        case StateKind::thread: return 5;
        case StateKind::other: return 10;
    }
    return 10;
}

/// True if the kind of error points to this kind of state, although the failure does not name it.
bool speaks_of_kind(StateKind kind, const Topic& topic) {
    const std::string& text = topic.text;
    if (kind == StateKind::cwd) return contains(text, "FileNotFoundError") || contains(text, "No such file");
    if (kind == StateKind::umask) return contains(text, "PermissionError") || contains(text, "0o");
    if (kind == StateKind::locale) return contains(text, "UnicodeDecodeError") || contains(text, "UnicodeEncodeError");
    if (kind == StateKind::sys_path)
        return contains(text, "ImportError") || contains(text, "ModuleNotFoundError") ||
               contains(text, "AttributeError");
    if (kind == StateKind::meta_path || kind == StateKind::path_hooks)
        return contains(text, "ImportError") || contains(text, "ModuleNotFoundError");
    if (kind == StateKind::warnings) return contains(text, "Warning");
    if (kind == StateKind::decimal) return contains(text, "Decimal") || contains(text, "decimal");
    if (kind == StateKind::recursion_limit) return contains(text, "RecursionError");
    if (kind == StateKind::logging)
        return topic.words.count("caplog") || topic.words.count("logging") || topic.words.count("logger");
    return false;
}

bool is_mock(const std::optional<std::string>& text) { return text && contains(*text, "Mock"); }

Suspect judged(const StateChange& change, const StateRecord& record, const Topic& topic) {
    Suspect suspect{change, record.at, record.id, by_kind(change.kind), false};
    const auto speaks = [&](int points) { suspect.score += points, suspect.related = true; };
    const std::string module = module_of(change), top = module.substr(0, module.find('.'));
    const std::string name =
        change.kind == StateKind::modules ? module.substr(module.rfind('.') + 1) : last_name(change.name);
    if (is_mock(change.after)) {
        suspect.score += 20;
        if (topic.mock) speaks(40);
    }
    const auto is_among = [&](const std::vector<StatePiece>& pieces) {
        return std::find(pieces.begin(), pieces.end(), StatePiece{change.kind, change.name}) != pieces.end();
    };
    if (is_among(topic.held)) speaks(50);
    if (is_among(topic.reached)) speaks(25);
    const std::string key = key_in(change.name);
    if (name.size() > 1 && topic.words.count(name)) speaks(40);
    if (key.size() > 1 && topic.words.count(key)) speaks(30);
    if (speaks_of_kind(change.kind, topic)) speaks(40);
    if (module.empty()) return suspect;
    if (topic.modules.count(module)) speaks(30);
    if (change.project)
        suspect.score += 25;
    else if (!is_mock(change.after))
        suspect.score -= change.kind == StateKind::modules ? 10 : 30;  // caches of libraries
    // The own globals of a test module are rarely what makes another test fail.
    const std::string own = module_of_path(testskew::module_of(record.id));
    if (module == own || (own.size() > module.size() &&
                          own.compare(own.size() - module.size() - 1, std::string::npos, "." + module) == 0))
        suspect.score -= 40;
    if (name.rfind("__", 0) == 0 || contains(change.name, ":__"))
        suspect.score -= 100;  // loaders and specs belong to the import system
    if (top == "_pytest" || top == "pluggy" || top == "pytest") suspect.score -= 100;
    return suspect;
}

/// Leaves the time zone of the process out where TZ was changed as well: undoing TZ undoes both, and the line that sets
/// TZ says more than the one that makes it known.
void tell_zone_by_variable(std::vector<Suspect>& suspects) {
    for (auto& variable : suspects) {
        if (variable.change.kind != StateKind::environ || variable.change.name != "TZ") continue;
        for (auto& zone : suspects) {
            if (zone.change.kind != StateKind::timezone || zone.id != variable.id) continue;
            variable.score = std::max(variable.score, zone.score);
            variable.related = variable.related || zone.related;
            zone.id.clear();
        }
    }
    std::erase_if(suspects, [](const Suspect& suspect) { return suspect.id.empty(); });
}

}  // namespace

bool is_of(const std::string& id, const std::vector<std::string>& nodes) {
    return std::any_of(nodes.begin(), nodes.end(), [&](const std::string& node) { return is_below(id, node); });
}

std::vector<Suspect> rank_suspects(const std::vector<StateRecord>& states, const std::vector<std::string>& culprits,
                                   const Failure& failure, const std::vector<ReachRecord>& reaches) {
    const Topic topic = topic_of(failure, reaches);
    std::vector<Suspect> suspects;
    for (const auto& record : states) {
        if (!is_of(record.id, culprits)) continue;
        for (const auto& change : record.changed) suspects.push_back(judged(change, record, topic));
    }
    tell_zone_by_variable(suspects);
    std::stable_sort(suspects.begin(), suspects.end(),
                     [](const Suspect& a, const Suspect& b) { return a.score > b.score; });
    return suspects;
}

std::vector<ReachRecord> reaches_of(const Recording& recording, const Cluster& cluster) {
    std::vector<ReachRecord> reaches;
    for (const auto& reach : recording.reaches)
        if (std::any_of(cluster.tests.begin(), cluster.tests.end(),
                        [&](const ClusterTest& test) { return test.id == reach.id; }))
            reaches.push_back(reach);
    return reaches;
}

std::string state_named(const StateChange& change) {
    const std::string kind = to_string(change.kind);
    return change.name == kind || change.name.empty() ? kind : kind + " " + change.name;
}

CauseDeed deed_of(const Suspect& suspect) {
    const StateChange& change = suspect.change;
    CauseDeed deed;
    deed.kind = change.kind;
    deed.name = change.name;
    deed.before = change.before;
    deed.after = change.after;
    deed.collected = suspect.at == "collect";
    const auto test = suspect.id.rfind("::", suspect.id.find('['));  // the parameters in brackets may contain "::"
    if (!deed.collected && test != std::string::npos) deed.test = suspect.id.substr(test + 2);
    return deed;
}

}  // namespace testskew::drill
