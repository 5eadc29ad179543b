#include "cli/verify_sides.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/run_state.hpp"
#include "laboratory/prepare.hpp"
#include "process/environ.hpp"
#include "profile/profile.hpp"
#include "util/error.hpp"
#include "util/text.hpp"
#include "verify/settings_files.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {

using verify::declarations_in;
using verify::is_settings;

namespace {

bool is_version(const std::string& text) {
    return !text.empty() && text.front() >= '0' && text.front() <= '9' &&
           text.find_first_not_of("0123456789.t") == std::string::npos;
}

/// A side that sees the files without the change.
sides::Side without_change(sides::Side side, const std::map<std::string, fs::path>& put_back) {
    side.name += " without the change";
    side.files.put_back = put_back;
    return side;
}

}  // namespace

VerifySides::VerifySides(laboratory::Laboratory& laboratory, const Earlier& earlier)
    : laboratory_(laboratory),
      earlier_(earlier),
      kept_(laboratory.project()),
      now_(workspace::kept_state(laboratory.project())),
      declarations_(declarations_in({laboratory.workspaces().top(), laboratory.project(), earlier.directory})) {
    for (const EarlierSide& side : earlier.sides) {
        if (side.profile.lock) declarations_ += *side.profile.lock + "\n";
        declarations_ += join(side.profile.requirements.value_or(std::vector<std::string>{}), "\n") + "\n";
        declarations_ += join(side.profile.with, "\n") + "\n";
    }
}

std::string VerifySides::state_now(const FilesSpec& files) {
    switch (files.kind) {
        case FilesSpec::Kind::tracked: return kept_.commit("HEAD");
        case FilesSpec::Kind::ref: return kept_.commit(files.ref);
        default: return now_;
    }
}

VerifySides::Undo VerifySides::undo_of(const EarlierSide& side) {
    Undo undo;
    const std::string now = state_now(side.profile.files);
    if (side.state.empty() || now.empty()) return undo;
    const auto changes = kept_.changes(side.state, now);
    if (!changes) return undo;
    undo.known = true;
    if (changes->empty()) return undo;
    auto& tree = written_[side.state];
    if (tree.empty()) {
        tree = trees_.path / fmt::format("state-{}", written_.size());
        if (!kept_.write_out(side.state, tree)) return Undo{};
    }
    undo.tree = tree;
    for (const auto& change : *changes) {
        undo.put_back[change.path] = tree;
        if (is_settings(change.path, declarations_)) settings_changed_ = true;
        if (std::find(changed_.begin(), changed_.end(), change.path) == changed_.end()) changed_.push_back(change.path);
    }
    std::sort(changed_.begin(), changed_.end());
    return undo;
}

std::vector<Profile> VerifySides::earlier_profiles(const Undo& undo) const {
    if (undo.tree.empty() || !settings_changed_) return {};
    const fs::path& top = laboratory_.workspaces().top();
    const fs::path& project = laboratory_.workspaces().project();
    const fs::path there = (undo.tree / project.lexically_relative(top)).lexically_normal();
    const fs::path directory = (there / earlier_.directory.lexically_relative(project)).lexically_normal();
    std::error_code error;
    if (!fs::is_directory(directory, error)) return {};
    try {
        return earlier_.profiles(directory);
    } catch (const Error&) {  // it names what is not kept, as a virtual environment
        return {};
    }
}

std::optional<sides::Side> VerifySides::then_of(const EarlierSide& side, const sides::Side& now,
                                                const std::optional<Profile>& profile, const Undo& undo) {
    if (!undo.known) return std::nullopt;
    sides::Side then = without_change(now, undo.put_back);
    if (!side.packages.empty()) then.resolution.packages = packages_of_run(side.packages, now.resolution.packages);
    if (profile) {
        then.environ = profile::environ_of(*profile, process::environ_without_git());
        then.conditions() = profile->conditions();
        then.files.git = profile->git;
    }
    const bool same = undo.put_back.empty() && then.environ == now.environ && then.conditions() == now.conditions() &&
                      then.resolution.packages == now.resolution.packages;
    if (same) return std::nullopt;
    any_change_ = true;
    return then;
}

verify::Checked VerifySides::further(const std::string& asked, const sides::Side& bad, const std::vector<Undo>& undos) {
    const Profile& model = earlier_.sides.front().profile;
    Profile profile;
    if (is_version(asked) && !model.installed && !model.recording) {
        profile = model;
        profile.name = profile.python = asked;
    } else {
        const profile::Project project = profile::find_project(earlier_.directory);
        profile = profile::load(project, asked, earlier_.directory);
        if (profile.selection.targets.empty()) profile.selection.targets = bad.selection.targets;
        if (profile.selection.options.empty()) profile.selection.options = bad.selection.options;
    }
    verify::Checked checked;
    checked.further = true;
    checked.now = laboratory::prepare(laboratory_, profile);
    // What was installed in it before a change of the requirements is not known: a failure that comes with them would
    // seem to be there without the change as well.
    if (settings_changed_) return checked;
    for (std::size_t i = 0; i < undos.size(); ++i) {
        if (!(earlier_.sides[i].profile.files == profile.files)) continue;
        if (undos[i].known && !undos[i].put_back.empty()) checked.then = without_change(checked.now, undos[i].put_back);
        break;
    }
    return checked;
}

std::vector<verify::Checked> VerifySides::make(const std::vector<std::string>& further_profiles) {
    std::vector<Undo> undos;
    for (const EarlierSide& side : earlier_.sides) {
        undos.push_back(undo_of(side));
        files_known_ = files_known_ && undos.back().known;
    }
    std::vector<verify::Checked> result;
    const auto add = [&](std::size_t i, sides::Side now) {
        const EarlierSide& side = earlier_.sides[i];
        // What the profile asks for is as it was, so a release that came out since is no part of the change.
        if (!settings_changed_ && !side.profile.installed && !side.packages.empty())
            now.resolution.packages = packages_of_run(side.packages, now.resolution.packages);
        verify::Checked checked;
        checked.from = side.name;
        const auto profiles = earlier_profiles(undos[i]);
        checked.then = then_of(side, now, profiles.size() > i ? std::optional(profiles[i]) : std::nullopt, undos[i]);
        checked.now = std::move(now);
        checked.before = side.before;
        checked.extra = side.extra;
        result.push_back(std::move(checked));
    };
    if (earlier_.sides.size() == 2) {
        sides::SidePair pair =
            laboratory::prepare(laboratory_, ProfilePair{earlier_.sides[0].profile, earlier_.sides[1].profile});
        add(0, std::move(pair.bad));
        add(1, std::move(pair.good));
    } else {
        add(0, laboratory::prepare(laboratory_, earlier_.sides.front().profile));
    }
    for (const std::string& asked : further_profiles)
        for (const EarlierSide& side : earlier_.sides)
            if (side.profile.name == asked)
                throw Error(fmt::format("--also {0}: {0} is checked as a side of the run already", printable(asked)));
    for (const std::string& asked : further_profiles) result.push_back(further(asked, result.front().now, undos));
    return result;
}

}  // namespace testskew::cli
