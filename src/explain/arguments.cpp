#include "explain/arguments.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "explain/claim.hpp"
#include "explain/history.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

/// The counts of a call: how many positional arguments the bad side takes, and how many were given.
struct Counts {
    int takes = 0, given = 0;
};

std::optional<Counts> parse_counts(const std::string& text) {
    const auto space = text.find(' ');
    if (space == std::string::npos) return std::nullopt;
    Counts counts;
    std::from_chars(text.data(), text.data() + space, counts.takes);
    std::from_chars(text.data() + space + 1, text.data() + text.size(), counts.given);
    return counts;
}

bool is_open(const Signature& signature) {
    return std::any_of(signature.parameters.begin(), signature.parameters.end(),
                       [](const Parameter& p) { return p.kind == Parameter::Kind::var_positional; });
}

/// Which versions take `count` positional arguments. With `open_is_yes` a version with *args takes them; without it,
/// that is not known.
History versions_that_take(const Atlas& atlas, const std::string& name, int count, bool open_is_yes) {
    return history(atlas, [&](int version) {
        const auto entry = atlas.entry(name, version);
        if (!entry) return atlas.has(name, version);
        if (!entry->signature) return Known::unknown;
        return open_is_yes && is_open(*entry->signature) ? Known::yes : entry->signature->takes_positional(count);
    });
}

}  // namespace

std::optional<CauseApi> explain_count(const std::string& name, const std::string& counts, int bad, int good,
                                      const Atlas& atlas) {
    const auto call = parse_counts(counts);
    const auto here = atlas.entry(name, bad), there = atlas.entry(name, good);
    if (!call || !there || !there->signature || there->signature->soft) return std::nullopt;
    const Signature* const old = here && here->signature ? &*here->signature : nullptr;
    // The message of a method that is written in Python counts self, and the atlas does not.
    const int self = old && !old->soft ? call->takes - static_cast<int>(old->positional().size()) : 0;
    if (self < 0 || self > 1) return std::nullopt;
    const int wanted = call->given - self, most = call->takes - self;
    CauseApi api{shown_name(name), {}, "", "", ""};
    if (is_open(*there->signature)) {
        const History sure = versions_that_take(atlas, name, wanted, false);
        if (sure[static_cast<std::size_t>(bad)] != Known::no) return std::nullopt;
        api.what.kind = ApiKind::any_count;
        return claim(atlas, versions_that_take(atlas, name, wanted, true), bad, good, api);
    }
    std::vector<std::string> more;  // parameters that only the good side takes by position
    const auto names = there->signature->positional();
    for (int i = most; i >= 0 && i < wanted && i < static_cast<int>(names.size()); ++i)
        more.push_back(names[static_cast<std::size_t>(i)]);
    if (more.empty()) return std::nullopt;
    const bool still_keyword = old && old->takes(more.front()) == Known::yes;
    api.what = {still_keyword ? ApiKind::by_position : ApiKind::parameters, more};
    if (still_keyword) api.instead = fmt::format("pass {} by keyword", join(more, ", "));
    return claim(atlas, versions_that_take(atlas, name, wanted, false), bad, good, api);
}

}  // namespace testskew::explain
