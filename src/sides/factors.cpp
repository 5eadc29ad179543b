#include "sides/factors.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "model/json.hpp"
#include "util/text.hpp"

namespace testskew::sides {
namespace {

using Kind = SwapDelta::Kind;

/// The keys of both maps, each of them once, sorted.
template <class Map>
std::set<std::string> keys_of(const Map& a, const Map& b) {
    std::set<std::string> keys;
    for (const auto& entry : a) keys.insert(entry.first);
    for (const auto& entry : b) keys.insert(entry.first);
    return keys;
}

template <class Map>
auto value_of(const Map& map, const std::string& key) -> std::optional<typename Map::mapped_type> {
    const auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional(found->second);
}

/// Copies one entry of `from` into `to`. If `from` lacks it, it is removed from `to`.
template <class Map>
void take_entry(Map& to, const Map& from, const std::string& key) {
    const auto found = from.find(key);
    if (found == from.end())
        to.erase(key);
    else
        to.insert_or_assign(key, found->second);
}

void add_packages(const Side& bad, const Side& good, std::vector<SwapDelta>& deltas) {
    for (const auto& name : keys_of(bad.resolution.packages, good.resolution.packages)) {
        const auto b = value_of(bad.resolution.packages, name), g = value_of(good.resolution.packages, name);
        if (b && g && b->requirement == g->requirement && b->version == g->version) continue;
        const auto shown = [](const std::optional<Package>& p) { return p ? std::optional(p->version) : std::nullopt; };
        deltas.push_back({Kind::package, Factor::packages, name, shown(b), shown(g)});
    }
}

void add_environ(const Side& bad, const Side& good, std::vector<SwapDelta>& deltas) {
    for (const auto& name : keys_of(bad.environ, good.environ)) {
        const auto b = value_of(bad.environ, name), g = value_of(good.environ, name);
        if (b != g) deltas.push_back({Kind::variable, Factor::environ, name, b, g});
    }
}

std::string shown(const std::vector<LocalInstall>& installs) {
    std::vector<std::string> lines;
    for (const auto& install : installs)
        lines.push_back(fmt::format("{}{}{}", install.editable ? "-e " : "", install.path,
                                    install.extras.empty() ? "" : "[" + join(install.extras, ",") + "]"));
    return join(lines, " ");
}

/// True if the project is installed from the same places in the same way. Its extras do not count: they bring
/// packages, which are deltas of their own.
bool installed_alike(const std::vector<LocalInstall>& a, const std::vector<LocalInstall>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const LocalInstall& x, const LocalInstall& y) {
        return x.path == y.path && x.editable == y.editable;
    });
}

std::string shown(const std::vector<std::vector<std::string>>& setup) {
    std::vector<std::string> lines;
    for (const auto& command : setup) lines.push_back(shell_command(command));
    return join(lines, "; ");
}

std::optional<std::string> shown(const std::optional<int>& number) {
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

void add_files(const Side& bad, const Side& good, const std::vector<workspace::FileDelta>& paths, bool git_differs,
               std::vector<SwapDelta>& deltas) {
    using What = workspace::FileDelta::What;
    for (const auto& path : paths) {
        const std::string note = path.note.empty() ? workspace::to_string(path.what) : path.note;
        SwapDelta delta{Kind::path, Factor::files, path.path, note, note};
        if (path.what == What::missing_in_bad) delta.bad = std::nullopt;
        if (path.what == What::missing_in_good) delta.good = std::nullopt;
        deltas.push_back(std::move(delta));
    }
    if (git_differs)
        deltas.push_back({Kind::git, Factor::files, ".git", to_string(bad.files.base), to_string(good.files.base)});
    const auto &b = bad.files.git, &g = good.files.git;
    if (b.depth != g.depth)
        deltas.push_back({Kind::git_depth, Factor::files, "git depth", shown(b.depth), shown(g.depth)});
    if (b.tags != g.tags)
        deltas.push_back({Kind::git_tags, Factor::files, "git tags", b.tags.value_or(true) ? "all" : "none",
                          g.tags.value_or(true) ? "all" : "none"});
    if (b.branch != g.branch) deltas.push_back({Kind::git_branch, Factor::files, "git branch", b.branch, g.branch});
    if (!installed_alike(bad.resolution.local, good.resolution.local))
        deltas.push_back({Kind::installation, Factor::files, "installation of the project", shown(bad.resolution.local),
                          shown(good.resolution.local)});
    if (bad.setup != good.setup)
        deltas.push_back({Kind::setup, Factor::files, "setup", shown(bad.setup), shown(good.setup)});
}

void add_selection(const SelectionDifferences& d, std::vector<SwapDelta>& deltas) {
    size_t bit = 0;
    const auto words = [](const std::vector<std::string>& list) {
        return list.empty() ? std::nullopt : std::optional(join(list, " "));
    };
    for (const auto& option : d.options)
        deltas.push_back(
            {Kind::option, Factor::selection, option.name(), words(option.bad), words(option.good), bit++});
    if (d.invocation)
        deltas.push_back({Kind::invocation, Factor::selection, "invocation", to_string(d.bad.invocation),
                          to_string(d.good.invocation), bit++});
    if (d.targets)
        deltas.push_back(
            {Kind::targets, Factor::selection, "targets", words(d.bad.targets), words(d.good.targets), bit++});
    const auto add = [&](Kind kind, const std::string& id, const std::vector<std::string>& in_bad, const char* what) {
        const bool bad_has = std::find(in_bad.begin(), in_bad.end(), id) != in_bad.end();
        deltas.push_back({kind, Factor::selection, id, bad_has ? std::optional<std::string>(what) : std::nullopt,
                          bad_has ? std::nullopt : std::optional<std::string>(what), bit++});
    };
    for (const auto& module : d.modules) add(Kind::module, module, d.bad_collected.modules, "collected");
    for (const auto& test : d.tests) add(Kind::test, test, d.bad_collected.selected, "selected");
}

std::string terminal_of(const HostSettings& host) {
    return host.terminal ? fmt::format("terminal {}x{}", host.columns, host.rows) : "pipe";
}

void add_host(const Side& bad, const Side& good, std::vector<SwapDelta>& deltas) {
    const HostSettings &b = bad.host, &g = good.host;
    const auto octal = [](const std::optional<unsigned>& mask) {
        return mask ? std::optional(fmt::format("{:03o}", *mask)) : std::nullopt;
    };
    if (b.umask != g.umask) deltas.push_back({Kind::umask, Factor::host, "umask", octal(b.umask), octal(g.umask)});
    if (terminal_of(b) != terminal_of(g))
        deltas.push_back({Kind::terminal, Factor::host, "terminal", terminal_of(b), terminal_of(g)});
    if (b.user != g.user) deltas.push_back({Kind::user, Factor::host, "user", b.user, g.user});
    if (b.cpus != g.cpus) deltas.push_back({Kind::cpus, Factor::host, "cpus", shown(b.cpus), shown(g.cpus)});
    for (const auto& name : keys_of(b.limits, g.limits)) {
        const auto x = value_of(b.limits, name), y = value_of(g.limits, name);
        const auto text = [](const std::optional<long>& v) {
            return v ? std::optional(std::to_string(*v)) : std::nullopt;
        };
        if (x != y) deltas.push_back({Kind::limit, Factor::host, name, text(x), text(y)});
    }
    if (bad.private_home != good.private_home)
        deltas.push_back({Kind::home, Factor::host, "home", bad.private_home ? "private" : "inherit",
                          good.private_home ? "private" : "inherit"});
}

/// Gives `side` the good side's value of one delta. The selection is not handled here, as it is mixed as a whole.
void take(const SwapDelta& delta, const Side& good, Side& side) {
    switch (delta.kind) {
        case Kind::interpreter: side.interpreter = good.interpreter; break;
        case Kind::package: take_entry(side.resolution.packages, good.resolution.packages, delta.name); break;
        case Kind::variable: take_entry(side.environ, good.environ, delta.name); break;
        case Kind::path:
            side.files.taken.insert_or_assign(delta.name,
                                              value_of(good.files.taken, delta.name).value_or(good.files.base));
            break;
        case Kind::git: side.files.git_from = good.files.base; break;
        case Kind::git_depth: side.files.git.depth = good.files.git.depth; break;
        case Kind::git_tags: side.files.git.tags = good.files.git.tags; break;
        case Kind::git_branch: side.files.git.branch = good.files.git.branch; break;
        case Kind::installation: side.resolution.local = good.resolution.local; break;
        case Kind::setup: side.setup = good.setup; break;
        case Kind::umask: side.host.umask = good.host.umask; break;
        case Kind::terminal:
            side.host.terminal = good.host.terminal;
            side.host.columns = good.host.columns;
            side.host.rows = good.host.rows;
            break;
        case Kind::user: side.host.user = good.host.user; break;
        case Kind::cpus: side.host.cpus = good.host.cpus; break;
        case Kind::limit: take_entry(side.host.limits, good.host.limits, delta.name); break;
        case Kind::home: side.private_home = good.private_home; break;
        case Kind::option:
        case Kind::invocation:
        case Kind::targets:
        case Kind::module:
        case Kind::test: break;
    }
}

/// True if every path and git fact comes from the good side. Its state is then taken as a whole and not path by path.
bool takes_all_files(const Factors& factors, const std::vector<bool>& take_good) {
    for (size_t i = 0; i < factors.deltas.size(); ++i) {
        const Kind kind = factors.deltas[i].kind;
        const bool of_files = kind == Kind::path || kind == Kind::git || kind == Kind::git_depth ||
                              kind == Kind::git_tags || kind == Kind::git_branch;
        if (of_files && !take_good[i]) return false;
    }
    return true;
}

}  // namespace

bool selects_tests(const SwapDelta& delta) {
    const auto begins = [&](const char* with) { return delta.name.rfind(with, 0) == 0; };
    return delta.kind == Kind::option && (begins("-k") || begins("-m") || begins("--ignore") || begins("--deselect"));
}

Factors factors(const Side& bad, const Side& good, const SelectionDifferences& selection,
                const std::vector<workspace::FileDelta>& paths, bool git_differs) {
    Factors result{bad, good, selection, {}};
    auto& deltas = result.deltas;
    if (bad.interpreter.executable != good.interpreter.executable)
        deltas.push_back(
            {Kind::interpreter, Factor::interpreter, "Python", bad.interpreter.version, good.interpreter.version});
    add_packages(bad, good, deltas);
    add_environ(bad, good, deltas);
    add_files(bad, good, paths, git_differs, deltas);
    add_selection(selection, deltas);
    add_host(bad, good, deltas);
    return result;
}

std::optional<Side> hybrid(const Factors& factors, const std::vector<bool>& take_good) {
    const auto all = [&](bool side) {
        return std::all_of(take_good.begin(), take_good.end(), [&](bool taken) { return taken == side; });
    };
    if (all(false)) return factors.bad;
    if (all(true)) return factors.good;
    Side side = factors.bad;
    std::vector<bool> selection(factors.selection.count());
    for (size_t i = 0; i < factors.deltas.size(); ++i) {
        const SwapDelta& delta = factors.deltas[i];
        if (delta.factor == Factor::selection)
            selection[delta.index] = take_good[i];
        else if (take_good[i])
            take(delta, factors.good, side);
    }
    if (takes_all_files(factors, take_good)) side.files = factors.good.files;
    const auto mixed = mixed_selection(factors.selection, selection);
    if (!mixed) return std::nullopt;
    side.selection = *mixed;
    side.exclusive = factors.bad.exclusive || factors.good.exclusive;
    return side;
}

}  // namespace testskew::sides
