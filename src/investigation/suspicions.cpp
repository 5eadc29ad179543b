#include "investigation/suspicions.hpp"

#include <algorithm>

#include "investigation/clues.hpp"
#include "util/files.hpp"

namespace testskew::investigation {
namespace {

constexpr std::size_t most_suspicions = 4;  ///< that are kept of one cluster

std::optional<std::size_t> delta_of(const attribute::Question& question, const DeltaName& name) {
    for (std::size_t d = 0; d < question.deltas.size(); ++d)
        if (question.deltas[d].factor == name.factor && question.deltas[d].name == name.delta) return d;
    return std::nullopt;
}

attribute::Bits suspect_of(const attribute::Question& question, const Suspicion& suspicion) {
    attribute::Bits suspect(question.deltas.size());
    for (const DeltaName& name : suspicion.deltas) {
        const auto delta = delta_of(question, name);
        if (!delta) return attribute::Bits(question.deltas.size());
        suspect.set(*delta);
    }
    return suspect;
}

}  // namespace

std::vector<Suspicion> suspicions_of(const Evidence& evidence) {
    const auto& [comparison, untested, bad, deltas, mocking, states] = evidence;
    std::vector<Suspicion> suspicions;
    for (const Cluster& cluster : comparison.clusters) {
        if (cluster.kind != ClusterKind::regression) continue;
        const auto known = std::find_if(untested.begin(), untested.end(),
                                        [&](const UntestedExplanation& one) { return one.cluster == cluster.id; });
        static const std::vector<CauseApi> nothing;
        auto clues = clues_of({cluster, known == untested.end() ? nothing : known->api, bad, deltas, mocking, states});
        if (clues.size() > most_suspicions) clues.resize(most_suspicions);
        for (Clue& clue : clues) {
            Suspicion suspicion{cluster.id, {}, clue.why, std::move(clue.what), std::move(clue.path), clue.line};
            for (const std::size_t d : clue.deltas) suspicion.deltas.push_back({deltas[d].factor, deltas[d].name});
            suspicions.push_back(std::move(suspicion));
        }
    }
    return suspicions;
}

std::set<std::string> mocking_modules(const std::vector<sides::SwapDelta>& deltas,
                                      const std::filesystem::path& project) {
    std::set<std::string> modules;
    for (const auto& delta : deltas) {
        if (delta.kind != DeltaKind::module) continue;
        const std::string text = read_file(project / delta.name).value_or("");
        const auto has = [&](const char* word) { return text.find(word) != std::string::npos; };
        if (has("Mock") && (has("sys.modules") || has("patch"))) modules.insert(delta.name);
    }
    return modules;
}

void set_suspects(attribute::Question& question, const std::vector<Suspicion>& suspicions) {
    for (auto& cluster : question.clusters) {
        cluster.suspects.clear();
        for (const Suspicion& suspicion : suspicions) {
            if (suspicion.cluster != cluster.id) continue;
            auto suspect = suspect_of(question, suspicion);
            if (suspect.any()) cluster.suspects.push_back(std::move(suspect));
        }
    }
}

}  // namespace testskew::investigation
