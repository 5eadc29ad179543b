#include "report/difference_words.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/hash.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::report {

std::string difference_line(const Report& report, const Difference& difference, std::size_t most) {
    const std::string bad = bad_name(report), good = good_name(report);
    std::vector<std::string> both, bad_only, good_only;
    for (const DeltaDifference& delta : difference.deltas) {
        if (delta.bad && delta.good) {
            both.push_back(delta_line(report, difference.factor, delta));
            continue;
        }
        const std::string value = delta.bad ? delta.bad.value_or("") : delta.good.value_or("");
        const bool named =
            value.empty() || is_keyed_digest(value) || value == "collected" || difference.factor == Factor::files;
        (delta.bad ? bad_only : good_only).push_back(one_line(delta.name + (named ? "" : " " + value), 120));
    }
    const auto list = [&](const std::vector<std::string>& names) { return some_of(names, most); };
    std::vector<std::string> parts;
    if (!both.empty()) parts.push_back(list(both));
    const std::string verb = difference.factor == Factor::environ ? "set in " : "in ";
    const auto one_side = [&](const std::vector<std::string>& names, const std::string& side) {
        if (!names.empty()) parts.push_back(fmt::format("{} ({}{} only)", list(names), verb, side));
    };
    if (bad_only.size() <= good_only.size())
        one_side(bad_only, bad), one_side(good_only, good);  // the shorter list comes first
    else
        one_side(good_only, good), one_side(bad_only, bad);
    return join(parts, "; ");
}

std::string delta_line(const Report& report, Factor factor, const DeltaDifference& delta) {
    const auto plain = [](const std::string& value) { return one_line(value, 80); };
    const std::string name = one_line(delta.name, 120);
    if (delta.bad && delta.good) {
        if (factor == Factor::files && *delta.bad == *delta.good)
            return fmt::format("{} ({})", name, plain(*delta.bad));
        if (is_keyed_digest(*delta.bad) || is_keyed_digest(*delta.good)) return name + " (another value)";
        return fmt::format("{} {} / {}", name, plain(*delta.bad), plain(*delta.good));
    }
    const std::string where = delta.bad ? bad_name(report) : good_name(report);
    const std::string value = delta.bad ? *delta.bad : *delta.good;
    if (factor == Factor::environ) return fmt::format("{} (set in {} only)", name, where);
    if (is_keyed_digest(value) || value == "collected") return fmt::format("{} (in {} only)", name, where);
    return fmt::format("{} {} (in {} only)", name, plain(value), where);
}

}  // namespace testskew::report
