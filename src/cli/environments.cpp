// testskew environments list and testskew environments prune.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "environment/cached.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

using environment::CachedEnvironment;

std::string size_text(long bytes) {
    return bytes < 1'000'000 ? fmt::format("{} kB", bytes / 1000)
                             : fmt::format("{:.0f} MB", static_cast<double>(bytes) / 1e6);
}

std::string age_text(std::time_t then) {
    const long age = static_cast<long>(std::max<std::time_t>(0, std::time(nullptr) - then)) / 86400;
    return age == 0 ? "today" : age == 1 ? "yesterday" : fmt::format("{} days ago", age);
}

std::string total(const std::vector<CachedEnvironment>& environments, long bytes) {
    return fmt::format("{}, {}", count_of(static_cast<long>(environments.size()), "environment"), size_text(bytes));
}

/// The bytes with every hard link counted, as if each environment had its files for itself.
long with_links(const std::vector<CachedEnvironment>& environments) {
    long bytes = 0;
    for (const auto& environment : environments) bytes += environment.size;
    return bytes;
}

std::string as_json(const std::vector<CachedEnvironment>& environments) {
    nlohmann::json document = {{"schema", 1}, {"environments", nlohmann::json::array()}};
    for (const auto& e : environments)
        document["environments"].push_back({{"key", e.key},
                                            {"path", e.path.string()},
                                            {"bytes", e.size},
                                            {"own_bytes", e.own},
                                            {"last_used", e.last_used},
                                            {"what", e.what},
                                            {"complete", e.complete}});
    return document.dump(2) + "\n";
}

}  // namespace

ExitCode environments_list(const Options& options) {
    const auto all = environment::list();
    long together = 0;
    for (const auto& environment : all) together += environment.own;
    if (options.json && give_json(options, as_json(all))) return ExitCode::ok;
    std::string text;
    for (const auto& e : all)
        text += fmt::format("{}  {:>8}  {:<12}  {}\n", e.key, size_text(e.own), age_text(e.last_used),
                            e.complete ? printable(e.what) : "incomplete");
    const long linked = with_links(all) - together;
    text += total(all, together);
    if (linked > 0)
        text += fmt::format(", and {} in hard links to files of uv's cache and of each other", size_text(linked));
    print(text + "\n");
    return ExitCode::ok;
}

ExitCode environments_prune(const Options& options) {
    const auto older =
        options.all ? std::nullopt : std::optional<std::chrono::seconds>(std::chrono::hours(24) * options.days);
    const auto removed = options.cache_limit ? environment::prune_to(*options.cache_limit) : environment::prune(older);
    if (!options.json || !give_json(options, as_json(removed))) {
        long freed = 0;
        for (const auto& environment : removed) freed += environment.own;
        print(fmt::format("removed {}\n", total(removed, freed)));
    }
    return ExitCode::ok;
}

}  // namespace testskew::cli
