#include "cli/rounds_of_run.hpp"

#include <fmt/core.h>

#include "cluster/workers.hpp"
#include "interpreter/interpreter.hpp"
#include "rounds/rounds.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/os_release.hpp"
#include "util/text.hpp"
#include "workspace/kept_files.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {

bool has_rounds(const fs::path& run_folder) {
    std::error_code error;
    return fs::exists(rounds::ground_file(run_folder), error);
}

rounds::Ground load_ground(const fs::path& run_folder) {
    rounds::Ground ground;
    const std::string run = run_folder.filename().string();
    const auto text = read_file(rounds::ground_file(run_folder));
    std::string reason = text ? rounds::read(*text, ground) : "cannot be read";
    if (reason.empty() && ground.run != run) reason = "is that of another run";
    if (!reason.empty())
        throw Error(fmt::format("{} of {} {}: remove {}, and begin again with `testskew plan --next`",
                                rounds::ground_file(run_folder).filename().string(), run, reason,
                                rounds::folder_of(run_folder).string()));
    return ground;
}

void require_same_files(const fs::path& project, const std::string& run, const std::string& files) {
    workspace::KeptFiles kept(project);
    const auto now = kept.keep();
    if (!now) throw Error("the state of the project's files cannot be told: it takes git", ExitCode::environment);
    if (*now == files) return;
    const auto changed = kept.changes(files, *now, true);  // known where the run was begun
    const std::string which = changed && !changed->empty() ? " (" + printable(changed->front().path) + ")" : "";
    throw Error(
        fmt::format("the project's files are not those of {}{}: check out the same commit, and keep what was "
                    "not there out of the project",
                    run, which));
}

SavedRun moved_to(SavedRun saved, const fs::path& project) {
    const fs::path from = saved.request.project;
    if (from == project) return saved;
    const fs::path directory = fs::path(saved.request.directory).lexically_relative(from);
    const bool inside = !directory.empty() && directory.begin()->string() != "..";
    saved.request.directory = (inside ? project / directory : project).lexically_normal().string();
    if (saved.request.directory.size() > 1 && saved.request.directory.back() == '/') saved.request.directory.pop_back();
    saved.request.project = project.string();
    return saved;
}

Options options_of_rounds(Options options, const rounds::Ground& ground) {
    options.repeats = ground.repeats;
    options.quick = ground.quick;
    options.observe = ground.observe;
    return options;
}

sides::SidePair sides_of_rounds(laboratory::Laboratory& laboratory, const rounds::Ground& ground) {
    sides::SidePair sides = ground.sides;
    const auto interpreters = interpreter::find_all();
    for (auto* side : {&sides.bad, &sides.good}) {
        laboratory.add_secrets(side->environ, *side);
        // What else it says of itself stays that of the run, as the same sessions have to be asked for.
        if (const Interpreter* own = cluster::like(side->interpreter, interpreters))
            side->interpreter.executable = own->executable;
    }
    return sides;
}

std::string why_not_here(const rounds::Ground& ground) {
    if (const std::string own = machine_name(); own != ground.machine)
        return fmt::format("this machine ({}) is not like that of the base pair ({})", own, ground.machine);
    const auto interpreters = interpreter::find_all();
    for (const auto* side : {&ground.sides.bad, &ground.sides.good}) {
        const Interpreter* own = cluster::like(side->interpreter, interpreters);
        if (!own) return fmt::format("this machine has no Python {}", side->interpreter.version);
        if (const std::string differs = rounds::unlike(*own, side->interpreter); !differs.empty())
            return fmt::format("this machine has another interpreter: {}", printable(differs));
    }
    return "";
}

}  // namespace testskew::cli
