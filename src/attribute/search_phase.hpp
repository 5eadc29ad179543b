#pragma once
#include <optional>

#include "attribute/replay_state.hpp"
#include "attribute/search.hpp"

namespace testskew::attribute {

/// The search for the cause of every case, and the gate that a hypothesis must pass before it is confirmed.
class SearchPhase {
public:
    /// `entries`: how much of the log the search may know.
    SearchPhase(ReplayState& state, std::size_t entries) : s_(state), entries_(entries) {}

    /// Fills the stories of the cases. Results that are missing are wanted.
    void run();

    /// A failed build that has one possible reason teaches that reason. It can also have failed by chance, so it is
    /// wanted once more.
    void repeat_telling_builds();

private:
    /// How one case is searched. nullopt: there is nothing to search, or a result is missing.
    std::optional<SearchContext> context_of(Case& c, const Knowledge& knowledge);

    /// True if the tests fail alone on the bad side and pass alone on the good one. Throws Pending if that is unknown.
    bool fails_alone(const Case& c, const Knowledge& knowledge);
    Bits context_deltas() const;

    /// For a test that only the bad side collects. It holds the bad side's selection, if the test passes on the good
    /// side with it. False: there is nothing to search, as it fails there too or cannot be run there.
    bool hold_selection(Case& c, const Knowledge& knowledge, SearchContext& context);

    void search_case(Case& c, const SearchContext& context);
    /// Every earlier direct result must agree with the frozen hypothesis. What does not is run again; throws Pending
    /// then.
    void gate(Case& c, const Knowledge& knowledge);
    bool contradicts_many(const Knowledge& knowledge) const;

    ReplayState& s_;
    std::size_t entries_;
};

}  // namespace testskew::attribute
