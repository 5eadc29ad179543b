// testskew repro: writes a script that shows a problem of an earlier run with pytest alone.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/attribution.hpp"
#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/problem.hpp"
#include "cli/render.hpp"
#include "cli/repro_files.hpp"
#include "cli/repro_sides.hpp"
#include "cli/terminal.hpp"
#include "model/lookup.hpp"
#include "process/environ.hpp"
#include "repro/script.hpp"
#include "repro/secret_files.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/once.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"
#include "workspace/git.hpp"
#include "workspace/kept_files.hpp"
#include "workspace/run_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

constexpr std::size_t longest_script = 20 << 20;  // bytes

/// Turns the two sessions into a script.
class ScriptMaker {
public:
    ScriptMaker(laboratory::Laboratory& laboratory, const SavedRun& saved, const investigation::Base& base)
        : laboratory_(laboratory), saved_(saved), base_(base), kept_(laboratory.project()) {}

    repro::Script make(const ShownPair& pair, const report::Problem& problem) {
        script_.title = secrets().hide(report::error_line(problem.clusters.front()->error));
        const fs::path folder = laboratory_.workspaces().project().lexically_relative(laboratory_.workspaces().top());
        script_.folder = folder == "." ? "" : folder.string();
        script_.word = secrets().are_in(pair.word) ? "" : pair.word;
        script_.url = clone_url();
        taken_ = pair.paths;
        // The patch of one session may hold a secret of the other, so both are known before the first is made.
        for (const sides::Side* side : {&pair.failing, &pair.passing}) remember_secrets(side->environ);
        remember_secrets(process::environ_without_git());
        secret_texts_ = repro::texts_of_secrets(secret_values_);
        make_session(pair.failing, pair.passing, script_.failing);
        make_session(pair.passing, pair.failing, script_.passing);
        script_.about.push_back(fmt::format(
            "From the run {}; both were seen with testskew {}.", saved_.report.run,
            pair.one_factor ? "and differ in the shown cause alone" : "and differ as the two sides of that run do"));
        for (const std::string& path : left_out_)
            script_.about.push_back(
                fmt::format("Not in here: {}, which may hold secrets. Put it there if the tests need it.", path));
        return script_;
    }

    const std::vector<std::string>& left_out() const { return left_out_; }

private:
    const Secrets& secrets() const { return laboratory_.options().secrets; }

    void remember_secrets(const std::map<std::string, std::string>& environ) {
        for (const auto& [name, value] : environ)
            if (secret_name(name) || secrets().are_in(value)) append_once(secret_values_, value);
    }

    /// The state of the files that a side of the run had, as KeptFiles names it.
    std::string state_of(const FilesSpec& files) {
        // A path in which the two differ may be one that git ignores, which is not kept.
        if (files.kind == FilesSpec::Kind::worktree)
            return taken_.empty() ? saved_.request.files : kept_.with(saved_.request.files, taken_).value_or("");
        if (files.kind == FilesSpec::Kind::ref) return kept_.commit(files.ref);
        for (const Recording* recording : {&base_.bad, &base_.good})
            if (recording->files == files) return commit_of(*recording);
        return {};
    }

    /// The address of the repository, if it is public: without a name and a password in it.
    std::string clone_url() {
        const auto place = workspace::find_git(laboratory_.workspaces().top());
        if (!place) return {};
        const auto exit =
            workspace::git({"config", "--get", "remote.origin.url"}, place->top, workspace::pointing_at(*place));
        const std::string url(trim(exit.out));
        return exit.ok() && url.starts_with("https://") && url.find('@') == std::string::npos ? url : "";
    }

    int patch_number(const std::string& patch) {
        const auto found = std::find(script_.patches.begin(), script_.patches.end(), patch);
        if (found != script_.patches.end()) return static_cast<int>(found - script_.patches.begin());
        script_.patches.push_back(patch);
        return static_cast<int>(script_.patches.size()) - 1;
    }

    void add_patch(repro::Session& session, const std::string& before, const std::string& after,
                   const std::vector<std::string>& paths = {}) {
        if (before == after) return;
        const auto changes = kept_.changes(before, after, true);
        workspace::PatchOptions options{paths, {}};
        for (const workspace::ChangedFile& file : changes.value_or(std::vector<workspace::ChangedFile>{}))
            if (may_hold_secrets(before, after, file)) options.without.push_back(file.path);
        const auto patch = changes ? kept_.patch(before, after, options) : std::nullopt;
        if (!patch) throw_not_kept();
        for (const std::string& path : options.without)
            if (paths.empty() || std::find(paths.begin(), paths.end(), path) != paths.end())
                append_once(left_out_, path);
        if (!patch->empty()) session.patches.push_back(patch_number(*patch));
    }

    /// True if a file is named as one that holds secrets, or holds a secret in one of the two states.
    bool may_hold_secrets(const std::string& before, const std::string& after, const workspace::ChangedFile& file) {
        if (repro::named_as_secret(file.path)) return true;
        if (secret_texts_.empty()) return false;
        for (const auto& [state, there] : {std::pair{before, file.before}, std::pair{after, file.after}}) {
            if (!there) continue;
            const std::string content = kept_.content(state, file.path).value_or("");
            if (std::any_of(secret_texts_.begin(), secret_texts_.end(),
                            [&](const std::string& text) { return content.find(text) != std::string::npos; }))
                return true;
        }
        return false;
    }

    void add_files(const sides::Side& side, repro::Session& session) {
        const std::string state = state_of(side.files.base);
        if (state.empty()) throw_not_kept();
        const bool worktree = side.files.base.kind == FilesSpec::Kind::worktree;
        session.commit = worktree ? commit_of(base_.bad) : state;
        if (worktree && session.commit.empty()) session.commit = commit_of(base_.good);
        if (worktree) session.commit = kept_.commit(session.commit);
        if (worktree) add_patch(session, session.commit, state);
        for (const auto& [path, files] : side.files.taken) {
            const std::string other = files.kind == FilesSpec::Kind::nothing ? "" : state_of(files);
            if (other.empty() && files.kind != FilesSpec::Kind::nothing)
                throw Error(fmt::format("{} is taken from a state of the files that is not kept", path),
                            ExitCode::environment);
            if (!other.empty()) add_patch(session, state, other, {path});
        }
        session.git = side.files.git;
    }

    void add_environ(const sides::Side& side, const sides::Side& other, repro::Session& session) {
        static const std::vector<std::string> of_the_machine = {"USER", "LOGNAME", "SHELL", "LD_LIBRARY_PATH"};
        for (const auto& [name, value] : side.environ) {
            const auto there = other.environ.find(name);
            const bool same = there != other.environ.end() && there->second == value;
            if (name == "HOME" || name == "TMPDIR" || name == "VIRTUAL_ENV") continue;
            if (name == "PATH") {
                if (!same) session.path = value;
                continue;
            }
            const bool of_machine =
                std::find(of_the_machine.begin(), of_the_machine.end(), name) != of_the_machine.end() ||
                lower(name).ends_with("_proxy") || name.find("SSL_CERT") == 0 || name.ends_with("_CA_BUNDLE");
            if (same && of_machine) {
                session.passed_on.push_back(name);
            } else if (secret_name(name) || secrets().are_in(value)) {
                // The two sessions may differ in just this value.
                const bool both = there != other.environ.end() && !same;
                session.asked[name] = both ? fmt::format("{}_{}", name, &session == &script_.failing ? 1 : 2) : name;
            } else {
                session.environ[name] = value;
            }
        }
    }

    /// The options of uv that say where packages come from, as far as others can use them.
    void add_index(const std::vector<std::string>& words, repro::Session& session) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            std::vector<std::string> option = {words[i]};
            if (i + 1 < words.size() && !words[i + 1].starts_with("--")) option.push_back(words[++i]);
            const bool folder = option[0] == "--find-links" && option.back().find("://") == std::string::npos;
            if (folder || secrets().are_in(option.back()))
                append_once(script_.about, fmt::format("Not in here: the value of {}, which is a {}.", option[0],
                                                       folder ? "folder" : "address with a password"));
            else
                session.index_options.insert(session.index_options.end(), option.begin(), option.end());
        }
    }

    void make_session(const sides::Side& side, const sides::Side& other, repro::Session& session) {
        session.name = side.name;
        session.python = side.interpreter.version;
        for (const auto& [name, package] : side.resolution.packages) {
            const bool hidden = secrets().are_in(package.requirement);
            if (hidden)
                script_.about.push_back(
                    fmt::format("{} comes from an address with a password: it is not in here", name));
            else
                session.pins.push_back(package.requirement);
        }
        for (const LocalInstall& install : side.resolution.local)
            session.installs.push_back(
                fmt::format("{}{}{}", install.editable ? "-e " : "", install.path,
                            install.extras.empty() ? "" : "[" + join(install.extras, ",") + "]"));
        add_environ(side, other, session);
        add_index(side.resolution.arguments, session);
        session.setup = side.setup;
        for (auto& command : session.setup)
            for (std::string& word : command) {
                if (secrets().are_in(word))
                    append_once(script_.about,
                                std::string("A command before pytest had a secret, which is not in here: "
                                            "put it in the place of ***."));
                word = secrets().hide(word);
            }
        session.selection = side.selection;
        for (auto* words : {&session.selection.options, &session.selection.targets})
            for (std::string& word : *words) word = secrets().hide(word);
        session.host = side.host;
        session.private_home = side.private_home;
        if (side.host.user)
            throw Error(
                "a session of that problem runs as another user, which a script cannot do: testskew rerun "
                "--print shows the commands");
        add_files(side, session);
    }

    laboratory::Laboratory& laboratory_;
    const SavedRun& saved_;
    const investigation::Base& base_;
    workspace::KeptFiles kept_;
    repro::Script script_;
    std::vector<std::string> secret_values_;
    std::vector<std::string> secret_texts_;  ///< what no file of a patch may hold
    std::vector<std::string> left_out_;
    std::vector<std::string> taken_;  ///< the paths in which the two sessions differ
};

std::string file_of(const Options& options, int number) {
    if (!options.output.empty()) return options.output;
    return options.docker ? "Dockerfile" : fmt::format("repro-{}.sh", number);
}

ExitCode write_script(const Options& options, const SavedRun& saved, int number, const fs::path& file,
                      laboratory::Laboratory& laboratory) {
    const report::Problem problem = problem_of(saved.report, number);
    const TemporaryFolder folder;
    sides::SidePair sides = prepare_again(laboratory, saved);
    put_files_back(laboratory, saved, folder, sides);
    const investigation::Base base = base_of(saved);
    hold_commits(laboratory, base, sides);
    const ShownPair pair = shown_pair(laboratory, {saved, problem, sides, base});
    ScriptMaker maker(laboratory, saved, base);
    const repro::Script script = maker.make(pair, problem);
    const std::string text = options.docker ? repro::dockerfile(script) : repro::shell_script(script);
    if (text.size() > longest_script)
        throw Error(
            fmt::format("the script would have {} MB, as the files of the project go into it: commit them first",
                        text.size() >> 20));
    write_through(file, text, options.docker ? 0666 : 0777);
    const nlohmann::ordered_json document = {{"schema", 1},
                                             {"file", valid_utf8(file.string())},
                                             {"run", saved.report.run},
                                             {"problem", number},
                                             {"fails", script.failing.name},
                                             {"passes", script.passing.name},
                                             {"one_factor", pair.one_factor},
                                             {"whole_selection", pair.whole},
                                             {"set_first", repro::set_first(script)},
                                             {"left_out", maker.left_out()}};
    if (options.json && give_json(options, document.dump(2) + "\n")) return ExitCode::ok;
    const std::string fails = printable(script.failing.name), passes = printable(script.passing.name);
    std::string said = fmt::format("{}: fails in {} and passes {}\n", file.string(), fails,
                                   fails == passes ? "there with other tests beside it" : "in " + passes);
    for (const std::string& name : repro::set_first(script))
        said += fmt::format("set {} before it is started: its value may be a secret, and is not in the file\n", name);
    for (const std::string& path : maker.left_out())
        said += fmt::format("not in the file, as it may hold secrets: {}\n", printable(path));
    print_text(said);
    return ExitCode::ok;
}

}  // namespace

ExitCode repro(const Options& options) {
    const auto project = profile::find_project(fs::current_path());
    const int number = problem_number("repro", options.rerun.back());
    const SavedRun saved =
        load_run(workspace::run_or_latest(project.root, options.rerun.size() == 2 ? options.rerun[0] : ""));
    require_project(saved, project.root);
    if (saved.report.cannot_install)
        throw Error(saved.report.cannot_install->side + " could not be installed, so there is no failure to show");
    const fs::path file = fs::absolute(file_of(options, number));
    if (!fs::is_directory(file.parent_path()))
        throw Error(fmt::format("{} is no folder: --output needs one that is there", file.parent_path().string()));
    problem_of(saved.report, number);
    const auto status = progress(options);
    laboratory::Laboratory laboratory(project.root, workspace::make_run_folder(project.root),
                                      options_of_run(options, saved.request), *status);
    return hiding(laboratory, [&] { return write_script(options, saved, number, file, laboratory); });
}

}  // namespace testskew::cli
