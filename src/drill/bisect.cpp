#include "drill/bisect.hpp"

#include <fmt/core.h>

#include <cmath>
#include <set>

#include "attribute/first_bad.hpp"

namespace testskew::drill {
namespace {

constexpr int most_sessions = 60;

/// How a *different* failure counts. If this failure is known to hide others, a different failure means that ours is
/// gone: it counts as passing. Otherwise it counts as failing, because the message often changes in a later release
/// than the one that broke the test.
CellResult told(const Problem& problem, CellResult result) {
    if (result != CellResult::X) return result;
    return problem.finding->layers.empty() ? CellResult::F : CellResult::P;
}

}  // namespace

Boundary bisect(Bench& bench, const Problem& problem, int count,
                const std::function<std::optional<Candidate>(int)>& entry) {
    Boundary boundary;
    std::set<int> otherwise;  // entries that failed in another way
    // Both ends are known from the search and its confirmation.
    std::vector<attribute::EntryResult> log = {
        {0, CellResult::P}, {0, CellResult::P}, {count - 1, CellResult::F}, {count - 1, CellResult::F}};
    if (const auto no = bench.refusal(static_cast<int>(std::ceil(std::log2(std::max(count - 1, 1)))) + 1);
        !no.empty()) {
        boundary.note = no;
        return boundary;
    }
    for (int sessions = 0; sessions < most_sessions;) {
        const auto step = attribute::first_bad(count, log);
        if (step.contradicted) {
            boundary.note = "the sessions contradict each other";
            return boundary;
        }
        if (step.next.empty()) {
            boundary.skipped = step.skipped;
            if (!step.skipped.empty())
                boundary.note = fmt::format("{} in between could not be tried", step.skipped.size());
            else if (!step.confirmed)
                boundary.note = "it could not be confirmed";
            else
                boundary.last_good = step.last_good, boundary.first_bad = step.first_bad,
                boundary.otherwise = otherwise.count(step.first_bad) > 0;
            return boundary;
        }
        if (const auto no = bench.refusal(static_cast<int>(step.next.size())); !no.empty()) {
            boundary.note = no;
            return boundary;
        }
        std::vector<runner::SessionSpec> specs;
        std::vector<std::pair<int, Candidate>> run;
        for (const int i : step.next) {
            auto made = entry(i);
            if (!made) {
                log.emplace_back(i, CellResult::U);
                continue;
            }
            runner::SessionSpec spec;
            spec.side = bench.narrowed(made->side, problem);
            spec.side.name = fmt::format("{} with {}", bench.factors().bad.name, made->name);
            spec.taken = made->taken;
            spec.reason = fmt::format("does {} fail?", made->name);
            specs.push_back(std::move(spec));
            run.emplace_back(i, std::move(*made));
        }
        if (specs.empty()) continue;
        sessions += static_cast<int>(specs.size());
        const auto outcomes = bench.run(std::move(specs));
        for (size_t k = 0; k < outcomes.size(); ++k) {
            CellResult result = Bench::result_of(problem, outcomes[k]);
            if (outcomes[k].recording && run[k].second.as_planned && !run[k].second.as_planned(*outcomes[k].recording))
                result = CellResult::U;
            bench.note_result(problem, outcomes[k], result);
            if (result == CellResult::X) otherwise.insert(run[k].first);
            log.emplace_back(run[k].first, told(problem, result));
        }
    }
    boundary.note = "too many sessions";
    return boundary;
}

}  // namespace testskew::drill
