#pragma once
#include <string>
#include <vector>

#include "report/facts.hpp"

/// The sentences that text and Markdown share.
namespace testskew::report {

/// Clusters of one problem that a reader takes for one failure: the same error at the same place. Their tests, requests
/// and the way in which it was hidden may differ.
struct Block {
    std::vector<const Cluster*> clusters;  ///< never empty; the largest first
    const Cluster& first() const { return *clusters.front(); }
};

/// The clusters folded to blocks, in the order of their first cluster.
std::vector<Block> blocks(const std::vector<const Cluster*>& clusters);

/// The first line of pytest's or the exception's text, without what explains it ("+ where 500 = ...").
std::string first_line(const std::string& text);

/// "webdashboard/app.py:88 in load_job", "" where no frame of the project is known.
std::string place_line(const Failure& failure);

/// "POST /api/upload (and 2 more requests) answered as HTTP 500, hidden by raise_server_exceptions=False", or "".
std::string server_line(const Block& block);

/// "assert 500 == 200" or "assert 500 == 200, or assert 500 == 400": what the tests themselves said; "" where that is
/// the error itself.
std::string seen_line(const Block& block);

/// What was looked up and not found, one line each, without what `cause` names already.
std::vector<std::string> missing_lines(const Block& block, const Cause* cause);

/// "the two runs part at app/auth.py:21: os.environ.get('KEY') -> None in ci, a value in local", or "": where nothing
/// is known, or it is what the failure itself says.
std::string divergence_line(const Report& report, const Block& block);

/// "swallowed in ci only: KeyError: 'x', raised at app/a.py:3 in load, caught at app/b.py:9", one line each.
std::vector<std::string> swallowed_lines(const Report& report, const Block& block);

/// "warned in ci only: DeprecationWarning: old() is deprecated (app/a.py:3)", one line each.
std::vector<std::string> warning_lines(const Report& report, const Block& block);

/// What is not shown of these failures as there was too much of it, a sentence each.
std::vector<std::string> left_out_lines(const Block& block);

/// One row of the evidence: what was run, what came of it, how often.
struct Evidence {
    std::string label, session, result, count;
};
/// repair and induce of each factor of the problem's cause.
std::vector<Evidence> evidence(const Report& report, const Problem& problem);
/// "12 sessions in 12 distinct environments agree", "" where none was confirming.
std::string agreement(const Cause& cause);

/// The other factors: ("ruled out", "environ, packages"), ("untestable", "host: ...").
std::vector<std::pair<std::string, std::string>> other_verdicts(const Problem& problem);

/// A difference on one line, at most `most` names of each kind.
std::string difference_line(const Report& report, const Difference& difference, std::size_t most);

/// `text` with the sides' names in place of "the good side" and "the bad side".
std::string side_names(const Report& report, std::string text);

/// Why a run ended before everything was tested, as a sentence.
std::string stopped_line(const Report& report);

}  // namespace testskew::report
