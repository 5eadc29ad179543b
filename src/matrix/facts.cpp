#include "matrix/facts.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "util/release.hpp"

namespace testskew::matrix {
namespace {

constexpr std::size_t most_random = 8;  // a digest that is another one in so many recordings is an id of each

/// A fact by run.
struct Raw {
    std::vector<const LegFact*> of_run;
};

using Name = std::pair<Factor, std::string>;

std::map<Name, Raw> gathered(const std::vector<MatrixRun>& runs) {
    std::map<Name, Raw> facts;
    for (std::size_t i = 0; i < runs.size(); ++i)
        for (const LegFact& fact : runs[i].facts) {
            Raw& raw = facts[{fact.factor, fact.name}];
            raw.of_run.resize(runs.size());
            raw.of_run[i] = &fact;
        }
    return facts;
}

/// True if all of these recordings made their digests under one key.
bool one_key(const std::vector<MatrixRun>& runs, const Raw& raw) {
    const std::string* key = nullptr;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (!raw.of_run[i]) continue;
        if (runs[i].environ_key.empty() || (key && *key != runs[i].environ_key)) return false;
        key = &runs[i].environ_key;
    }
    return true;
}

/// What is compared of a fact: its value, its digest, or only that it is there.
enum class Shown { value, digest, presence };

Shown shown(const std::vector<MatrixRun>& runs, const Raw& raw) {
    std::set<std::string> digests;
    std::size_t count = 0;
    bool clear = true;
    for (const LegFact* fact : raw.of_run) {
        if (!fact) continue;
        ++count;
        clear = clear && fact->kind != FactKind::digest;
        digests.insert(fact->digest);
    }
    if (clear) return Shown::value;
    if (!one_key(runs, raw) || digests.count("")) return Shown::presence;
    return digests.size() == count && count >= most_random ? Shown::presence : Shown::digest;
}

const std::string& text_of(const LegFact& fact, Shown how) {
    static const std::string there;
    return how == Shown::value ? fact.value : how == Shown::digest ? fact.digest : there;
}

Column column(const Name& name, const Raw& raw, const std::vector<MatrixRun>& runs) {
    Column result{name.first, name.second, true, false, {}, {}, true};
    const Shown how = shown(runs, raw);
    result.hidden = how != Shown::value;
    for (const LegFact* fact : raw.of_run) {
        if (!fact) continue;
        result.ordered = result.ordered && fact->kind == FactKind::release && how == Shown::value;
        result.identity = result.identity && fact->identity;
        result.values.push_back(text_of(*fact, how));
    }
    std::sort(result.values.begin(), result.values.end());
    result.values.erase(std::unique(result.values.begin(), result.values.end()), result.values.end());
    if (result.ordered)
        std::stable_sort(result.values.begin(), result.values.end(),
                         [](const auto& a, const auto& b) { return compare_versions(a, b) < 0; });
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const LegFact* fact = raw.of_run[i];
        if (!fact) {
            // Of packages and variables it is known that they are not there. Of everything else nothing is said.
            const bool told = (name.first == Factor::packages && runs[i].packages_told) ||
                              name.first == Factor::environ || name.first == Factor::selection;
            result.ranks.push_back(told ? none : unknown);
            continue;
        }
        const auto at = std::find(result.values.begin(), result.values.end(), text_of(*fact, how));
        result.ranks.push_back(static_cast<Rank>(at - result.values.begin()) + 1);
    }
    return result;
}

}  // namespace

int telling(const Column& column) {
    switch (column.factor) {
        case Factor::interpreter: return column.name == "python" ? 0 : 1;
        case Factor::packages: return 10;
        case Factor::selection: return 20;
        case Factor::environ: return 30;
        case Factor::files: return 50;
        case Factor::host: return column.identity ? 40 : 60;
    }
    return 70;
}

std::vector<Column> columns(const std::vector<MatrixRun>& runs) {
    std::vector<Column> result;
    for (const auto& [name, raw] : gathered(runs)) result.push_back(column(name, raw, runs));
    std::stable_sort(result.begin(), result.end(), [](const Column& a, const Column& b) {
        return std::pair(telling(a), a.name) < std::pair(telling(b), b.name);
    });
    return result;
}

}  // namespace testskew::matrix
