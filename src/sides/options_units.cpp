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

/// The plugin that an option belongs to, as far as its spelling tells: "randomly" of "-p no:randomly" and of
/// "--randomly-seed=1". "" if it tells nothing.
std::string plugin_of(const OptionUnit& unit) {
    const std::string name = name_of(unit);
    std::string plugin;
    if (name.starts_with("-p "))
        plugin = name.substr(3);
    else if (name == "-n" || name == "--numprocesses" || name == "--dist")
        plugin = "xdist";
    else if (name.starts_with("--"))
        plugin = name.substr(2, name.find('-', 2) - 2);
    for (const char* prefix : {"pytest_", "pytest-"})
        if (plugin.starts_with(prefix)) plugin.erase(0, std::string_view(prefix).size());
    return plugin;
}

/// True if one of them switches a plugin on or off and the other one is an option of that plugin. What the plugin does
/// without either is a third thing, which neither side does.
bool of_one_plugin(const OptionUnit& a, const OptionUnit& b) {
    const bool one_switches = name_of(a).starts_with("-p ") != name_of(b).starts_with("-p ");
    const std::string plugin = plugin_of(a);
    return one_switches && !plugin.empty() && plugin == plugin_of(b);
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
    if (!bad.empty() && !good.empty() && name_of(bad) == name_of(good)) return name_of(bad);
    if (!bad.empty() && !good.empty()) return plugin_of(bad);
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
    for (auto& unit : only_bad) differences.push_back({unit, {}});
    using Pairs = bool (*)(const OptionUnit&, const OptionUnit&);
    const Pairs same_name = [](const OptionUnit& a, const OptionUnit& b) { return name_of(a) == name_of(b); };
    for (const Pairs pairs : {same_name, Pairs(of_one_plugin)})
        for (OptionDifference& difference : differences) {
            if (!difference.good.empty()) continue;
            const auto partner = std::find_if(only_good.begin(), only_good.end(),
                                              [&](const OptionUnit& unit) { return pairs(difference.bad, unit); });
            if (partner == only_good.end()) continue;
            difference.good = *partner;
            only_good.erase(partner);
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
