#include "report/cause_sentence.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "report/deed_words.hpp"
#include "report/delta_words.hpp"
#include "report/facts.hpp"
#include "report/part_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// A sentence in two parts, so that sentences with the same predicate can be joined: "a.py:4" and " sets X". The
/// subject is empty if the sentence is not about a place or a test.
struct Phrase {
    std::string subject, predicate;
    std::string text() const { return subject + predicate; }
};

template <typename Part>
const Part* named(const std::vector<Part>& parts, const std::string& name) {
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name && !part.behind; });
    return found == parts.end() ? nullptr : &*found;
}

bool is_node(const CauseDelta& delta) { return delta.kind == DeltaKind::module || delta.kind == DeltaKind::test; }

/// The failing tests: "t.py::test", or "3 tests".
std::string victims(const CausePollution& pollution) {
    return pollution.tests == 1 ? pollution.test : fmt::format("{} tests", pollution.tests);
}

/// Only a place with a line, or a test, becomes the subject: its colon sets it apart from the words around it.
Phrase about(const std::string& subject, const std::string& predicate) {
    return subject.find(':') == std::string::npos ? Phrase{"", subject + predicate} : Phrase{subject, predicate};
}

/// The line that changes the state, and the others that are enough without it; "" if nothing was shown.
std::string deeds_of(const CausePollution& pollution) {
    if (!pollution.place.deed) return "";
    std::string words = place_words(pollution.place);
    for (const CausePlace& place : pollution.also) words += ", and " + place_words(place);
    const size_t others = pollution.also.size();
    return words + (!others ? "" : others == 1 ? " (either is enough)" : " (any one is enough)");
}

/// What is said if a module or test is named, and no line of it.
const char* unshown(const CausePollution& pollution) {
    return pollution.place.line || pollution.place.shown ? "" : " (which line is not shown)";
}

/// What a module or test does to the failing tests.
Phrase of_node(const std::string& node, const CausePollution& pollution) {
    const std::string deed = deeds_of(pollution);
    if (pollution.needed)
        return {"", fmt::format("{} pass{} only after {}{}{}", victims(pollution), pollution.tests == 1 ? "es" : "",
                                node, deed.empty() ? "" : ": " + deed, unshown(pollution))};
    const std::string subject = deed.empty() ? node : spot(pollution.place);
    if (!deed.empty()) return about(subject, deed.substr(subject.size()) + unshown(pollution));
    return about(node,
                 fmt::format(" leaves something behind that makes {} fail{}", victims(pollution), unshown(pollution)));
}

/// What runs before the failing tests on one side and not on the other.
std::string of_order(const CausePollution& pollution, const SideNames& names) {
    const std::string deeds = deeds_of(pollution);
    const std::string node = pollution.culprit.empty() ? spot(pollution.place) : pollution.culprit;
    const std::string seen = (deeds.empty() ? node : deeds) + unshown(pollution);
    if (pollution.needed)
        return fmt::format("{}, which {} need{} to run first, and does not in {}", seen, victims(pollution),
                           pollution.tests == 1 ? "s" : "", names.bad);
    return fmt::format("{}, which runs before {} in {} and not in {}", seen, victims(pollution), names.bad, names.good);
}

Phrase selection_phrase(const CauseDelta& delta, const SideNames& names) {
    if (!delta.pollution) {
        const std::string words = delta_words(delta, names);
        return is_node(delta) ? about(delta.name, words.substr(delta.name.size())) : Phrase{"", words};
    }
    if (is_node(delta)) return of_node(delta.name, *delta.pollution);
    const std::string order = of_order(*delta.pollution, names);
    return {"", delta.kind == DeltaKind::targets ? order : delta_words(delta, names) + ": " + order};
}

std::string paths_words(const CauseDelta& delta, const SideNames& names) {
    if (delta.paths.empty()) return delta_words(delta, names);
    std::vector<std::string> words;
    for (const auto& path : delta.paths) {
        CauseDelta one = delta;
        one.name = path;
        words.push_back(delta_words(one, names));
    }
    return enumerated(words);
}

Phrase phrase_of(const Cause& cause, const CauseDelta& delta, const SideNames& names) {
    if (delta.factor == Factor::selection) return selection_phrase(delta, names);
    if (delta.opened) {
        if (const auto* package = named(cause.packages, delta.name); package && delta.kind == DeltaKind::package)
            return {"", package_words(*package, names)};
        if (const auto* variable = named(cause.variables, delta.name); variable && delta.kind == DeltaKind::variable)
            return {"", variable_words(*variable, names)};
        if (delta.kind == DeltaKind::interpreter && cause.interpreter && !cause.interpreter->behind)
            return {"", interpreter_words(*cause.interpreter, names)};
        if (delta.kind == DeltaKind::path) return {"", paths_words(delta, names)};
    }
    return {"", delta_words(delta, names)};
}

/// The words for deltas of which nothing shows which one is the cause.
Phrase phrase_of_block(const std::vector<std::string>& texts) {
    return {"", "one of these, which can only be exchanged together: " + join(texts, "; ")};
}

/// The phrases of each set. Sets about which there is nothing to tell are left out.
std::vector<std::vector<Phrase>> phrases_of(const Cause& cause, const SideNames& names) {
    std::vector<std::vector<Phrase>> sets;
    for (const CauseSet& set : cause.sets) {
        std::vector<Phrase> phrases;
        std::vector<std::vector<std::string>> of_block(set.blocks.size() + 1);  // the last is that of a welded set
        for (const CauseDelta& delta : set.deltas) {
            if (!delta.told) continue;
            const auto block = std::find_if(set.blocks.begin(), set.blocks.end(), [&](const std::vector<int>& members) {
                return std::find(members.begin(), members.end(), delta.index) != members.end();
            });
            Phrase phrase = phrase_of(cause, delta, names);
            if (set.welded || block != set.blocks.end())
                of_block[static_cast<std::size_t>(block - set.blocks.begin())].push_back(phrase.text());
            else
                phrases.push_back(std::move(phrase));
        }
        for (const auto& texts : of_block)
            if (!texts.empty()) phrases.push_back(phrase_of_block(texts));
        if (!phrases.empty()) sets.push_back(std::move(phrases));
    }
    return sets;
}

/// One sentence for all sets: "each of a.py:4 and b.py:7 sets X, and any one is enough". It is empty unless each set is
/// one place and all places do the same.
std::string of_one_deed(const std::vector<std::vector<Phrase>>& sets) {
    std::vector<std::string> places;
    for (const auto& set : sets) {
        if (set.size() != 1 || set.front().subject.empty() || set.front().predicate != sets.front().front().predicate)
            return "";
        places.push_back(set.front().subject);
    }
    if (places.size() < 2) return "";
    return fmt::format("each of {}{}, and any one is enough", enumerated(places), sets.front().front().predicate);
}

/// Joins the phrases of all minimal sets to one sentence.
std::string joined(const std::vector<std::vector<Phrase>>& sets) {
    if (const std::string one = of_one_deed(sets); !one.empty()) return one;
    std::vector<std::string> parts;
    for (const auto& set : sets) {
        std::vector<std::string> texts;
        for (const Phrase& phrase : set) texts.push_back(phrase.text());
        parts.push_back(texts.size() < 2 ? join(texts, "")
                        : sets.size() > 1
                            ? "together: " + join(texts, ", ")
                            : (texts.size() == 2 ? "both are needed: " : "all are needed: ") + join(texts, "; "));
    }
    if (parts.size() < 2) return join(parts, "");
    return fmt::format("{} is enough: {}", parts.size() == 2 ? "either" : "any one of these", join(parts, "; or "));
}

/// The sentence on a cause that was not looked into: it can name only the deltas.
std::string by_name(const Cause& cause) {
    if (cause.many) return "the failure follows many differences of " + join(to_strings(cause.factors), ", ");
    std::set<std::pair<int, std::string>> deltas;  // sorted by the index of the difference
    for (const CauseSet& set : cause.sets)
        for (const CauseDelta& delta : set.deltas) deltas.emplace(delta.index, delta.name);
    if (deltas.empty()) return "the failure follows " + join(factor_names(cause.factors), " and ");
    std::vector<std::string> names;
    for (const auto& [index, name] : deltas) names.push_back(name);
    return "the failure follows " + join(names, ", ") +
           (cause.relation == Relation::all_needed   ? ", all of them together"
            : cause.relation == Relation::any_enough ? ", each of which is enough"
                                                     : "");
}

/// True if the words for a delta contain its name.
bool is_named(const Cause& cause, const CauseDelta& delta) {
    if (delta.pollution && is_node(delta))
        return delta.pollution->needed || !delta.pollution->place.deed || delta.pollution->place.path == delta.name;
    if (delta.pollution) return delta.kind != DeltaKind::targets && words_name(delta);
    if (delta.kind == DeltaKind::interpreter)
        return delta.opened && cause.interpreter && !cause.interpreter->behind && !cause.interpreter->builds_by_path;
    return words_name(delta);
}

}  // namespace

std::string found_words(const Cause& cause, const CauseDelta& delta, const SideNames& names) {
    return phrase_of(cause, delta, names).text();
}

std::string cause_sentence(const Cause& cause, const SideNames& names) {
    std::string sentence = cause.looked_into ? joined(phrases_of(cause, names)) : "";
    if (sentence.empty()) sentence = by_name(cause);
    if (!cause.looked_into || cause.layers.empty()) return sentence;
    std::vector<std::string> layers;
    for (const CauseLayer& layer : cause.layers) layers.push_back(layer_words(layer));
    return sentence + "; behind it hides another failure, which follows " + enumerated(layers);
}

bool sentence_tells_sets(const Cause& cause) {
    bool any = false, all = true;
    for (const CauseSet& set : cause.sets)
        for (const CauseDelta& delta : set.deltas)
            if (delta.told) any = true, all = all && is_named(cause, delta);
    if (cause.looked_into && any) return all;
    return cause.relation == Relation::all_needed || cause.relation == Relation::any_enough;
}

std::string layer_words(const CauseLayer& layer) {
    std::vector<std::string> names;
    for (const DeltaName& delta : layer.deltas) names.push_back(delta.delta);
    return join(names, ", ");
}

}  // namespace testskew::report
