#include "report/deed_words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

#include "model/state_name.hpp"

namespace testskew::report {
namespace {

/// True for a number, None, True or False. The report then shows the text itself, and takes any other text for the name
/// of a type.
bool is_value(const std::string& text) {
    return text == "None" || text == "True" || text == "False" ||
           (!text.empty() && (std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == '-'));
}

/// A description with its article: "unittest.mock.MagicMock" becomes "a MagicMock", "function f" becomes "the function
/// f".
std::string with_article(const std::string& text) {
    const bool phrase = text.find(' ') != std::string::npos;
    const std::string name = phrase ? text : text.substr(text.rfind('.') + 1);
    if (name == "module") return "another module";
    if (phrase) return "the " + name;
    if (name.empty() || is_value(text)) return text;
    return (std::string("AEIOUaeiou").find(name[0]) == std::string::npos ? "a " : "an ") + name;
}

/// The owner's name as it is written in code: "app.store:cache[x]" becomes "app.store.cache".
std::string spoken(std::string name) {
    std::replace(name.begin(), name.end(), ':', '.');
    return name.substr(0, name.find('['));
}

/// The verb for something that appeared, vanished or changed.
const char* verb(const CauseDeed& deed, const char* appeared, const char* changed) {
    return !deed.before ? appeared : !deed.after ? "removes" : changed;
}

std::string of_module(const CauseDeed& deed) {
    if (!deed.after) return fmt::format("removes '{}' from sys.modules", deed.name);
    return fmt::format("puts {} into sys.modules['{}']", with_article(*deed.after), deed.name);
}

std::string of_attribute(const CauseDeed& deed) {
    const std::string name = spoken(deed.name);
    if (!deed.before) return "adds " + name;
    if (!deed.after) return "removes " + name;
    if (is_value(*deed.before) && is_value(*deed.after))
        return fmt::format("changes {} from {} to {}", name, *deed.before, *deed.after);
    if (*deed.before == *deed.after) return "replaces " + name;
    return fmt::format("replaces {} by {}", name, with_article(*deed.after));
}

std::string of_container(const CauseDeed& deed) {
    const std::string key = key_in(deed.name), owner = spoken(deed.name);
    if (key.empty()) return "changes the contents of " + owner;
    if (!deed.before) return fmt::format("adds '{}' to {}", key, owner);
    if (!deed.after) return fmt::format("removes '{}' from {}", key, owner);
    return fmt::format("replaces {}['{}']", owner, key);
}

std::string what_is_done(const CauseDeed& deed) {
    const std::string after = deed.after.value_or("?");
    switch (deed.kind) {
        case StateKind::modules: return of_module(deed);
        case StateKind::environ:
            return fmt::format("{} the environment variable {}", verb(deed, "sets", "changes"), deed.name);
        case StateKind::attribute: return of_attribute(deed);
        case StateKind::container: return of_container(deed);
        case StateKind::cwd: return "changes the working directory";
        case StateKind::umask: return fmt::format("changes the umask from {} to {}", deed.before.value_or("?"), after);
        case StateKind::builtins: return fmt::format("{} the builtin {}", verb(deed, "adds", "replaces"), deed.name);
        case StateKind::signal: return "changes the handler of signal " + deed.name;
        case StateKind::hooks: return "changes sys." + deed.name;
        case StateKind::sys_path: return "changes sys.path";
        case StateKind::meta_path: return "changes sys.meta_path";
        case StateKind::path_hooks: return "changes sys.path_hooks";
        case StateKind::locale: return "changes the locale to " + after;
        case StateKind::timezone: return "changes the time zone to " + after;
        case StateKind::decimal: return "changes the decimal context";
        case StateKind::warnings: return "changes the filters of warnings";
        case StateKind::logging:
            return deed.name == "disable" ? "changes logging.disable"
                                          : fmt::format("changes the logger '{}'", deed.name);
        case StateKind::recursion_limit: return "changes the recursion limit";
        case StateKind::thread: return "leaves a thread behind";
        case StateKind::other: break;
    }
    return "changes " + deed.name;
}

std::string touch_words(const CauseTouch& touch) {
    switch (touch.kind) {
        case TouchKind::makes:
            return fmt::format("makes {}, with the mode {} on the side that fails and {} on the other", touch.name,
                               touch.bad, touch.good);
        case TouchKind::looks_for: return fmt::format("looks for {} in vain on the side that fails", touch.name);
        case TouchKind::code: break;
    }
    return "has " + touch.name;
}

}  // namespace

std::string deed_words(const CauseDeed& deed) {
    return what_is_done(deed) + (deed.collected      ? " when it is collected"
                                 : deed.test.empty() ? ""
                                                     : " in " + deed.test);
}

std::string deed_words(const CausePlace& place) {
    if (place.touch) return touch_words(*place.touch);
    if (!place.deed) return "";
    const std::string words = deed_words(*place.deed);
    return place.through.empty() ? words : fmt::format("{} ({}:{})", words, place.through, place.through_line);
}

std::string spot(const CausePlace& place) {
    return place.line ? fmt::format("{}:{}", place.path, place.line) : place.path;
}

std::string place_words(const CausePlace& place) {
    const std::string words = deed_words(place);
    return words.empty() ? spot(place) : spot(place) + " " + words;
}

bool speaks_of(const CausePlace& place, const std::string& name) {
    if (!place.deed) return false;
    const auto holds = [&](const std::string& text) { return text.find(name) != std::string::npos; };
    std::string dotted = place.deed->name;
    std::replace(dotted.begin(), dotted.end(), ':', '.');
    return holds(dotted) || holds(place.deed->after.value_or("")) || holds(place.deed->test) || holds(place.through);
}

}  // namespace testskew::report
