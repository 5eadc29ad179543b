#include "divergence/find.hpp"

#include <algorithm>

#include "divergence/describe.hpp"
#include "divergence/origin.hpp"

namespace testskew::divergence {
namespace {

bool within(const Mask& mask, const Difference& d) {
    return (d.bad_slot >= 0 && mask.count(d.bad_slot)) || (d.good_slot >= 0 && mask.count(d.good_slot));
}

std::map<std::string, Tree> trees(const Recording& recording, Names& names) {
    std::map<std::string, Tree> result;
    for (const Trace& trace : recording.traces) result.insert_or_assign(trace.test, tree(trace, names));
    return result;
}

}  // namespace

Sessions::Sessions(const Recording& bad, const Recording& good, const Recording* bad_again, const Recording* good_again,
                   const std::vector<std::string>& passing)
    : bad_(trees(bad, names_)), good_(trees(good, names_)) {
    const auto repeated = [&](const std::map<std::string, Tree>& once, const Recording* recording) {
        if (!recording) return;
        for (const auto& [test, again] : trees(*recording, names_))
            if (const auto first = once.find(test); first != once.end()) add_to(repeat_, first->second, again, names_);
    };
    repeated(bad_, bad_again);
    repeated(good_, good_again);
    for (const auto& test : passing)
        if (!test.empty() && traced(test)) add_to(passing_[test], bad_.at(test), good_.at(test), names_);
    if (traced("")) imports_ = differences(bad_.at(""), good_.at(""), names_);
}

Mask Sessions::background(const std::string& but) const {
    Mask mask;
    for (const auto& [test, places] : passing_)
        if (test != but) mask.insert(places.begin(), places.end());
    return mask;
}

std::optional<Divergence> Sessions::first(const std::string& test) const {
    if (!traced(test)) return std::nullopt;
    const Tree &bad = bad_.at(test), &good = good_.at(test);
    const std::vector<Difference> all = differences(bad, good, names_);
    const Mask others = background(test);
    std::optional<std::size_t> first, masked, without_effect;
    for (std::size_t i = 0; i < all.size() && !first; ++i) {
        if (within(repeat_, all[i])) continue;
        if (!masked) masked = i;
        if (within(others, all[i])) continue;
        if (!all[i].without_effect)
            first = i;
        else if (!without_effect)
            without_effect = i;
    }
    if (!first) first = without_effect;
    if (!masked) return std::nullopt;
    Divergence result = told(test, all, first.value_or(*masked));
    result.certain = first.has_value();
    if (result.path.empty()) return std::nullopt;
    return result;
}

std::optional<Divergence> Sessions::behind(const std::string& test, const std::string& path, int line) const {
    if (!traced(test)) return std::nullopt;
    const Tree& bad = bad_.at(test);
    const std::vector<Difference> all = differences(bad, good_.at(test), names_);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Difference& d = all[i];
        if (d.bad_token < 0 || within(repeat_, d)) continue;
        const Token& token = bad.token(d.bad_node, d.bad_token);
        const Trace::Code* code = bad.code(d.bad_node);
        const Trace::Statement* statement = bad.statement(token.statement);
        if (token.kind != Token::Kind::raised || !code || !statement || code->path != path || statement->line > line ||
            line - statement->line > 20)
            continue;
        Divergence result = told(test, all, i);
        result.certain = true;
        return result.path.empty() ? std::nullopt : std::optional(result);
    }
    return std::nullopt;
}

/// Describes the origin of the difference `all[from]`.
Divergence Sessions::told(const std::string& test, const std::vector<Difference>& all, std::size_t from) const {
    static const Tree nothing{nullptr, {Node{}}};
    const bool imports = traced("");
    const Story own{bad_.at(test), good_.at(test), all},
        before{imports ? bad_.at("") : nothing, imports ? good_.at("") : nothing, imports_};
    const auto noise = [&](const Difference& d) { return within(repeat_, d); };
    Divergence result = describe(origin({&own, from}, before, names_, noise), names_);
    result.test = test;
    return result;
}

}  // namespace testskew::divergence
