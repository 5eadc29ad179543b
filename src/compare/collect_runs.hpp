#pragma once
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "compare/fingerprint.hpp"
#include "model/matrix.hpp"
#include "model/recording.hpp"
#include "util/id_table.hpp"

namespace testskew::compare {

/// Where a recording comes from.
struct RunSource {
    std::string name, file;
    int session = 0;  ///< the one that is added alone; 0 if all sessions of the file are
};

/// Gathers the sessions of many recordings, of which only what the table of legs needs is kept. Recordings may be added
/// by several threads at a time; they are taken in the order of their numbers.
class RunCollector {
public:
    /// Takes the sessions of recording number `turn`: 0, 1, ... without a gap. Each number must be added once, also if
    /// there is nothing in it, as later ones wait for it.
    void add(std::size_t turn, const RunSource& source, const std::vector<RecordingOutline>& sessions);
    /// Everything that was added.
    MatrixInput take();

private:
    /// What is made of a session before its turn comes.
    struct Prepared {
        std::vector<LegFact> facts;
        OutcomeCounts counts;
        std::vector<std::optional<Identified>> failed;  ///< of each test; nullopt if it did not fail
    };
    static Prepared prepared(const RecordingOutline& outline);
    MatrixRun run(const RecordingOutline& outline, const Prepared& before);
    void add_tests(const RecordingOutline& outline, const Prepared& before, MatrixRun& run);
    void add_failed_nodes(const RecordingOutline& outline, MatrixRun& run);
    void set(MatrixRun& run, std::size_t test, RunOutcome outcome);

    std::mutex mutex_;
    std::condition_variable next_;
    std::size_t turn_ = 0;
    IdTable tests_, nodes_, digests_;
    MatrixInput input_;
};

}  // namespace testskew::compare
