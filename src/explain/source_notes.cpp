#include "explain/source_notes.hpp"

#include <algorithm>
#include <map>

#include "explain/project_files.hpp"
#include "explain/said.hpp"
#include "explain/touched.hpp"
#include "model/lookup.hpp"
#include "util/once.hpp"

namespace fs = std::filesystem;

namespace testskew::explain {
namespace {

/// The notes that ask for their code alone.
std::vector<Note> by_code_alone(const std::vector<Note>& notes) {
    std::vector<Note> result;
    std::copy_if(notes.begin(), notes.end(), std::back_inserter(result),
                 [](const Note& note) { return note.types.empty() && note.message.empty(); });
    return result;
}

}  // namespace

std::vector<CauseApi> explain_with_files(const Cause& cause, const Cluster& cluster, const Boundaries& boundaries,
                                         const PythonPair& python, const ReadSource& read,
                                         const std::vector<Note>& notes) {
    std::vector<CauseApi> found =
        explain::explain(cause, cluster, boundaries, python.bad, python.good, Atlas::standard(), {});
    add_notes(found, symptoms_of(cluster, read), boundaries, notes);
    if (found.empty() && read) add_notes(found, {surroundings_of(cluster, read)}, boundaries, by_code_alone(notes));
    return found;
}

void explain_from_files(const fs::path& project, const Comparison& comparison, Attribution& attribution,
                        const std::vector<Note>& notes) {
    const ReadSource read = read_below(project);
    std::map<int, std::vector<CauseApi>> of_problem;
    for (auto& found : attribution.clusters) {
        const Cluster* cluster = cluster_of(comparison, found.cluster);
        if (!found.cause || !cluster) continue;
        auto& all = of_problem.try_emplace(problem_of(found), found.cause->api).first->second;
        PythonPair python;
        if (found.cause->interpreter) python = {found.cause->interpreter->bad, found.cause->interpreter->good};
        // What explains this cluster itself, whatever is told of the other clusters of its problem.
        const auto own =
            explain_with_files(*found.cause, *cluster, boundaries_of(found, attribution, "", ""), python, read, notes);
        for (const auto& place : places_of_code(own, *cluster, read, notes)) append_once(found.cause->at, place);
        for (const auto& api : own)
            if (std::none_of(all.begin(), all.end(), [&](const CauseApi& known) { return known.name == api.name; }))
                all.push_back(api);
    }
    for (auto& found : attribution.clusters)
        if (found.cause && of_problem.count(problem_of(found))) found.cause->api = of_problem[problem_of(found)];
}

}  // namespace testskew::explain
