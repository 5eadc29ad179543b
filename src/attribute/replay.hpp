#pragma once
#include <algorithm>

#include "attribute/finding.hpp"

namespace testskew::attribute {

constexpr int rounds_of_a_generation = 12;  ///< a confirmation and its top-ups
constexpr int generations = 3;  ///< searches: again where confirming all tests split a cluster, or refuted a short cut

/// One replay of the whole strategy on a log. Its parts stand in replay_base.cpp, replay_search.cpp, replay_confirm.cpp
/// and engine.cpp.
class Replay {
public:
    Replay(const Question& question, const Log& log, const std::string& stop)
        : q_(question),
          log_(log),
          stop_(stop),
          wanted_(question, log),
          none_(question.deltas.size()),
          all_(question.deltas.size(), true) {
        if (stop_.empty() && static_cast<int>(log.size()) >= q_.options.budget) stop_ = "budget";
        if (q_.options.exclusive)
            parallel_ = 1;
        else
            parallel_ = q_.options.slots;
    }

    Step run();

private:
    static bool searchable(ClusterKind kind) {
        return kind == ClusterKind::regression || kind == ClusterKind::one_sided;
    }
    bool want_more() const { return stop_.empty() && !wanted_.experiments.empty(); }
    int id(const Case& c) const { return q_.clusters[static_cast<std::size_t>(c.subject.cluster)].id; }
    ClusterKind kind(const Case& c) const { return q_.clusters[static_cast<std::size_t>(c.subject.cluster)].kind; }
    Knowledge know(const Subject& subject, std::size_t entries) const {
        return {q_, log_, entries, subject, exclusive_};
    }

    std::size_t entries_before(int generation) const;

    // --- base ---

    const Entry* base_entry(int round, int index) const;

    /// One pair of base sessions; index even: bad, odd: good. False: some are missing and wanted.
    bool base_round(int round, int pairs, const char* reason);

    CellResult base_result(const Subject& subject, int round, int index) const;

    bool base();

    // --- search ---

    /// The cases of this generation, with what the base sessions say of them.
    void first_cases(const std::vector<Subject>& subjects);

    void base_case(Case& c) const;

    /// Results of the failing tests alone: (fails on the bad side, passes on the good one). Wants them where missing.
    bool fails_alone(const Case& c, const Knowledge& knowledge, const Bits& context);

    Bits context_deltas() const;

    /// A failed build that has one possible reason teaches that reason; but a build can also fail by chance, so it is
    /// tried once more.
    void repeat_telling_builds();

    void search_all(std::size_t entries);

    /// A test that only the bad side collects: does it fail when the good side runs the bad side's selection? False:
    /// nothing to search.
    bool one_sided(Case& c, const Knowledge& knowledge, SearchContext& context);

    /// A frozen hypothesis must agree with every earlier direct result; what does not is run again.
    void gate(Case& c, const Knowledge& knowledge);

    // --- confirmation ---

    std::vector<SeenHybrid> seen_hybrids(std::size_t entries) const;

    /// The environment for a session that repeats one: where there are few hybrids, a new one.
    int copy_for(const Bits& bad, const Case& c) const;

    std::vector<const Run*> confirming(const Knowledge& knowledge, int generation) const;

    /// Plans and evaluates; false: sessions are missing (wanted), or there was nothing to confirm.
    bool confirm(int generation);

    /// In small questions a claim soon fits every hybrid there is: there, more of them.
    int repeats() const { return q_.options.repeats + (q_.deltas.size() > 3 && q_.deltas.size() < 7 ? 2 : 0); }

    /// A claim of several deltas can be fitted to what was seen, so it must have foretold hybrids that were not. (Of
    /// three deltas all hybrids are seen.)
    bool enough_environments(const Case& c, int generation) const;

    void want_confirming(const PlannedSession& planned, const std::vector<Claim>& claims, int round, int index);

    /// A contradiction that repeats in its hybrid depends on the context; one that does not is chance.
    void recheck();
    /// Does another failure, where none was expected, repeat? If not, the failure is flaky.
    void recheck_masked(Case& c);

    // --- results ---

    Step batch();

    Step conclude();

    const Question& q_;
    const Log& log_;
    std::string stop_;
    Wanted wanted_;
    Bits none_, all_;
    Needs needs_;
    Builds builds_;
    std::vector<Case> cases_;
    std::vector<Knowledge> knowledge_;  ///< what the outcomes' runs point into
    bool exclusive_ = false, alone_allowed_ = true;
    int parallel_ = 1, batch_parallel_ = 0;
};

}  // namespace testskew::attribute
