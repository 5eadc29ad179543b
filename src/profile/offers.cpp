#include "profile/offers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "profile/declared.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// The name in `names` that meets the need; "" if none does.
std::string met_by(const Need& need, const std::set<std::string>& names) {
    for (const auto& name : need.any_of)
        if (names.count(name)) return name;
    return {};
}

std::set<std::string> names_of(const NamedGroup& group) {
    std::set<std::string> names;
    for (const auto& line : group.lines)
        if (auto name = name_of_requirement(line); !name.empty()) names.insert(std::move(name));
    return names;
}

bool is_for_tests(const NamedGroup& group) {
    const auto words = words_of_name(group.name);
    return is_test_name(group.name) || std::any_of(words.begin(), words.end(), is_test_name);
}

/// The needs that an offer meets.
std::vector<const Need*> met(const NamedGroup& group, const std::vector<Need>& needs) {
    const auto names = names_of(group);
    const bool other = is_other_purpose(group.name);
    std::vector<const Need*> result;
    for (const auto& need : needs)
        if ((need.plugin || !other) && !met_by(need, names).empty()) result.push_back(&need);
    return result;
}

std::string note_of(const NamedGroup& group, const std::vector<const Need*>& needs) {
    const Need* first = needs.front();
    for (const Need* need : needs)
        if (need->plugin && !first->plugin) first = need;
    std::string note = fmt::format("{} is installed, too: {} {} {}", group.shown(), first->why,
                                   first->why == "the tests" ? "need" : "needs", met_by(*first, names_of(group)));
    if (needs.size() > 1) note += fmt::format(" (and {} more)", needs.size() - 1);
    return note;
}

}  // namespace

std::vector<TakenOffer> needed_offers(const std::vector<NamedGroup>& offers, const std::vector<Need>& needs,
                                      std::set<std::string> provided) {
    std::vector<TakenOffer> taken;
    std::vector<NamedGroup> left = offers;
    while (!left.empty()) {
        std::vector<Need> unmet;
        for (const auto& need : needs)
            if (met_by(need, provided).empty()) unmet.push_back(need);
        const auto rank = [&](const NamedGroup& group) {
            return std::make_tuple(met(group, unmet).size(), is_for_tests(group), !is_other_purpose(group.name),
                                   -static_cast<long>(group.lines.size()));
        };
        const auto best =
            std::max_element(left.begin(), left.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
        const auto reasons = met(*best, unmet);
        if (reasons.empty()) break;
        taken.push_back({*best, note_of(*best, reasons)});
        provided.merge(names_of(*best));
        left.erase(best);
    }
    return taken;
}

}  // namespace testskew::profile
