#include "explain/subject.hpp"

#include <array>
#include <string>
#include <string_view>

#include "explain/arguments.hpp"
#include "explain/claim.hpp"
#include "explain/history.hpp"
#include "explain/instead.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

/// A question to the atlas. `name` is what the exception is about, and `rest` is what follows the first word of
/// Subject::member.
struct Question {
    const Atlas& atlas;
    int bad, good;
    const std::string& name;
    std::string rest;

    std::optional<CauseApi> claim(const History& history, CauseApi api) const {
        return explain::claim(atlas, history, bad, good, std::move(api));
    }
};

/// The text after `word`: "walk" for "attribute walk" and the word "attribute". The result is "" if `member` does not
/// begin with the word.
std::string rest_of(const std::string& member, std::string_view word) {
    return member.starts_with(word) && member.size() > word.size() && member[word.size()] == ' '
               ? member.substr(word.size() + 1)
               : "";
}

std::string full_name(const std::string& owner, const std::string& name) {
    return owner == "builtins" ? name : shown_name(owner) + "." + name;
}

/// Marks a name that does not exist on every platform or in every build of Python.
CauseApi marked(const Question& question, const std::string& name, CauseApi api) {
    const auto entry = question.atlas.entry(name, question.good);
    api.what.by_platform = entry && entry->platform;
    return api;
}

std::optional<CauseApi> explain_module(const Question& question) {
    return question.claim(presence(question.atlas, question.name), {question.name, {ApiKind::module}, "", "", ""});
}

/// Explains `dict | dict` and `int | None`, which the exception reports as an attribute __or__.
CauseApi operator_or(const Question& question) {
    if (question.name == "builtins.type") return {"X | Y", {ApiKind::union_type}, "", "", ""};
    const std::string sign = question.rest == "__or__" ? "|" : "|=";
    return {shown_name(question.name), {ApiKind::operation, {sign}}, "", "", ""};
}

std::optional<CauseApi> explain_attribute(const Question& question) {
    const std::string owner = question.name + "." + question.rest;
    CauseApi api{full_name(question.name, question.rest), {}, "", "", ""};
    // A method that comes from a base class is named after that class: pathlib.Path.walk, not pathlib.PosixPath.walk.
    const auto holder = question.atlas.entry(question.name, question.good);
    const auto found = question.atlas.entry(owner, question.good);
    if (holder && found && holder->kind == 'c' && found->name != holder->name + "." + question.rest)
        api.name = shown_name(found->name);
    if (question.rest == "__class_getitem__") {
        const std::string name = shown_name(question.name);
        api = {name, {ApiKind::subscript, {name.substr(name.rfind('.') + 1)}}, "", "", ""};
    }
    if (question.rest == "__or__" || question.rest == "__ior__") api = operator_or(question);
    return question.claim(presence(question.atlas, owner), marked(question, owner, api));
}

std::optional<CauseApi> explain_parameter(const Question& question) {
    return question.claim(parameter(question.atlas, question.name, question.rest),
                          marked(question, question.name,
                                 {shown_name(question.name), {ApiKind::parameters, {question.rest}}, "", "", ""}));
}

/// The exception only says that one of these keywords was refused. If more than one is possible, nothing is said.
std::optional<CauseApi> explain_keywords(const Question& question) {
    std::optional<CauseApi> only;
    for (const auto& name : split(question.rest, ' ')) {
        auto api = explain_parameter({question.atlas, question.bad, question.good, question.name, name});
        if (api && only) return std::nullopt;
        if (api) only = std::move(api);
    }
    return only;
}

std::optional<CauseApi> explain_required(const Question& question) {
    const History optional = history(question.atlas, [&](int version) {
        const auto entry = question.atlas.entry(question.name, version);
        if (!entry || !entry->signature || entry->signature->soft) return Known::unknown;
        const Known needed = entry->signature->needs(question.rest);
        return needed == Known::yes ? Known::no : needed == Known::no ? Known::yes : Known::unknown;
    });
    if (optional[static_cast<std::size_t>(question.bad)] != Known::no) return std::nullopt;
    return question.claim(
        optional, {shown_name(question.name), {ApiKind::optional, {question.rest}}, "", "", "pass " + question.rest});
}

std::optional<CauseApi> explain_arguments(const Question& question) {
    return explain_count(question.name, question.rest, question.bad, question.good, question.atlas);
}

std::optional<CauseApi> explain_deprecated(const Question& question) {
    const Atlas& atlas = question.atlas;
    const int bad = question.bad, good = question.good;
    const History warns = deprecation(atlas, question.name);
    const auto at = [&](int version) { return warns[static_cast<std::size_t>(version)]; };
    if (at(bad) != Known::yes || at(good) == Known::yes || good > bad) return std::nullopt;
    int first = bad;
    while (first - 1 > good && at(first - 1) == Known::yes) --first;
    CauseApi api{shown_name(question.name), {ApiKind::deprecated, {atlas.minor(first)}}, "", "", ""};
    api.instead = instead_of(api, atlas, bad, good);
    return api;
}

struct Explainer {
    std::string_view word;  ///< the first word of Subject::member; unless it stands alone, more text follows it
    bool alone;
    std::optional<CauseApi> (*explain)(const Question&);
};

/// The words that the probe writes (src/probe/names.py; docs/explain.md has the table).
constexpr std::array<Explainer, 7> explainers = {{
    {"module", true, explain_module},
    {"attribute", false, explain_attribute},
    {"parameter", false, explain_parameter},
    {"keywords", false, explain_keywords},
    {"required", false, explain_required},
    {"arguments", false, explain_arguments},
    {"deprecated", true, explain_deprecated},
}};

}  // namespace

std::optional<CauseApi> explain_subject(const Subject& subject, int bad, int good, const Atlas& atlas) {
    if (subject.kind != "l" && subject.kind != "?") return std::nullopt;
    for (const Explainer& explainer : explainers) {
        const std::string rest = rest_of(subject.member, explainer.word);
        if (explainer.alone ? subject.member == explainer.word : !rest.empty())
            return explainer.explain({atlas, bad, good, subject.name, rest});
    }
    return std::nullopt;
}

const Backport* backport_of(const Subject& subject, const Atlas& atlas) {
    if (const auto name = rest_of(subject.member, "attribute"); !name.empty())
        return atlas.backport(subject.name + "." + name);
    for (const char* word : {"parameter", "keywords"})
        for (const auto& name : split(rest_of(subject.member, word), ' '))
            if (const auto* found = name.empty() ? nullptr : atlas.backport(subject.name, name)) return found;
    return nullptr;
}

}  // namespace testskew::explain
