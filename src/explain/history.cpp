#include "explain/history.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace testskew::explain {

History history(const Atlas& atlas, const std::function<Known(int)>& holds) {
    History result;
    for (int version = 0; version < static_cast<int>(atlas.versions().size()); ++version)
        result.push_back(holds(version));
    return result;
}

namespace {

/// Corrects a history by what is known of patch releases. A minor version that got something with a patch release
/// counts as one without it, because the question is from which minor version on all releases have it.
History with_backport(const Atlas& atlas, History history, const Backport* backport) {
    if (!backport) return history;
    bool later = false;
    for (std::size_t i = history.size(); i-- > 0;) {
        if (backport->in(atlas.minor(static_cast<int>(i))) != Known::yes)
            history[i] = Known::no;
        else if (later || history[i] == Known::unknown)
            history[i] = Known::yes;  // the atlas does not keep parameters of methods that never changed
        later = later || history[i] == Known::yes;
    }
    return history;
}

}  // namespace

History presence(const Atlas& atlas, const std::string& name) {
    return with_backport(atlas, history(atlas, [&](int version) { return atlas.has(name, version); }),
                         atlas.backport(name));
}

History parameter(const Atlas& atlas, const std::string& name, const std::string& parameter) {
    const auto taken = history(atlas, [&](int version) {
        const auto entry = atlas.entry(name, version);
        if (!entry) return atlas.has(name, version);
        return entry->signature ? entry->signature->takes(parameter) : Known::unknown;
    });
    return with_backport(atlas, taken, atlas.backport(name, parameter));
}

History deprecation(const Atlas& atlas, const std::string& name) {
    return history(atlas, [&](int version) {
        const auto entry = atlas.entry(name, version);
        return !entry ? Known::unknown : entry->deprecated ? Known::yes : Known::no;
    });
}

std::string since(const Atlas& atlas, const History& history) {
    for (std::size_t i = 1; i < history.size(); ++i)
        if (history[i] == Known::yes)
            return history[i - 1] == Known::no ? atlas.minor(static_cast<int>(i)) : "";
        else if (history[i - 1] == Known::yes)
            break;
    return "";
}

std::string until(const Atlas& atlas, const History& history) {
    for (std::size_t i = history.size(); i-- > 1;)
        if (history[i - 1] == Known::yes) return history[i] == Known::no ? atlas.minor(static_cast<int>(i)) : "";
    return "";
}

std::string words(const Atlas& atlas, const History& history) {
    if (std::none_of(history.begin(), history.end(), [](Known k) { return k == Known::yes; }))
        return std::any_of(history.begin(), history.end(), [](Known k) { return k == Known::unknown; }) ? "not known"
                                                                                                        : "in none";
    const int last = static_cast<int>(history.size()) - 1;
    const std::string begin = since(atlas, history), end = until(atlas, history);
    int first_yes = 0, last_yes = last;
    while (history[static_cast<std::size_t>(first_yes)] != Known::yes) ++first_yes;
    while (history[static_cast<std::size_t>(last_yes)] != Known::yes) --last_yes;
    if (!begin.empty() && !end.empty()) return fmt::format("since {}, gone in {}", begin, end);
    if (!begin.empty()) return fmt::format("since {}", begin);
    if (!end.empty()) return fmt::format("gone in {}", end);
    const std::string range = first_yes == last_yes
                                  ? "in " + atlas.minor(first_yes)
                                  : fmt::format("in {} to {}", atlas.minor(first_yes), atlas.minor(last_yes));
    return first_yes == 0 && last_yes == last ? range : range + " (of the others nothing is known)";
}

}  // namespace testskew::explain
