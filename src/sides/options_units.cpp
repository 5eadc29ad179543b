#include "sides/options_units.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace testskew::sides {
namespace {

/// The name that identifies an option: "--cov" for "--cov=src", "-n" for "-n4". For an option that may be given several
/// times, such as -p, the name includes a part of the value.
std::string name_of(const OptionUnit& unit) {
    const std::string& word = unit.front();
    const bool is_short = word.size() > 1 && word[0] == '-' && word[1] != '-';
    std::string name = is_short ? word.substr(0, 2) : word.substr(0, word.find('='));
    const bool repeatable = name == "-p" || name == "-o" || name == "--override-ini" || name == "-W" ||
                            name == "--ignore" || name == "--deselect";
    if (!repeatable) return name;
    // Two of them are the same if they have the same plugin (-p), ini key (-o) or path (--ignore).
    std::string value = unit.size() > 1 ? unit[1] : word.substr(std::min(word.size(), is_short ? 2 : name.size() + 1));
    if (value.rfind("no:", 0) == 0) value = value.substr(3);
    const bool ini = name == "-o" || name == "--override-ini";
    return name + " " + (ini ? value.substr(0, value.find('=')) : value);
}

void append(std::vector<std::string>& words, const OptionUnit& unit) {
    words.insert(words.end(), unit.begin(), unit.end());
}

}  // namespace

std::vector<OptionUnit> option_units(const std::vector<std::string>& options) {
    std::vector<OptionUnit> units;
    for (const auto& word : options) {
        if (units.empty() || (!word.empty() && word[0] == '-'))
            units.push_back({word});
        else
            units.back().push_back(word);
    }
    return units;
}

std::string OptionDifference::name() const {
    if (!bad.empty() && !good.empty()) return name_of(bad);
    return join(bad.empty() ? good : bad, " ");
}

std::vector<OptionDifference> option_differences(const std::vector<std::string>& bad,
                                                 const std::vector<std::string>& good) {
    std::vector<OptionUnit> only_bad = option_units(bad), only_good = option_units(good);
    for (auto it = only_bad.begin(); it != only_bad.end();) {
        const auto same = std::find(only_good.begin(), only_good.end(), *it);
        if (same == only_good.end()) {
            ++it;
            continue;
        }
        only_good.erase(same);
        it = only_bad.erase(it);
    }
    std::vector<OptionDifference> differences;
    for (auto& unit : only_bad) {
        const auto named = std::find_if(only_good.begin(), only_good.end(),
                                        [&](const OptionUnit& g) { return name_of(g) == name_of(unit); });
        OptionDifference difference{unit, {}};
        if (named != only_good.end()) {
            difference.good = *named;
            only_good.erase(named);
        }
        differences.push_back(std::move(difference));
    }
    for (auto& unit : only_good) differences.push_back({{}, unit});
    return differences;
}

std::vector<std::string> mixed_options(const std::vector<std::string>& bad, const std::vector<std::string>& good,
                                       const std::vector<OptionDifference>& differences,
                                       const std::vector<bool>& take_good) {
    if (std::all_of(take_good.begin(), take_good.end(), [](bool taken) { return taken; })) return good;
    std::vector<std::string> words;
    std::vector<bool> used(differences.size());
    for (const auto& unit : option_units(bad)) {
        size_t i = 0;
        while (i < differences.size() && (used[i] || differences[i].bad != unit)) ++i;
        if (i < differences.size()) used[i] = true;
        append(words, i < differences.size() && take_good[i] ? differences[i].good : unit);
    }
    for (size_t i = 0; i < differences.size(); ++i)
        if (differences[i].bad.empty() && take_good[i]) append(words, differences[i].good);
    return words;
}

}  // namespace testskew::sides
