#include "explain/claim.hpp"

#include "explain/instead.hpp"

namespace testskew::explain {
namespace {

/// Sets `since` or `until` of `api` to the version between the two in which it changes. Leaves both empty if the atlas
/// does not know that version for sure. Returns false if the two versions do not differ in it.
bool set_change(const Atlas& atlas, const History& history, int bad, int good, CauseApi& api) {
    const auto at = [&](int version) { return history[static_cast<std::size_t>(version)]; };
    if (at(good) != Known::yes || at(bad) == Known::yes) return false;
    const int step = good > bad ? -1 : 1;
    int last = good;  // the version farthest from the good side that still has it
    while (last + step != bad && at(last + step) == Known::yes) last += step;
    const bool sure = at(last + step) == Known::no || last + step == bad;
    if (!sure) return true;
    (good > bad ? api.since : api.until) = atlas.minor(good > bad ? last : last + 1);
    return true;
}

}  // namespace

std::optional<CauseApi> claim(const Atlas& atlas, const History& history, int bad, int good, CauseApi api) {
    if (!set_change(atlas, history, bad, good, api)) return std::nullopt;
    if (api.instead.empty()) api.instead = instead_of(api, atlas, bad, good);
    return api;
}

std::string shown_name(const std::string& name) { return name.starts_with("builtins.") ? name.substr(9) : name; }

}  // namespace testskew::explain
