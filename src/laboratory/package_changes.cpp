#include "laboratory/package_changes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "environment/uv.hpp"
#include "process/process.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::laboratory {
namespace {

constexpr const char* griffe = "griffelib==2.4.1";

/// Prints "says GOOD BAD" (yes, no, ?) for the member of a name in two folders of packages, then the parameters that are "gone" and "new".
constexpr const char* script = R"(
import sys
import griffe

top, good, bad, name, member = sys.argv[1:]
kind, _, wanted = member.partition(' ')

def load(site):
    loader = griffe.GriffeLoader(search_paths=[site], allow_inspection=False)
    module = loader.load(top, try_relative_path=False)
    loader.resolve_aliases(implicit=False, external=False)
    return module

def target(found):
    return found.final_target if found is not None and found.is_alias else found

def find(module, path):
    found = module
    for part in path.split('.')[1:]:
        found = target(found).all_members.get(part)
        if found is None:
            return None
    return target(found)

def parameters(found):
    if found is not None and found.is_class:
        found = target(found.all_members.get('__init__'))
    if found is None or not found.is_function:
        return None
    return {each.name: each for each in found.parameters if each.name not in ('self', 'cls')}

def says(module):
    found = find(module, name)
    if kind == 'module':
        return 'yes' if found is not None else 'no'
    if kind == 'attribute':
        if found is None or found.is_attribute or found.is_function:
            return '?'
        if wanted in found.all_members:
            return 'yes'
        return '?' if '__getattr__' in found.all_members or found.is_class and found.bases else 'no'
    names = parameters(found)
    if names is None:
        return '?'
    if kind == 'parameter':
        if wanted in names:
            return 'yes'
        return '?' if [each for each in names.values() if each.kind and each.kind.value == 'variadic keyword'] else 'no'
    if kind == 'required':
        return 'no' if wanted in names and names[wanted].required else 'yes'
    return '?'

before, after = load(good), load(bad)
print('says', says(before), says(after))
old, new = parameters(find(before, name)), parameters(find(after, name))
if old is not None and new is not None:
    print('gone', *[each for each in old if each not in new])
    print('new', *[each for each in new if each not in old])
)";

/// The interpreter that has griffe; made where it is not there yet. Throws BuildError or Error.
fs::path python_with_griffe(const environment::BuildOptions& options) {
    std::string version = griffe;
    version = version.substr(version.find("==") + 2);
    const fs::path tools = cache_directory() / "tools";
    const fs::path folder = tools / ("griffe-" + version);
    if (is_file(folder / "complete")) return folder / "bin" / "python";
    if (options.offline) throw Error("griffe, which reads packages, is not in testskew's cache, and the network is switched off");
    std::error_code ignored;
    fs::create_directories(tools, ignored);
    const FileLock lock(tools / "griffe.lock");
    if (is_file(folder / "complete")) return folder / "bin" / "python";
    remove_tree(folder);
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"venv", "--quiet", "--python", ">=3.10", folder.string()},
                                                      {"pip", "install", "--quiet", "--python", (folder / "bin" / "python").string(), griffe}}) {
        const auto exit = environment::run_uv(arguments, options);
        if (!exit.ok()) environment::fail_build("griffe, which reads packages, cannot be installed", exit);
    }
    write_file(folder / "complete", "");
    return folder / "bin" / "python";
}

fs::path site_packages(const Environment& environment) { return environment.path / "lib" / ("python" + environment.interpreter.minor_version()) / "site-packages"; }

/// Whether a distribution installs that top-level module, by its list of files.
bool installs(const fs::path& site, const std::string& distribution, const std::string& top) {
    std::string wanted = distribution;
    std::replace(wanted.begin(), wanted.end(), '-', '_');
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(site, ignored)) {
        std::string name = lower(entry.path().filename().string());
        std::replace_if(name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
        if (!name.starts_with(wanted + "_") || !name.ends_with("_dist_info")) continue;
        const std::string record = "\n" + read_file(entry.path() / "RECORD").value_or("");
        if (record.find("\n" + top + "/") != std::string::npos || record.find("\n" + top + ".py,") != std::string::npos) return true;
    }
    return false;
}

std::optional<CauseApi> change(const fs::path& python, const CausePackage& package, const Subject& subject, const fs::path& good, const fs::path& bad, const environment::BuildOptions& options) {
    const std::string top = subject.name.substr(0, subject.name.find('.'));
    if (subject.kind == "l" || top.empty() || !installs(good, package.name, top)) return std::nullopt;
    process::Command command;
    command.argv = {python.string(), "-I", "-c", script, top, good.string(), bad.string(), subject.name, subject.member};
    command.environ = environment::environ_for_uv(options);
    command.directory = "/";
    command.timeout = std::chrono::seconds(60);
    const auto exit = process::run(command);
    if (!exit.ok()) return std::nullopt;
    bool differs = false;
    std::vector<std::string> added;
    for (const auto& line : split(exit.out, '\n')) {
        const auto words = split(line, ' ');
        if (line == "says yes no") differs = true;
        if (words[0] == "new") added.assign(words.begin() + 1, words.end());
    }
    if (!differs) return std::nullopt;
    CauseApi api{subject.name, subject.member, "", "", ""};
    if (const auto space = subject.member.find(' '); subject.member.starts_with("attribute ")) {
        api.name += "." + subject.member.substr(space + 1);
        api.what.clear();
    } else if (subject.member.starts_with("required ")) {
        api.what = "calls without " + subject.member.substr(space + 1);
        api.instead = "pass " + subject.member.substr(space + 1);
    } else if (!added.empty()) {
        api.instead = fmt::format("new there: {}", join(added, ", "));
    }
    return api;
}

}  // namespace

void explain_packages(Laboratory& laboratory, const SidePair& sides, const Comparison& comparison, Attribution& attribution) {
    std::optional<fs::path> python, good, bad;
    environment::BuildOptions options;
    options.offline = laboratory.options().offline;
    for (auto& found : attribution.clusters) {
        const auto cluster = std::find_if(comparison.clusters.begin(), comparison.clusters.end(), [&](const Cluster& c) { return c.id == found.cluster; });
        if (!found.cause || cluster == comparison.clusters.end() || (found.cause->verdict != VerdictKind::proven && found.cause->verdict != VerdictKind::supported)) continue;
        for (const auto& package : found.cause->packages) {
            if (package.bad.empty() || package.good.empty() || package.bad == package.good) continue;
            for (const auto& exception : cluster->error.chain) {
                if (!exception.subject || (exception.subject->kind != "s" && exception.subject->kind != "?")) continue;
                try {
                    if (!good) good = site_packages(laboratory.environment_of(sides.good)), bad = site_packages(laboratory.environment_of(sides.bad));
                    if (!python) python = python_with_griffe(options);
                    auto api = change(*python, package, *exception.subject, *good, *bad, options);
                    auto& known = found.cause->api;
                    if (api && std::none_of(known.begin(), known.end(), [&](const CauseApi& one) { return one.name == api->name && one.what == api->what; })) known.push_back(std::move(*api));
                } catch (const Interrupted&) {
                    throw;
                } catch (const std::exception& error) {
                    const std::string reason = fmt::format("what changed in {} was not looked at: {}", package.name, error.what());
                    if (found.note.find(reason) == std::string::npos) found.note += (found.note.empty() ? "" : "; ") + reason;
                    return;
                }
            }
        }
    }
}

}  // namespace testskew::laboratory
