#pragma once
#include <optional>

#include "attribute/replay_state.hpp"
#include "attribute/search.hpp"

namespace testskew::attribute {

/// The search for the cause of every case, and the gate that a hypothesis must pass before it is confirmed.
class SearchPhase {
public:
    /// `entries` is the number of log entries that the search may use.
    SearchPhase(ReplayState& state, std::size_t entries) : s_(state), entries_(entries) {}

    /// Fills the stories of the cases. Wants the results that are missing.
    void run();

    /// Wants each failed build that has only one possible reason once more: it shows that reason, unless it failed by
    /// chance.
    void repeat_telling_builds();

private:
    /// How one case is searched. Returns nullopt if there is nothing to search, or if a result is missing.
    std::optional<SearchContext> context_of(Case& c, const Knowledge& knowledge);

    /// True if the tests fail alone on the bad side and pass alone on the good one. Throws Pending if that is unknown.
    bool fails_alone(const Case& c, const Knowledge& knowledge);
    Bits context_deltas() const;

    /// Prepares the search for tests that only the bad side collects. Holds the bad side's selection if the tests pass
    /// on the good side with it. Returns false if there is nothing to search, because they fail there too or cannot be
    /// run there. Throws Pending if that session is missing.
    bool hold_selection(Case& c, const Knowledge& knowledge, SearchContext& context);

    void search_case(Case& c, const SearchContext& context);
    /// Checks that every earlier direct result agrees with the frozen hypothesis. Has the sessions that do not agree
    /// run again, and throws Pending then.
    void gate(Case& c, const Knowledge& knowledge);
    bool contradicts_many(const Knowledge& knowledge) const;

    ReplayState& s_;
    std::size_t entries_;
};

}  // namespace testskew::attribute
