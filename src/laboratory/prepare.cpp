#include "laboratory/prepare.hpp"

#include <fmt/core.h>

#include <future>

#include "environment/build.hpp"
#include "environment/pytest.hpp"
#include "environment/resolve.hpp"
#include "interpreter/interpreter.hpp"
#include "laboratory/cannot_install.hpp"
#include "process/environ.hpp"
#include "profile/profile.hpp"
#include "sides/extension_modules.hpp"
#include "util/error.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::laboratory {
namespace {

/// One side while it is prepared.
struct Preparation {
    SideName name;  ///< of a single side it means nothing
    const Profile& profile;
    Requirements requirements;
    interpreter::Found found;
    environment::Resolution resolution;
    std::string key;  ///< names its line in the status display
    workspace::Workspace
        place;  ///< in which the project's build backend may run; one for each side, as both run at the same time
    environment::BuildOptions options;
    environment::SideRequest side() const { return {profile, requirements, found.interpreter}; }
};

Preparation begin(Laboratory& laboratory, SideName name, const Profile& profile, const std::string& key) {
    // An error that names a secret of the profile may come before the side is complete.
    laboratory.add_secrets(profile::environ_of(profile, process::environ_without_git()), profile);
    interpreter::Found found = interpreter::find(profile.python, profile.directory);
    Requirements requirements = profile::requirements_of(profile, laboratory.project(), found.interpreter);
    const fs::path& original = laboratory.options().original;
    if (requirements.installed && !original.empty()) requirements.installed->project = original;
    Preparation result{name, profile, std::move(requirements),          std::move(found),
                       {},   key,     laboratory.workspaces().make({}), laboratory.environments().options()};
    result.options.entrance = result.place.entrance;
    return result;
}

sides::Side side_of(const Preparation& from) {
    const Profile& profile = from.profile;
    sides::Side side;
    side.name = profile.name;
    side.interpreter = from.found.interpreter;
    side.resolution = from.resolution;
    side.environ = profile::environ_of(profile, process::environ_without_git());
    side.files.base = profile.files;
    side.files.git = profile.git;
    side.conditions() = profile.conditions();
    if (from.found.fidelity) side.fidelity.push_back(*from.found.fidelity);
    return side;
}

/// What went wrong for one side or for both.
struct Errors {
    std::exception_ptr bad, good;
};

/// Runs `work` on both at the same time.
template <class Work>
Errors on_both(Preparation& bad, Preparation& good, Work work) {
    Errors errors;
    auto other = std::async(std::launch::async, [&] { work(good); });
    try {
        work(bad);
    } catch (...) {
        errors.bad = std::current_exception();
    }
    try {
        other.get();
    } catch (...) {
        errors.good = std::current_exception();
    }
    return errors;
}

/// Runs `work` on both at the same time. If both fail, the error of the first one is thrown.
template <class Work>
void both(Preparation& a, Preparation& b, Work work) {
    const Errors errors = on_both(a, b, work);
    if (errors.bad) std::rethrow_exception(errors.bad);
    if (errors.good) std::rethrow_exception(errors.good);
}

/// Runs `work`. If an environment cannot be built, the error names the profile.
template <class Work>
void named(const Preparation& preparation, Work work) {
    try {
        work();
    } catch (const environment::BuildError& error) {
        const Profile& profile = preparation.profile;
        const bool found = !profile.requirements && !profile.lock && !error.failure.network;
        const std::string hint = found ? fmt::format(" (found in {}; `requirements` in testskew.toml can name others)",
                                                     preparation.requirements.origin)
                                       : "";
        throw Error(fmt::format("{}: {}{}", profile.name, error.what(), hint), ExitCode::environment);
    }
}

void resolve(Preparation& p, Status& status) {
    status.begin(p.key, p.profile.name, "resolve");
    p.resolution = environment::resolve(p.side(), p.place.project, p.options);
}

/// The failure that an error of a build is, if the package itself was in the way; nullopt for every other error.
std::optional<environment::BuildFailure> refused_package(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const environment::BuildError& build) {
        const auto& failure = build.failure;
        if (!failure.network && !failure.timed_out && !failure.packages.empty()) return failure;
    } catch (...) {  // the caller throws it again
    }
    return std::nullopt;
}

/// Installs what a side asks for on another interpreter.
TryInstall installing(Laboratory& laboratory, Preparation& p) {
    return [&laboratory, &p](const Interpreter& interpreter) {
        sides::Side side = side_of(p);
        side.interpreter = interpreter;
        side.resolution = environment::resolve({p.profile, p.requirements, interpreter}, p.place.project, p.options);
        laboratory.environments().environment_of(side);
    };
}

/// Does a step of preparing on both sides. If only one of them fails, and a package is in the way, it is found out what
/// that follows. Throws CannotInstall then, and else the error.
template <class Work>
void prepare_both(Laboratory& laboratory, Preparation& bad, Preparation& good, Work work) {
    const Errors errors = on_both(bad, good, work);
    if (!errors.bad && !errors.good) return;
    Preparation &failing = errors.bad ? bad : good, &other = errors.bad ? good : bad;
    const auto error = errors.bad ? errors.bad : errors.good;
    const auto failure = errors.bad && errors.good ? std::nullopt : refused_package(error);
    if (!failure) named(failing, [&] { std::rethrow_exception(error); });
    laboratory.status().end(failing.key, "cannot be installed: looking into it");
    const UninstallablePackage refused =
        look_into({failing.profile.name, other.profile.name, failing.found.interpreter, other.found.interpreter,
                   *failure, installing(laboratory, failing), installing(laboratory, other)},
                  failing.options);
    throw CannotInstall(fmt::format("{}: {} cannot be installed: {}", refused.side, refused.package, refused.reason),
                        refused);
}

/// The side with its environment built. For a requirement from a repository, only the build tells the version, which
/// the side's packages get here.
sides::Side built(Laboratory& laboratory, const Preparation& p) {
    sides::Side side = side_of(p);
    const Environment environment = laboratory.environments().build(
        side, [&](const std::string& what) { laboratory.status().update(p.key, what); });
    side.resolution.packages = environment.packages;
    laboratory.status().end(
        p.key, fmt::format("Python {}, {} packages", p.found.interpreter.version, environment.packages.size()));
    return side;
}

}  // namespace

sides::SidePair prepare(Laboratory& laboratory, const ProfilePair& profiles) {
    Preparation bad = begin(laboratory, SideName::bad, profiles.bad, "environment bad");
    Preparation good = begin(laboratory, SideName::good, profiles.good, "environment good");
    prepare_both(laboratory, bad, good, [&](Preparation& p) { resolve(p, laboratory.status()); });
    named(bad, [&] {
        environment::add_pytest(bad.side(), bad.resolution, good.side(), good.resolution, bad.place.project,
                                bad.options);
    });
    sides::SidePair sides;
    const auto side = [&](const Preparation& p) -> sides::Side& {
        return p.name == SideName::bad ? sides.bad : sides.good;
    };
    prepare_both(laboratory, bad, good, [&](Preparation& p) { side(p) = built(laboratory, p); });
    if (!sides::may_have_left_over(sides)) return sides;
    const auto modules = laboratory.workspaces().untracked_extension_modules();
    if (modules.empty()) return sides;
    std::set<std::string> of_bad, of_good;
    both(bad, good, [&](Preparation& p) {
        named(p, [&] { (p.name == SideName::bad ? of_bad : of_good) = laboratory.built_paths(side(p)); });
    });
    sides::separate_left_over(sides, modules, of_bad, of_good);
    return sides;
}

sides::Side prepare(Laboratory& laboratory, const Profile& profile) {
    Preparation p = begin(laboratory, SideName::bad, profile, "environment");
    sides::Side side;
    named(p, [&] {
        resolve(p, laboratory.status());
        environment::add_pytest(p.side(), p.resolution, p.place.project, p.options);
        side = built(laboratory, p);
    });
    return side;
}

}  // namespace testskew::laboratory
