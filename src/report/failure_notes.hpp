#pragma once
#include <set>
#include <string>
#include <vector>

#include "report/blocks.hpp"

namespace testskew::report {

/// How important a note is. `error`: what a test failed with, which some formats write as code.
enum class NoteKind { said, aside, error };

/// One line on a failure: "in local: KeyError: 'x'" has the label "in local".
struct FailureNote {
    std::string label, text;
    NoteKind kind = NoteKind::said;
    std::string line() const { return label.empty() ? text : label + ": " + text; }
};

/// What there is to say of a failure besides its error, its place and its requests. Of each kind of evidence at most
/// `most` lines. `told`: the lines on the failures of this problem before this one. None of them is told again.
std::vector<FailureNote> failure_notes(const Report& report, const Block& block, std::size_t most,
                                       std::set<std::string>& told);

}  // namespace testskew::report
