#include "explain/source_notes.hpp"

#include <algorithm>
#include <map>

#include "explain/explain.hpp"
#include "explain/said.hpp"
#include "explain/symptoms.hpp"
#include "util/files.hpp"

namespace fs = std::filesystem;

namespace testskew::explain {
namespace {

/// Reads files below `project`, each of them once. The tested program chose the paths, so a file is not read if its
/// path leads out of the project, or if it is not a plain file of a source's size.
ReadSource reader_of(const fs::path& project) {
    return [project, known = std::map<std::string, std::optional<std::string>>()](
               const std::string& path) mutable -> std::optional<std::string> {
        constexpr std::uintmax_t most = 5'000'000;
        if (const auto found = known.find(path); found != known.end()) return found->second;
        const fs::path inside = path;
        auto& text = known[path];
        if (inside.empty() || inside.is_absolute() || std::find(inside.begin(), inside.end(), "..") != inside.end())
            return text;
        std::error_code error;
        const fs::path file = project / inside;
        if (fs::is_regular_file(file, error) && fs::file_size(file, error) <= most) text = read_file(file);
        return text;
    };
}

/// What is explained by the names that the failure used.
std::vector<CauseApi> explained_by_names(const Cause& cause, const Cluster& cluster, const Boundaries& boundaries) {
    if (!cause.interpreter) return {};
    return explain::explain(cause, cluster, boundaries, cause.interpreter->bad, cause.interpreter->good,
                            Atlas::standard(), {});
}

}  // namespace

void explain_from_files(const fs::path& project, const Comparison& comparison, Attribution& attribution,
                        const std::vector<Note>& notes) {
    const ReadSource read = reader_of(project);
    std::vector<Note> by_code_alone;
    std::copy_if(notes.begin(), notes.end(), std::back_inserter(by_code_alone),
                 [](const Note& note) { return note.types.empty() && note.message.empty(); });
    std::map<int, std::vector<CauseApi>> of_problem;
    for (const auto& found : attribution.clusters) {
        const auto cluster = std::find_if(comparison.clusters.begin(), comparison.clusters.end(),
                                          [&](const Cluster& c) { return c.id == found.cluster; });
        if (!found.cause || cluster == comparison.clusters.end()) continue;
        auto& all = of_problem.try_emplace(problem_of(found), found.cause->api).first->second;
        const auto boundaries = boundaries_of(found, attribution, "", "");
        // What explains this cluster itself, whatever is told of the other clusters of its problem.
        std::vector<CauseApi> own = explained_by_names(*found.cause, *cluster, boundaries);
        add_notes(own, symptoms_of(*cluster, read), boundaries, notes);
        if (own.empty()) add_notes(own, {surroundings_of(*cluster, read)}, boundaries, by_code_alone);
        for (const auto& api : own)
            if (std::none_of(all.begin(), all.end(), [&](const CauseApi& known) { return known.name == api.name; }))
                all.push_back(api);
    }
    for (auto& found : attribution.clusters)
        if (found.cause && of_problem.count(problem_of(found))) found.cause->api = of_problem[problem_of(found)];
}

}  // namespace testskew::explain
