#include "report/api_words.hpp"

#include <fmt/core.h>

#include "report/once.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// The name of what the releases in the explanation belong to: a package, or Python.
std::string owner_of(const CauseApi& api) { return api.package.empty() ? "Python" : api.package; }

std::string parameters_of(const ApiPart& part) {
    return (part.names.size() > 1 ? "parameters " : "parameter ") + join(part.names, ", ");
}

std::string behaviour_of(const CauseApi& api) {
    const char* span = api.what.span == ApiSpan::since ? "since" : api.what.span == ApiSpan::up_to ? "up to" : "in";
    return fmt::format("{} {} {}: {}", span, owner_of(api), api.what.release, api.what.text);
}

/// The part without the patch releases and platforms that limit it.
std::string bare_part(const CauseApi& api) {
    const std::string names = join(api.what.names, ", ");
    switch (api.what.kind) {
        case ApiKind::name: return "";
        case ApiKind::module: return "module";
        case ApiKind::syntax: return "syntax";
        case ApiKind::union_type: return "the union of types";
        case ApiKind::operation: return "the operator " + names;
        case ApiKind::parameters: return parameters_of(api.what);
        case ApiKind::by_position: return parameters_of(api.what) + " by position";
        case ApiKind::subscript: return fmt::format("subscripts: {}[...]", names);
        case ApiKind::optional: return "calls without " + names;
        case ApiKind::any_count: return "any number of arguments";
        case ApiKind::deprecated: return fmt::format("deprecated: it warns from Python {} on", names);
        case ApiKind::behaviour: return behaviour_of(api);
        case ApiKind::changelog:
            return fmt::format("what {} says of {}: \"{}\"", names, api.what.release, api.what.text);
    }
    return "";
}

constexpr const char* platform_words = "depends on the platform and on how Python was built";

/// The name together with the part that the explanation is about. It is spelled as in code if that is possible.
std::string named_part(const CauseApi& api) {
    const std::string names = join(api.what.names, ", ");
    switch (api.what.kind) {
        case ApiKind::name:
        case ApiKind::syntax:
        case ApiKind::union_type: return api.name;
        case ApiKind::module: return "the module " + api.name;
        case ApiKind::parameters:
            return api.what.names.size() == 1 ? fmt::format("{}({}=)", api.name, names)
                                              : fmt::format("{} with the {}", api.name, bare_part(api));
        case ApiKind::subscript: return api.name + "[...]";
        case ApiKind::any_count: return api.name + " with " + bare_part(api);
        case ApiKind::operation: return fmt::format("the operator {} of {}", names, api.name);
        default: return fmt::format("{}, {}", api.name, bare_part(api));
    }
}

/// The sentence on an argument that a call needs, or on the way in which a call may give it. "Is new" and "is gone" fit
/// a name and not these.
std::string told(const CauseApi& api, const std::string& newer, const std::string& older, const SideNames& names) {
    if (!api.since.empty()) return fmt::format("{} {} since {} {}", api.name, older, owner_of(api), api.since);
    if (!api.until.empty()) return fmt::format("{} {} since {} {}", api.name, newer, owner_of(api), api.until);
    return fmt::format("{} {} in {} and not in {}", api.name, newer, names.bad, names.good);
}

}  // namespace

std::string api_part_words(const CauseApi& api) {
    std::vector<std::string> words;
    if (const std::string part = bare_part(api); !part.empty()) words.push_back(part);
    if (!api.what.patch.empty()) words.push_back(fmt::format("there from {} on", api.what.patch));
    if (api.what.by_platform) words.push_back(platform_words);
    return join(words, ", ");
}

std::string api_sentence(const CauseApi& api, const SideNames& names) {
    const std::string parameters = join(api.what.names, ", ");
    switch (api.what.kind) {
        case ApiKind::deprecated: return fmt::format("{} is {}", api.name, bare_part(api));
        case ApiKind::behaviour: return fmt::format("{}, {}", api.name, bare_part(api));
        case ApiKind::changelog:
            return fmt::format("{}'s own {} says of {}: \"{}\"", api.name, join(api.what.names, ", "), api.what.release,
                               api.what.text);
        case ApiKind::optional: return told(api, "needs " + parameters, "needs no " + parameters, names);
        case ApiKind::by_position:
            return told(api, fmt::format("takes {} by keyword only", parameters),
                        fmt::format("takes {} by position, too,", parameters), names);
        default: break;
    }
    const std::string name = named_part(api), owner = owner_of(api);
    const std::string more = !api.what.patch.empty() ? fmt::format(", and there from {} on", api.what.patch)
                             : api.what.by_platform  ? fmt::format(" ({})", platform_words)
                                                     : "";
    if (!api.since.empty()) return fmt::format("{} is new in {} {}{}", name, owner, api.since, more);
    if (!api.until.empty()) return fmt::format("{} is gone since {} {}{}", name, owner, api.until, more);
    return fmt::format("{} is there in {} and not in {}{}", name, names.good, names.bad, more);
}

std::vector<std::string> api_lines(const std::vector<CauseApi>& all, const SideNames& names) {
    std::vector<std::string> lines;
    for (const CauseApi& api : all) {
        add_once(lines, api_sentence(api, names) +
                            (api.swallowed_at.empty() ? "" : fmt::format(" (swallowed at {})", api.swallowed_at)));
        if (!api.instead.empty()) add_once(lines, "instead: " + api.instead);
    }
    return lines;
}

}  // namespace testskew::report
