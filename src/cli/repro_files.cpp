#include "cli/repro_files.hpp"

#include "cli/pipeline.hpp"
#include "model/lookup.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "workspace/kept_files.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {

void throw_not_kept() {
    if (!find_on_path("git"))
        throw Error("git is not on PATH, by which the files of that run are kept: install it", ExitCode::environment);
    throw Error("the files of that run are not kept any more: start again with testskew run", ExitCode::environment);
}

void put_files_back(laboratory::Laboratory& laboratory, const SavedRun& saved, const TemporaryFolder& folder,
                    sides::SidePair& sides) {
    if (saved.request.files.empty()) return;
    workspace::KeptFiles kept(laboratory.project());
    const auto changes = kept.changes(saved.request.files, kept.keep().value_or(""));
    if (!changes) throw_not_kept();
    if (changes->empty()) return;
    const fs::path tree = folder.path / "files";
    if (!kept.write_out(saved.request.files, tree))
        throw Error("the files of that run cannot be written: is there room in TMPDIR?", ExitCode::environment);
    for (sides::Side* side : {&sides.bad, &sides.good})
        if (side->files.base.kind == FilesSpec::Kind::worktree)
            for (const auto& change : *changes) side->files.put_back[change.path] = tree;
}

void hold_commits(const laboratory::Laboratory& laboratory, const investigation::Base& base, sides::SidePair& sides) {
    workspace::KeptFiles kept(laboratory.project());
    const std::string head = kept.commit("HEAD");
    const auto hold = [&](sides::Side& side, const Recording& recording) {
        const std::string commit = commit_of(recording);
        if (side.files.base.kind != FilesSpec::Kind::tracked || commit.empty() || commit == head) return;
        side.files.base = {FilesSpec::Kind::ref, commit};
    };
    hold(sides.bad, base.bad);
    hold(sides.good, base.good);
}

}  // namespace testskew::cli
