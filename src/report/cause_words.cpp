#include "report/cause_words.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/api_words.hpp"
#include "report/cause_sentence.hpp"
#include "report/deed_words.hpp"
#include "report/once.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// `told`: the cause's sentence has already said which versions the sides have, and from which one on it fails.
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

/// Says which deltas of a cause are needed together, and which are enough by themselves.
std::string sets_line(const Cause& cause) {
    constexpr std::size_t most = 6;
    const auto sets = set_names(cause);
    if (sets.size() == 1 && sets[0].size() > 1) return "only together: " + join(sets[0], ", ");
    if (sets.size() < 2) return "";
    std::vector<std::string> words;
    for (const auto& set : sets) words.push_back(join(set, " with "));
    return "any one of these is enough: " + join(shortened(words, most), "; ");
}

}  // namespace

std::string release_line(const CausePackage& package) {
    const std::string &good = package.passing(), &bad = package.failing();
    if (package.released.empty() && good == package.good) return "";  // the sentence says all of it
    const auto dated = [&](const std::string& version) {
        const auto day = package.released.find(version);
        return day == package.released.end() ? version : fmt::format("{} ({})", version, day->second);
    };
    // Without a boundary, no session exchanged these releases alone: other packages may have changed together with
    // them.
    if (!package.narrowed())
        return fmt::format("{} {} on the side that passes, {} on the other", package.name, dated(good), dated(bad));
    if (package.fails_before)
        return fmt::format("{} {} fails by what hides behind it, {} in this way", package.name, dated(good),
                           dated(bad));
    return fmt::format("{} {} passes, {} fails", package.name, dated(good), dated(bad));
}

std::vector<std::string> cause_lines(const Report& report, const Cause& cause) {
    const std::string bad = bad_name(report), good = good_name(report);
    const bool told = cause.looked_into;
    std::vector<std::string> lines;
    if (!told)
        for (const CausePlace& place : cause.at) add_once(lines, place_words(place));
    for (std::string& line : api_lines(cause.api, names_of(report))) add_once(lines, std::move(line));
    for (const CausePlace& place : cause.at)
        if (told && place.touch) add_once(lines, place_words(place));
    for (const CausePackage& package : cause.packages)
        if (!told || !package.behind) add_once(lines, package_line(package, told, bad, good));
    if (!told)
        for (const CauseVariable& variable : cause.variables) add_once(lines, variable_line(variable, bad, good));
    if (!told)
        for (const std::string& file : cause.files) add_once(lines, file);
    const auto& interpreter = cause.interpreter;
    if (interpreter && !interpreter->first_bad.empty() && !told)
        add_once(lines, fmt::format("first bad interpreter: Python {}", interpreter->first_bad));
    if (!sentence_tells_sets(cause)) add_once(lines, sets_line(cause));
    if (!told)
        for (const CauseLayer& layer : cause.layers)
            add_once(lines, "and behind it, once that is repaired: " + layer_words(layer));
    return lines;
}

}  // namespace testskew::report
