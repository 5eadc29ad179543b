// testskew_parting: reads four traced sessions and prints, as one JSON document, where each test's two runs diverge.
//   testskew_parting BAD GOOD BAD_AGAIN GOOD_AGAIN [--all]
// With --all it also compares the tests that pass on both sides, which shows how often there is a false alarm.
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "divergence/find.hpp"
#include "divergence/warnings.hpp"
#include "model/json.hpp"
#include "recording/read.hpp"

using namespace testskew;

int main(int argc, char** argv) {
    if (argc < 5) return 2;
    const Recording bad = recording::read(argv[1]), good = recording::read(argv[2]),
                    bad_again = recording::read(argv[3]), good_again = recording::read(argv[4]);
    const bool all = argc > 5 && std::strcmp(argv[5], "--all") == 0;
    const auto passed = [](const Recording& recording) {
        std::set<std::string> ids;
        for (const auto& test : recording.tests)
            if (test.outcome == Outcome::passed) ids.insert(test.id);
        return ids;
    };
    const auto in_bad = passed(bad), in_good = passed(good);
    std::vector<std::string> passing;
    for (const auto& id : in_bad)
        if (in_good.count(id)) passing.push_back(id);
    // About 30 of them show what differs without meaning, as in a run.
    std::vector<std::string> background;
    for (std::size_t i = 0; i < std::min<std::size_t>(30, passing.size()); ++i)
        background.push_back(passing[i * passing.size() / std::min<std::size_t>(30, passing.size())]);
    const divergence::Sessions sessions(bad, good, &bad_again, &good_again, background);
    const divergence::Warnings warnings(bad, good, &bad_again, &good_again, background);
    nlohmann::json document = nlohmann::json::object();
    for (const auto& test : bad.tests) {
        const bool passes = in_bad.count(test.id) && in_good.count(test.id);
        if (passes && !all) continue;
        const auto found = sessions.first(test.id);
        Cluster cluster;
        warnings.add_to(cluster, test.id);
        nlohmann::json warned = nlohmann::json::array();
        for (const auto& warning : cluster.warnings)
            warned.push_back((warning.bad ? "bad: " : "good: ") + warning.message);
        document[test.id] = {{"warnings", warned},
                             {"passes", passes},
                             {"traced", sessions.traced(test.id)},
                             {"divergence", found ? nlohmann::json(*found) : nlohmann::json(nullptr)}};
    }
    std::puts(document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    return 0;
}
