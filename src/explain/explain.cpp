#include "explain/explain.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "explain/history.hpp"
#include "explain/instead.hpp"
#include "explain/syntax.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

/// "walk" for "attribute walk".
std::string rest_of(const std::string& member, std::string_view word) {
    return member.starts_with(word) && member.size() > word.size() && member[word.size()] == ' '
               ? member.substr(word.size() + 1)
               : "";
}

std::string full_name(const std::string& owner, const std::string& name) {
    return owner == "builtins"              ? name
           : owner.starts_with("builtins.") ? owner.substr(9) + "." + name
                                            : owner + "." + name;
}

std::string shown(const std::string& name) { return name.starts_with("builtins.") ? name.substr(9) : name; }

/// Fills since or until from where, between the two versions, it changes. False where they do not differ in it.
bool differs(const Atlas& atlas, const History& history, int bad, int good, CauseApi& api) {
    const auto at = [&](int version) { return history[static_cast<std::size_t>(version)]; };
    // The failure itself shows that the bad side is without it: there the atlas must only not say the opposite.
    if (at(good) != Known::yes || at(bad) == Known::yes) return false;
    const int step = good > bad ? -1 : 1;
    int last = good;  // the one farthest from the good side that still has it
    while (last + step != bad && at(last + step) == Known::yes) last += step;
    const bool sure = at(last + step) == Known::no || last + step == bad;
    if (!sure) return true;
    (good > bad ? api.since : api.until) = atlas.minor(good > bad ? last : last + 1);
    return true;
}

/// What is new or gone; nullopt where it is on both sides or on none.
std::optional<CauseApi> claim(const Atlas& atlas, const History& history, int bad, int good, CauseApi api) {
    if (!differs(atlas, history, bad, good, api)) return std::nullopt;
    if (api.instead.empty()) api.instead = instead_of(api, atlas, bad, good);
    return api;
}

/// The line of data/atlas/backports.txt that tells of what a failure is about.
const Backport* backport_of(const Subject& subject, const Atlas& atlas) {
    if (const auto name = rest_of(subject.member, "attribute"); !name.empty())
        return atlas.backport(subject.name + "." + name);
    for (const char* word : {"parameter", "keywords"})
        for (const auto& name : split(rest_of(subject.member, word), ' '))
            if (const auto* found = name.empty() ? nullptr : atlas.backport(subject.name, name)) return found;
    return nullptr;
}

std::optional<CauseApi> too_many(const Subject& subject, const std::string& counts, int bad, int good,
                                 const Atlas& atlas) {
    int takes = 0, given = 0;
    const auto space = counts.find(' ');
    if (space == std::string::npos) return std::nullopt;
    std::from_chars(counts.data(), counts.data() + space, takes);
    std::from_chars(counts.data() + space + 1, counts.data() + counts.size(), given);
    const auto here = atlas.entry(subject.name, bad), there = atlas.entry(subject.name, good);
    if (!there || !there->signature || there->signature->soft) return std::nullopt;
    // Messages of methods written in Python count self.
    int self = here && here->signature && !here->signature->soft
                   ? takes - static_cast<int>(here->signature->positional().size())
                   : 0;
    if (self < 0 || self > 1) return std::nullopt;
    const int wanted = given - self, most = takes - self;
    const History fits = history(atlas, [&](int version) {
        const auto entry = atlas.entry(subject.name, version);
        if (!entry) return atlas.has(subject.name, version);
        return entry->signature ? entry->signature->takes_positional(wanted) : Known::unknown;
    });
    const bool open = std::any_of(there->signature->parameters.begin(), there->signature->parameters.end(),
                                  [](const Parameter& p) { return p.kind == Parameter::Kind::var_positional; });
    std::vector<std::string> more;
    const auto names = there->signature->positional();
    for (int i = most; i >= 0 && i < wanted && i < static_cast<int>(names.size()); ++i)
        more.push_back(names[static_cast<std::size_t>(i)]);
    CauseApi api{shown(subject.name), "", "", "", ""};
    if (open) {
        if (fits[static_cast<std::size_t>(bad)] != Known::no) return std::nullopt;
        api.what = "any number of arguments";
        History taken = fits;
        for (int version = 0; version < static_cast<int>(taken.size()); ++version) {
            const auto entry = atlas.entry(subject.name, version);
            if (entry && entry->signature &&
                std::any_of(entry->signature->parameters.begin(), entry->signature->parameters.end(),
                            [](const Parameter& p) { return p.kind == Parameter::Kind::var_positional; }))
                taken[static_cast<std::size_t>(version)] = Known::yes;
        }
        return claim(atlas, taken, bad, good, api);
    }
    if (more.empty()) return std::nullopt;
    const bool still_keyword = here && here->signature && here->signature->takes(more.front()) == Known::yes;
    api.what =
        (more.size() > 1 ? "parameters " : "parameter ") + join(more, ", ") + (still_keyword ? " by position" : "");
    if (still_keyword) api.instead = fmt::format("pass {} by keyword", join(more, ", "));
    return claim(atlas, fits, bad, good, api);
}

/// All that matches in notes and is not said yet.
void add_notes(std::vector<CauseApi>& found, const Cause& cause, const Failure& error,
               const std::optional<Failure>& good_error, const std::string& bad, const std::string& good,
               const std::vector<Note>& notes) {
    const auto symptom = [](const Failure& failure) {
        Symptom result;
        for (const auto& exception : failure.chain) {
            result.types.push_back(exception.type);
            result.messages += exception.message + "\n";
            for (const auto& frame : exception.frames) result.sources.push_back(frame.source);
        }
        if (failure.chain.empty()) result.types.push_back(failure.type);
        result.messages += failure.message + "\n" + failure.assertion;
        result.sources.push_back(failure.source);
        return result;
    };
    std::vector<Symptom> symptoms = {symptom(error)};
    if (good_error) symptoms.push_back(symptom(*good_error));
    std::vector<Versions> versions;
    if (std::find(cause.factors.begin(), cause.factors.end(), "interpreter") != cause.factors.end())
        versions.push_back({"", bad, good});
    // The narrower the better: a change of an earlier or later release is not what made this fail.
    for (const auto& package : cause.packages) versions.push_back({package.name, package.failing(), package.passing()});
    for (const auto& note : notes) {
        const bool matched = std::any_of(symptoms.begin(), symptoms.end(), [&](const Symptom& s) {
            return std::any_of(versions.begin(), versions.end(),
                               [&](const Versions& v) { return matches(note, s, v); });
        });
        const bool of_syntax = std::find(note.types.begin(), note.types.end(), "SyntaxError") !=
                               note.types.end();  // the line itself may have told
        const bool said = std::any_of(found.begin(), found.end(), [&](const CauseApi& api) {
            return api.name == note.subject || (of_syntax && api.what == "syntax");
        });
        if (matched && !said)
            found.push_back(
                {note.subject,
                 "since " + (note.kind == "package" ? note.package + " " : "Python ") + note.since + ": " + note.what,
                 "", "", note.instead, note.kind == "package" ? note.package : ""});
    }
}

}  // namespace

std::optional<CauseApi> explain_subject(const Subject& subject, int bad, int good, const Atlas& atlas) {
    if (subject.kind != "l" && subject.kind != "?") return std::nullopt;
    const auto mark = [&](const std::string& name, CauseApi api) {
        const auto entry = atlas.entry(name, good);
        if (entry && entry->platform)
            api.what +=
                (api.what.empty() ? "" : ", ") + std::string("depends on the platform and on how Python was built");
        return api;
    };
    if (subject.member == "module") {
        // A part of a package that is none any more: the module itself may only have become private.
        return claim(atlas, presence(atlas, subject.name), bad, good, {subject.name, "module", "", "", ""});
    }
    if (const auto name = rest_of(subject.member, "attribute"); !name.empty()) {
        const std::string owner = subject.name + "." + name;
        CauseApi api{full_name(subject.name, name), "", "", "", ""};
        // The method of a base class is named there: pathlib.Path.walk, not pathlib.PosixPath.walk.
        const auto holder = atlas.entry(subject.name, good), found = atlas.entry(owner, good);
        if (holder && found && holder->kind == 'c' && found->name != holder->name + "." + name)
            api.name = shown(found->name);
        if (name == "__class_getitem__")
            api = {shown(subject.name),
                   "subscripts: " + shown(subject.name).substr(shown(subject.name).rfind('.') + 1) + "[...]", "", "",
                   ""};
        if (name == "__or__" || name == "__ior__") {
            const bool type = subject.name == "builtins.type";
            api = {type ? "X | Y" : shown(subject.name),
                   type               ? "the union of types"
                   : name == "__or__" ? "the operator |"
                                      : "the operator |=",
                   "", "", ""};
        }
        return claim(atlas, presence(atlas, owner), bad, good, mark(owner, api));
    }
    if (const auto name = rest_of(subject.member, "parameter"); !name.empty())
        return claim(atlas, parameter(atlas, subject.name, name), bad, good,
                     mark(subject.name, {shown(subject.name), "parameter " + name, "", "", ""}));
    if (const auto names = rest_of(subject.member, "keywords"); !names.empty()) {  // one of them was refused
        std::optional<CauseApi> only;
        for (const auto& name : split(names, ' ')) {
            auto api = claim(atlas, parameter(atlas, subject.name, name), bad, good,
                             mark(subject.name, {shown(subject.name), "parameter " + name, "", "", ""}));
            if (api && only) return std::nullopt;
            if (api) only = std::move(api);
        }
        return only;
    }
    if (const auto name = rest_of(subject.member, "required"); !name.empty()) {
        const History optional = history(atlas, [&](int version) {
            const auto entry = atlas.entry(subject.name, version);
            if (!entry || !entry->signature || entry->signature->soft) return Known::unknown;
            const Known needed = entry->signature->needs(name);
            return needed == Known::yes ? Known::no : needed == Known::no ? Known::yes : Known::unknown;
        });
        if (optional[static_cast<std::size_t>(bad)] != Known::no) return std::nullopt;
        return claim(atlas, optional, bad, good,
                     {shown(subject.name), "calls without " + name, "", "", "pass " + name});
    }
    if (const auto counts = rest_of(subject.member, "arguments"); !counts.empty())
        return too_many(subject, counts, bad, good, atlas);
    if (subject.member == "deprecated") {
        const History warns = deprecation(atlas, subject.name);
        const auto at = [&](int version) { return warns[static_cast<std::size_t>(version)]; };
        if (at(bad) != Known::yes || at(good) == Known::yes || good > bad) return std::nullopt;
        int first = bad;
        while (first - 1 > good && at(first - 1) == Known::yes) --first;
        CauseApi api{shown(subject.name), fmt::format("deprecated: it warns from Python {} on", atlas.minor(first)), "",
                     "", ""};
        api.instead = instead_of(api, atlas, bad, good);
        return api;
    }
    return std::nullopt;
}

std::optional<CauseApi> explain_backport(const Backport& backport, const std::string& bad, const std::string& good) {
    // The failure itself shows that the bad side is without it.
    if (backport.in(good) != Known::yes || backport.in(bad) == Known::yes) return std::nullopt;
    CauseApi api{backport.name, backport.parameter.empty() ? "" : "parameter " + backport.parameter, "", "", ""};
    const std::string here = backport.patch_of(bad), there = backport.patch_of(good);
    const bool in_all = there.empty();  // the good side's minor version always had it
    api.since = minor_of(bad) == minor_of(good) ? here : in_all ? backport.since : there;
    if (!here.empty()) {
        if (api.since != here) api.what += fmt::format("{}there from {} on", api.what.empty() ? "" : ", ", here);
        api.instead = fmt::format("Python {} or a later release of {}", here, minor_of(bad));
    }
    return api;
}

std::vector<CauseApi> explain(const Cause& cause, const Failure& error, const std::optional<Failure>& good_error,
                              const std::string& bad, const std::string& good, const Atlas& atlas,
                              const std::vector<Note>& notes) {
    std::vector<CauseApi> found;
    if (cause.verdict != VerdictKind::proven && cause.verdict != VerdictKind::supported) return found;
    const bool interpreter =
        std::find(cause.factors.begin(), cause.factors.end(), "interpreter") != cause.factors.end();
    const auto from = atlas.find_version(bad), to = atlas.find_version(good);
    const auto add = [&](CauseApi api) {
        if (std::none_of(found.begin(), found.end(),
                         [&](const CauseApi& known) { return known.name == api.name && known.what == api.what; }))
            found.push_back(std::move(api));
    };
    if (interpreter && from && to) {
        for (const auto& exception : error.chain) {
            const Backport* backport =
                exception.subject && exception.subject->kind == "l" ? backport_of(*exception.subject, atlas) : nullptr;
            if (backport && backport->patches.empty()) backport = nullptr;  // the same in all patch releases
            if (backport)
                if (auto api = explain_backport(*backport, bad, good)) add(std::move(*api));
            if (*from == *to) continue;
            if (exception.subject && !backport)
                if (auto api = explain_subject(*exception.subject, *from, *to, atlas)) add(std::move(*api));
            if ((exception.type == "SyntaxError" || exception.type == "IndentationError") && *to > *from &&
                !exception.frames.empty())
                for (const auto& form : newer_syntax(exception.frames.back().source)) {
                    const auto since = atlas.find_version(form.since);
                    if (since && *since > *from && *since <= *to)
                        add({form.name, "syntax", form.since, "", form.instead});
                }
        }
    }
    add_notes(found, cause, error, good_error, bad, good, notes);
    return found;
}

void explain_all(Attribution& attribution, const Comparison& comparison, const std::string& bad,
                 const std::string& good) {
    std::map<int, std::vector<CauseApi>> of_problem;
    for (const auto& found : attribution.clusters) {
        const auto cluster = std::find_if(comparison.clusters.begin(), comparison.clusters.end(),
                                          [&](const Cluster& c) { return c.id == found.cluster; });
        if (!found.cause || cluster == comparison.clusters.end()) continue;
        auto& all = of_problem[found.problem ? found.problem : -found.cluster];
        for (auto& api : explain(*found.cause, cluster->error, cluster->good_error, bad, good))
            if (std::none_of(all.begin(), all.end(),
                             [&](const CauseApi& known) { return known.name == api.name && known.what == api.what; }))
                all.push_back(std::move(api));
    }
    for (auto& found : attribution.clusters)
        if (found.cause) {
            auto& api = found.cause->api;
            for (const auto& one : of_problem[found.problem ? found.problem : -found.cluster])
                if (std::none_of(api.begin(), api.end(), [&](const CauseApi& known) {
                        return known.name == one.name && known.what == one.what;
                    }))
                    api.push_back(one);
        }
}

}  // namespace testskew::explain
