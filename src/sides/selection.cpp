#include "sides/selection.hpp"
#include "model/node_id.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace testskew::sides {
namespace {

using Words = std::vector<std::string>;

bool contains(const Words& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

long place_in(const Words& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) - words.begin();
}

/// The words that are in only one of the lists, first those of `a` and then those of `b`.
Words only_in_one(const Words& a, const Words& b) {
    const std::set<std::string> in_a(a.begin(), a.end()), in_b(b.begin(), b.end());
    Words result;
    for (const auto& word : a)
        if (!in_b.count(word)) result.push_back(word);
    for (const auto& word : b)
        if (!in_a.count(word)) result.push_back(word);
    return result;
}

/// The target that selects a node id. A node id is relative to rootdir; a target is relative to the folder in which
/// pytest is started, which is the project's folder.
std::string as_target(const std::string& id, const Collected& collected) {
    if (collected.rootdir.empty() || collected.rootdir == ".") return id;
    const std::string module = module_of(id);
    return (std::filesystem::path(collected.rootdir) / module).lexically_normal().string() + id.substr(module.size());
}

bool names_single_tests(const Words& targets) { return std::any_of(targets.begin(), targets.end(), within_module); }

/// Removes from `targets` those that are `path` itself or tests in it. Returns false if there are none.
bool drop_target(Words& targets, const std::string& path) {
    const auto is_in = [&](const std::string& target) {
        return std::filesystem::path(target).lexically_normal() == path || target.rfind(path + "::", 0) == 0 ||
               target.rfind(path + "[", 0) == 0;
    };
    const auto end = std::remove_if(targets.begin(), targets.end(), is_in);
    const bool found = end != targets.end();
    targets.erase(end, targets.end());
    return found;
}

/// True if this target selects this module or test.
bool covers(const std::string& target, const std::string& path) {
    const std::string plain = std::filesystem::path(target).lexically_normal().string();
    if (plain == path || plain == "." || path.rfind(plain + "::", 0) == 0 || path.rfind(plain + "[", 0) == 0)
        return true;
    return path.rfind(plain.back() == '/' ? plain : plain + "/", 0) == 0;
}

/// Adds a module or test that only the other side has to the targets. It is put before what follows it on the other
/// side, because at the end it would run after the tests that it may spoil. `form` is the side whose targets these are.
/// `own` and `others` are the modules or ids of both sides in order; `kept` says which of `own` are not left out.
template <class Kept>
void insert_in_order(const std::string& id, const Words& own, const Words& others, const Collected& form,
                     Words& targets, Kept kept) {
    const std::string target = as_target(id, form);
    for (auto next = others.begin() + place_in(others, id); next != others.end(); ++next) {
        const std::string behind = as_target(*next, form);
        const auto at = std::find_if(targets.begin(), targets.end(),
                                     [&](const std::string& t) { return *next != id && covers(t, behind); });
        if (at == targets.end()) continue;
        // If the target is a folder that also holds modules which have to run before this one, its modules replace it
        // in the targets.
        Words inside;
        if (!within_module(*at) && !within_module(id))
            for (const auto& module : own)
                if (kept(module) && covers(*at, as_target(module, form))) inside.push_back(as_target(module, form));
        const auto offset = at - targets.begin();
        if (inside.size() > 1 && inside.front() != behind) {
            inside.insert(std::find(inside.begin(), inside.end(), behind), target);
            targets.erase(at);
            targets.insert(targets.begin() + offset, inside.begin(), inside.end());
        } else {
            targets.insert(at, target);
        }
        return;
    }
    targets.push_back(target);
}

/// Keeps pytest's rootdir as it was, because pytest derives it from its arguments and these have changed.
void hold_rootdir(Selection& selection, const Collected& collected) {
    const auto given = [&](const char* option) {
        return std::any_of(selection.options.begin(), selection.options.end(),
                           [&](const std::string& o) { return o.rfind(option, 0) == 0; });
    };
    if (!collected.inifile.empty() && !given("-c") && !given("--config-file"))
        selection.options.insert(selection.options.end(), {"-c", collected.inifile});
    if (!given("--rootdir"))
        selection.options.push_back("--rootdir=" + (collected.rootdir.empty() ? "." : collected.rootdir));
}

}  // namespace

SelectionDifferences selection_differences(const Selection& bad, const Collected& bad_collected, const Selection& good,
                                           const Collected& good_collected) {
    SelectionDifferences d{bad,
                           good,
                           bad_collected,
                           good_collected,
                           option_differences(bad.options, good.options),
                           bad.invocation != good.invocation,
                           bad.targets != good.targets,
                           {},
                           {}};
    if (!d.targets) return d;  // the targets are the same, so files and options decide which modules they give
    d.modules = only_in_one(bad_collected.modules, good_collected.modules);
    if (!names_single_tests(bad.targets) && !names_single_tests(good.targets)) return d;
    for (const auto& id : only_in_one(bad_collected.selected, good_collected.selected)) {
        const std::string module = module_of(id);
        if (contains(bad_collected.modules, module) && contains(good_collected.modules, module)) d.tests.push_back(id);
    }
    return d;
}

std::optional<Selection> mixed_selection(const SelectionDifferences& d, const std::vector<bool>& take_good) {
    const auto all = [&](bool side) {
        return std::all_of(take_good.begin(), take_good.end(), [&](bool taken) { return taken == side; });
    };
    if (all(false)) return d.bad;
    if (all(true)) return d.good;

    auto bit = take_good.begin();
    const std::vector<bool> options(bit, bit + static_cast<long>(d.options.size()));
    bit += static_cast<long>(d.options.size());
    Selection result;
    result.options = mixed_options(d.bad.options, d.good.options, d.options, options);
    result.invocation = d.invocation && *bit++ ? d.good.invocation : d.bad.invocation;
    const bool good_form = d.targets && *bit++;
    const Collected& form = good_form ? d.good_collected : d.bad_collected;
    result.targets = good_form ? d.good.targets : d.bad.targets;
    const bool had_targets = !result.targets.empty();

    const Collected& other = good_form ? d.bad_collected : d.good_collected;
    Words extra, left_out;
    const auto place = [&](const std::string& id, const Words& of_form, const Words& of_bad, const char* leave_out,
                           bool taken) {
        const bool in_form = contains(of_form, id);
        const bool wanted = contains(of_bad, id) != taken;
        if (wanted && !in_form) extra.push_back(id);
        if (!wanted && in_form) left_out.push_back(id);
        if (!wanted && in_form && !drop_target(result.targets, as_target(id, form)))
            result.options.push_back(leave_out + (within_module(id) ? id : as_target(id, form)));
    };
    for (const auto& module : d.modules) place(module, form.modules, d.bad_collected.modules, "--ignore=", *bit++);
    for (const auto& id : d.tests) place(id, form.selected, d.bad_collected.selected, "--deselect=", *bit++);

    if (!extra.empty()) {
        // Without a target pytest runs everything, so everything must be named before something is added.
        if (result.targets.empty())
            for (const auto& module : form.modules)
                if (!contains(left_out, module)) result.targets.push_back(as_target(module, form));
        const auto kept = [&](const std::string& id) { return !contains(left_out, id); };
        // The last one is inserted first, so that neighbours keep their order.
        const auto later = [&](const std::string& a, const std::string& b) {
            const Words& order = within_module(a) ? other.selected : other.modules;
            return within_module(a) != within_module(b) ? within_module(b) : place_in(order, a) > place_in(order, b);
        };
        std::sort(extra.begin(), extra.end(), later);
        for (const auto& id : extra)
            insert_in_order(id, within_module(id) ? form.selected : form.modules,
                            within_module(id) ? other.selected : other.modules, form, result.targets, kept);
        hold_rootdir(result, form);
    }
    if (had_targets && result.targets.empty()) return std::nullopt;
    return result;
}

void go_on_after_collection_errors(Selection& selection) {
    auto& options = selection.options;
    if (std::find(options.begin(), options.end(), go_on_collecting) == options.end())
        options.push_back(go_on_collecting);
}

Selection isolated_selection(const Selection& selection, const std::vector<std::string>& ids,
                             const Collected& collected) {
    Selection result = selection;
    result.targets.clear();
    for (const auto& id : ids) result.targets.push_back(as_target(id, collected));
    hold_rootdir(result, collected);
    return result;
}

}  // namespace testskew::sides
