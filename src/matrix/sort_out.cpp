#include "matrix/sort_out.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "model/node_id.hpp"

namespace testskew::matrix {
namespace {

/// The test files of a run, by number.
std::set<std::size_t> files_of(const MatrixRun& run, const std::vector<std::size_t>& file_of_test,
                               const std::vector<std::size_t>& file_of_node) {
    std::vector<bool> seen;
    const auto see = [&](std::size_t file) {
        if (seen.size() <= file) seen.resize(file + 1);
        seen[file] = true;
    };
    for (std::size_t i = 0; i < run.outcomes.size(); ++i)
        if (run.outcomes[i] != RunOutcome::absent) see(file_of_test[i]);
    for (const std::uint32_t node : run.modules) see(file_of_node[node]);
    for (const RunFailure& one : run.failed_nodes) see(file_of_node[one.subject]);
    std::set<std::size_t> result;
    for (std::size_t i = 0; i < seen.size(); ++i)
        if (seen[i]) result.insert(i);
    return result;
}

std::vector<LeftOut> take_out(MatrixInput& input, const std::map<std::size_t, LeftOut>& out) {
    std::vector<MatrixRun> kept;
    std::vector<LeftOut> result;
    for (std::size_t i = 0; i < input.runs.size(); ++i) {
        if (const auto found = out.find(i); found != out.end())
            result.push_back(found->second);
        else
            kept.push_back(std::move(input.runs[i]));
    }
    input.runs = std::move(kept);
    return result;
}

}  // namespace

std::vector<LeftOut> leave_out_copies(MatrixInput& input) {
    std::map<std::string, std::size_t> known;
    std::map<std::size_t, LeftOut> out;
    for (std::size_t i = 0; i < input.runs.size(); ++i) {
        const MatrixRun& run = input.runs[i];
        if (run.identity.empty()) continue;
        const auto [at, fresh] = known.try_emplace(run.identity, i);
        if (!fresh) out[i] = {run.file, input.runs[at->second].file};
    }
    return take_out(input, out);
}

std::vector<LeftOut> leave_out_strangers(MatrixInput& input) {
    std::map<std::string, std::size_t> files;
    const auto number = [&](const std::string& file) { return files.try_emplace(file, files.size()).first->second; };
    std::vector<std::size_t> file_of_test, file_of_node;
    for (const std::string& test : input.tests) file_of_test.push_back(number(module_of(test)));
    for (const std::string& node : input.nodes) file_of_node.push_back(number(node));
    std::vector<std::set<std::size_t>> of_run;
    std::map<std::size_t, int> count;
    std::map<std::string, int> commits;
    for (const MatrixRun& run : input.runs) {
        of_run.push_back(files_of(run, file_of_test, file_of_node));
        for (const std::size_t file : of_run.back()) ++count[file];
        ++commits[run.commit];
    }
    std::map<std::size_t, LeftOut> out;
    for (std::size_t i = 0; i < input.runs.size(); ++i) {
        const auto& own = of_run[i];
        // The session as a whole, and pytest's root, are files of no project.
        const bool shared = std::any_of(own.begin(), own.end(), [&](std::size_t file) { return count[file] > 1; });
        const bool same_commit = !input.runs[i].commit.empty() && commits[input.runs[i].commit] > 1;
        if (!own.empty() && !shared && !same_commit) out[i] = {input.runs[i].file, ""};
    }
    return take_out(input, out);
}

}  // namespace testskew::matrix
