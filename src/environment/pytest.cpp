#include "environment/pytest.hpp"

#include <fmt/core.h>

#include <optional>

#include "environment/failure.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

/// Returns the resolution with pytest added, in this version or, if it is "", in the newest version that fits.
Resolution with_pytest(const SideRequest& side, const Resolution& before, const std::string& version,
                       const fs::path& root, const BuildOptions& options) {
    const std::string line = version.empty() ? "pytest" : "pytest==" + version;
    Resolution after = resolve_with(side, {line}, before.packages, root, options);
    after.provenance.notes.push_back(
        fmt::format("pytest is not in the requirements: {} was added", after.packages["pytest"].version));
    return after;
}

bool has_pytest(const Resolution& resolution) { return resolution.packages.count("pytest") > 0; }

std::string pytest_of(const Resolution& resolution) {
    const auto it = resolution.packages.find("pytest");
    return it == resolution.packages.end() ? "" : it->second.version;
}

/// Returns the resolution with this version of pytest, or nullopt if it does not fit this side.
std::optional<Resolution> try_pytest(const SideRequest& side, const Resolution& before, const std::string& version,
                                     const fs::path& root, const BuildOptions& options) {
    try {
        return with_pytest(side, before, version, root, options);
    } catch (const BuildError& error) {
        if (error.failure.network) throw;
        return std::nullopt;
    }
}

}  // namespace

void add_pytest(const SideRequest& side, Resolution& resolution, const fs::path& root, const BuildOptions& options) {
    if (!has_pytest(resolution)) resolution = with_pytest(side, resolution, "", root, options);
}

void add_pytest(const SideRequest& bad, Resolution& bad_resolution, const SideRequest& good,
                Resolution& good_resolution, const fs::path& root, const BuildOptions& options) {
    if (has_pytest(bad_resolution) && has_pytest(good_resolution)) return;
    const bool bad_first =
        has_pytest(bad_resolution) || (!has_pytest(good_resolution) && bad.interpreter.minor <= good.interpreter.minor);
    const SideRequest& first = bad_first ? bad : good;
    const SideRequest& second = bad_first ? good : bad;
    Resolution& first_resolution = bad_first ? bad_resolution : good_resolution;
    Resolution& second_resolution = bad_first ? good_resolution : bad_resolution;
    const bool given = has_pytest(first_resolution);
    const Resolution first_before = first_resolution;
    if (!given) first_resolution = with_pytest(first, first_before, "", root, options);
    if (auto same = try_pytest(second, second_resolution, pytest_of(first_resolution), root, options)) {
        second_resolution = std::move(*same);
        return;
    }
    second_resolution = with_pytest(second, second_resolution, "", root, options);
    if (!given) {
        if (auto same = try_pytest(first, first_before, pytest_of(second_resolution), root, options)) {
            first_resolution = std::move(*same);
            return;
        }
    }
    const std::string note =
        fmt::format("no version of pytest fits both sides: {} in {}, {} in {}", pytest_of(first_resolution),
                    first.profile.name, pytest_of(second_resolution), second.profile.name);
    first_resolution.provenance.notes.push_back(note);
    second_resolution.provenance.notes.push_back(note);
}

}  // namespace testskew::environment
