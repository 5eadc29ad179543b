#include "report/cause_words.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "util/text.hpp"

namespace testskew::report {
namespace {

/// Lines of which none is empty and none stands there twice.
class Lines {
public:
    void add(const std::string& line) {
        if (!line.empty() && std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(line);
    }
    std::vector<std::string> take() { return std::move(lines_); }

private:
    std::vector<std::string> lines_;
};

std::string place_of(const CausePlace& place) {
    const std::string at = place.line ? fmt::format("{}:{}", place.path, place.line) : place.path;
    return at + (place.what.empty() ? "" : " " + place.what);
}

/// `told`: the cause's sentence has said which versions the sides have, and where it begins to fail.
std::string package_line(const CausePackage& package, bool told, const std::string& bad, const std::string& good) {
    const auto version = [](const std::string& v) { return v.empty() ? std::string("absent") : v; };
    std::string line;
    if (!told)
        line =
            fmt::format("{}: {} in {}, {} in {}", package.name, version(package.bad), bad, version(package.good), good);
    const std::string days = release_line(package);
    if (!days.empty()) return line + (line.empty() ? "" : "; ") + days;
    if (!told && !package.first_bad.empty()) line += fmt::format("; first bad release: {}", package.first_bad);
    return line;
}

std::string value_of(const std::optional<CauseValue>& value) {
    if (!value) return "not set";
    return value->shown ? "'" + value->text + "'" : "set";
}

std::string variable_line(const CauseVariable& variable, const std::string& bad, const std::string& good) {
    const std::string in_bad = value_of(variable.bad), in_good = value_of(variable.good);
    if (in_bad == in_good) return fmt::format("{}: another value in {} than in {}", variable.name, bad, good);
    return fmt::format("{}: {} in {}, {} in {}", variable.name, in_bad, bad, in_good, good);
}

/// Which deltas of a cause belong together, and which are enough by themselves.
std::string sets_line(const Cause& cause) {
    constexpr std::size_t most = 6;
    if (cause.sets.size() == 1 && cause.sets[0].size() > 1) return "only together: " + join(cause.sets[0], ", ");
    if (cause.sets.size() < 2) return "";
    std::vector<std::string> sets;
    for (std::size_t i = 0; i < std::min(cause.sets.size(), most); ++i) sets.push_back(join(cause.sets[i], " with "));
    if (cause.sets.size() > most) sets.push_back(fmt::format("{} more", cause.sets.size() - most));
    return "any one of these is enough: " + join(sets, "; ");
}

}  // namespace

std::string api_sentence(const CauseApi& api, const std::string& bad, const std::string& good) {
    const auto begins = [&](std::string_view with) { return api.what.starts_with(with); };
    std::string what = api.what, platform;
    if (const auto at = what.find("depends on the platform"); at != std::string::npos) {
        platform = " (" + what.substr(at) + ")";
        what = at < 2 ? "" : what.substr(0, at - 2);
    }
    if (const auto at = what.find("there from "); at != std::string::npos) {  // a patch release brought it
        platform = ", and " + what.substr(at);
        what = at < 2 ? "" : what.substr(0, at - 2);
    }
    std::string name = api.name + (what.empty() ? "" : ", " + what);
    if (begins("deprecated")) return fmt::format("{} is {}", api.name, api.what);
    if (begins("since ") || begins("up to ") || begins("in ")) return fmt::format("{}, {}", api.name, api.what);
    if (what == "module")
        name = "the module " + api.name;
    else if (what == "syntax" || what == "the union of types")
        name = api.name;
    else if (begins("parameter ") && what.find(' ', 10) == std::string::npos)
        name = fmt::format("{}({}=)", api.name, what.substr(10));
    else if (begins("parameter"))
        name = fmt::format("{} with the {}", api.name, what);
    else if (begins("subscripts: "))
        name = api.name + "[...]";
    else if (begins("any number"))
        name = api.name + " with " + what;
    else if (begins("the operator"))
        name = "the operator " + what.substr(13) + " of " + api.name;
    const std::string owner = api.package.empty() ? "Python" : api.package;
    // Two that are no names: what a call needs, and how it may give it.
    const auto told = [&](const std::string& newer, const std::string& older) {
        if (!api.since.empty()) return fmt::format("{} {} since {} {}", api.name, older, owner, api.since);
        if (!api.until.empty()) return fmt::format("{} {} since {} {}", api.name, newer, owner, api.until);
        return fmt::format("{} {} in {} and not in {}", api.name, newer, bad, good);
    };
    if (begins("calls without ")) return told("needs " + what.substr(14), "needs no " + what.substr(14));
    if (what.ends_with(" by position")) {
        const std::string names = what.substr(what.find(' ') + 1, what.size() - what.find(' ') - 13);
        return told(fmt::format("takes {} by keyword only", names), fmt::format("takes {} by position, too,", names));
    }
    if (!api.since.empty()) return fmt::format("{} is new in {} {}{}", name, owner, api.since, platform);
    if (!api.until.empty()) return fmt::format("{} is gone since {} {}{}", name, owner, api.until, platform);
    return fmt::format("{} is there in {} and not in {}{}", name, good, bad, platform);
}

std::string release_line(const CausePackage& package) {
    const std::string &good = package.passing(), &bad = package.failing();
    if (package.released.empty() && good == package.good) return "";  // nothing that the sentence does not say
    const auto dated = [&](const std::string& version) {
        const auto day = package.released.find(version);
        return day == package.released.end() ? version : fmt::format("{} ({})", version, day->second);
    };
    // Without a boundary nothing was seen of these releases alone: others may have been exchanged with them.
    if (!package.narrowed())
        return fmt::format("{} {} on the side that passes, {} on the other", package.name, dated(good), dated(bad));
    return fmt::format("{} {} passes, {} fails", package.name, dated(good), dated(bad));
}

std::string cause_sentence(const Cause& cause) {
    if (!cause.summary.empty()) return cause.summary;
    std::vector<std::string> names;
    for (const auto& factor : cause.factors) names.push_back(factor_name(factor));
    return "the failure follows " + join(names, " and ");
}

std::vector<std::string> cause_lines(const Report& report, const Cause& cause) {
    const std::string bad = bad_name(report), good = good_name(report);
    const bool told = cause.summary_tells_parts;
    Lines lines;
    if (!told)
        for (const CausePlace& place : cause.at) lines.add(place_of(place));
    for (const CauseApi& api : cause.api) {
        lines.add(api_sentence(api, bad, good));
        if (!api.instead.empty()) lines.add("instead: " + api.instead);
    }
    for (const CausePackage& package : cause.packages)
        lines.add(package_line(package, told && !package.behind, bad, good));
    for (const CauseVariable& variable : cause.variables)
        if (!told || variable.behind) lines.add(variable_line(variable, bad, good));
    if (!told)
        for (const std::string& file : cause.files) lines.add(file);
    const auto& interpreter = cause.interpreter;
    if (interpreter && !interpreter->first_bad.empty() && (!told || interpreter->behind))
        lines.add(fmt::format("first bad interpreter: Python {}", interpreter->first_bad));
    if (!cause.summary_tells_sets) lines.add(sets_line(cause));
    if (!told)
        for (const std::string& layer : cause.layers) lines.add("and behind it, once that is repaired: " + layer);
    return lines.take();
}

}  // namespace testskew::report
