#include "compare/differences.hpp"

#include <algorithm>
#include <set>

#include "compare/noise.hpp"
#include "model/json.hpp"
#include "model/lookup.hpp"
#include "util/text.hpp"

namespace testskew::compare {
namespace {

using Values = std::map<std::string, std::string>;

std::optional<std::string> find(const Values& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

void add(Difference& difference, const std::string& name, std::optional<std::string> bad,
         std::optional<std::string> good) {
    if (bad != good) difference.deltas.push_back({name, std::move(bad), std::move(good)});
}

std::optional<std::string> said(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

/// Adds a difference only if both sides have a value: if one side does not say, nothing is known to differ.
void add_known(Difference& difference, const std::string& name, const std::string& bad, const std::string& good) {
    if (!bad.empty() && !good.empty()) add(difference, name, bad, good);
}

Difference interpreter(const Recording& bad, const Recording& good) {
    Difference result{Factor::interpreter, {}, true};
    const Interpreter &a = bad.interpreter, &b = good.interpreter;
    add_known(result, "python", a.version, b.version);
    add_known(result, "implementation", a.implementation, b.implementation);
    if (result.deltas.empty()) add_known(result, "build", a.build, b.build);
    if (a.free_threaded != b.free_threaded)
        add(result, "free-threaded", a.free_threaded ? "yes" : "no", b.free_threaded ? "yes" : "no");
    if (a.debug != b.debug) add(result, "debug build", a.debug ? "yes" : "no", b.debug ? "yes" : "no");
    return result;
}

Difference maps(Factor factor, const Values& bad, const Values& good) {
    Difference result{factor, {}, true};
    for (const auto& [name, value] : bad) add(result, name, value, find(good, name));
    for (const auto& [name, value] : good)
        if (!bad.count(name)) add(result, name, std::nullopt, value);
    std::sort(result.deltas.begin(), result.deltas.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return result;
}

Difference environ(const Recording& bad, const Recording& good) {
    Difference result = maps(Factor::environ, bad.environ, good.environ);
    const bool comparable = comparable_digests(bad, good);
    std::erase_if(result.deltas, [&](const DeltaDifference& delta) {
        if (noisy_variable(delta.name)) return true;
        // PATH contains the environment's bin folder, which always differs between the sides.
        const bool both = delta.bad && delta.good;
        return both && (!comparable || delta.name == "PATH");
    });
    return result;
}

Values facts_below(const Recording& recording, std::string_view prefix) {
    Values result;
    for (const auto& [name, value] : recording.facts)
        if (name.starts_with(prefix)) result[name] = value;
    return result;
}

Difference files(const Recording& bad, const Recording& good) {
    Difference result = maps(Factor::files, facts_below(bad, "git."), facts_below(good, "git."));
    if (!(bad.files == good.files)) {
        result.deltas.insert(result.deltas.begin(), {"files", to_string(bad.files), to_string(good.files)});
    }
    return result;
}

Difference selection(const Recording& bad, const Recording& good) {
    Difference result{Factor::selection, {}, true};
    const auto line = [](const std::vector<std::string>& words) {
        return words.empty() ? std::nullopt : std::optional(shell_command(words));
    };
    add(result, "targets", line(bad.selection.targets), line(good.selection.targets));
    add(result, "options", line(bad.selection.options), line(good.selection.options));
    if (bad.selection.invocation != good.selection.invocation) {
        const auto name = [](Invocation i) { return i == Invocation::pytest ? "pytest" : "python -m pytest"; };
        add(result, "invocation", name(bad.selection.invocation), name(good.selection.invocation));
    }
    add(result, "workers", said(fact_of(bad, "workers")), said(fact_of(good, "workers")));
    add(result, "config file", said(fact_of(bad, "inifile")), said(fact_of(good, "inifile")));
    const std::set<std::string> a(bad.modules.begin(), bad.modules.end()), b(good.modules.begin(), good.modules.end());
    for (const auto& module : bad.modules)
        if (!b.count(module)) add(result, module, "collected", std::nullopt);
    for (const auto& module : good.modules)
        if (!a.count(module)) add(result, module, std::nullopt, "collected");
    if (a == b && bad.modules != good.modules) add(result, "order of modules", "as recorded", "another");
    return result;
}

Difference host(const Recording& bad, const Recording& good) {
    Difference result{Factor::host, {}, true};
    for (const auto& [name, value] : bad.facts)
        if (!placed_fact(name)) add_known(result, name, value, find(good.facts, name).value_or(""));
    return result;
}

/// The differences of the host that cannot be swapped.
Difference fixed(const Recording& bad, const Recording& good) {
    Difference result{Factor::host, {}, false};
    const auto fact = [](const Recording& r, const char* key) { return find(r.facts, key).value_or(""); };
    const auto known = [&](const char* key, const std::string& a, const std::string& b) {
        add_known(result, key, a.empty() ? fact(bad, key) : a, b.empty() ? fact(good, key) : b);
    };
    known("platform", bad.interpreter.platform, good.interpreter.platform);
    known("libc", bad.interpreter.libc, good.interpreter.libc);
    for (const char* key : {"os", "kernel", "os_packages", "file_system", "beside"}) known(key, "", "");
    if (!bad.machine.empty() && !good.machine.empty() && bad.machine != good.machine)
        add(result, "machine", bad.machine, good.machine);
    return result;
}

}  // namespace

bool comparable_digests(const Recording& bad, const Recording& good) {
    const auto a = find(bad.facts, "environ.key"), b = find(good.facts, "environ.key");
    if (a && b) return *a == *b;
    bool common = false;
    for (const auto& [name, value] : bad.environ) {
        const auto other = good.environ.find(name);
        if (other == good.environ.end() || noisy_variable(name)) continue;
        if (other->second == value) return true;
        common = true;
    }
    return !common || (!bad.machine.empty() && bad.machine == good.machine);
}

int incomparable_variables(const Recording& bad, const Recording& good) {
    if (comparable_digests(bad, good)) return 0;
    return static_cast<int>(std::count_if(bad.environ.begin(), bad.environ.end(), [&](const auto& variable) {
        return good.environ.count(variable.first) && !noisy_variable(variable.first) && variable.first != "PATH";
    }));
}

std::vector<Difference> differences(const Recording& bad, const Recording& good) {
    std::vector<Difference> result;
    // A session that died before it could say what is installed must not look like one without packages.
    const bool told = !bad.distributions.empty() && !good.distributions.empty();
    for (auto& difference :
         {interpreter(bad, good), told ? maps(Factor::packages, bad.distributions, good.distributions) : Difference{},
          environ(bad, good), files(bad, good), selection(bad, good), host(bad, good), fixed(bad, good)})
        if (!difference.deltas.empty()) result.push_back(difference);
    return result;
}

}  // namespace testskew::compare
