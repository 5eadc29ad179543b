// uv run and uvx: programs that make an environment of their own and run a command in it.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "ci/walk.hpp"
#include "ci/words.hpp"
#include "profile/toml.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace fs = std::filesystem;
namespace {

/// The nearest file of that name in the folder or above it, relative to the project; "" if there is none.
std::string nearest_file(const Tree& tree, const std::string& folder, const char* name) {
    fs::path at = folder;
    for (int i = 0; i < 20; ++i) {
        const std::string file = (at / name).lexically_normal().string();
        if (tree.has(file)) return file;
        if (at.empty() || at == ".") return {};
        at = at.parent_path();
    }
    return {};
}

/// The dependency groups that uv installs where nothing else is asked for.
std::vector<std::string> default_groups(const profile::Node* document) {
    if (!document) return {};
    if (const auto* set = document->find({"tool", "uv", "default-groups"})) {
        if (!set->is(profile::Node::Kind::string)) return set->strings();
        std::vector<std::string> all;  // default-groups = "all"
        if (const auto* groups = document->find("dependency-groups"))
            for (const auto& group : groups->members) all.push_back(group.name);
        return all;
    }
    const bool dev = document->find({"dependency-groups", "dev"}) || document->find({"tool", "uv", "dev-dependencies"});
    return dev ? std::vector<std::string>{"dev"} : std::vector<std::string>{};
}

/// How uv has the project in its environment.
ProjectAs project_in_uv(const profile::Node* document) {
    if (!document) return ProjectAs::absent;
    if (const auto* package = document->find({"tool", "uv", "package"}))
        return package->boolean ? ProjectAs::editable : ProjectAs::absent;
    return document->find("build-system") && document->find("project") ? ProjectAs::editable : ProjectAs::absent;
}

/// The requirements of one `--with`. A comma parts two of them only if a name follows; else it belongs to a specifier,
/// as in "pytest>=7,<8".
std::vector<std::string> with_list(const std::string& value) {
    std::vector<std::string> result(1);
    int brackets = 0;  // a[b,c] is one requirement with two extras
    for (std::size_t i = 0; i < value.size(); ++i) {
        brackets += value[i] == '[' ? 1 : value[i] == ']' ? -1 : 0;
        const bool name = i + 1 < value.size() && std::isalpha(static_cast<unsigned char>(value[i + 1]));
        if (value[i] == ',' && name && brackets == 0)
            result.emplace_back();
        else
            result.back() += value[i];
    }
    return result;
}

/// Options of `uv run` and of `uvx` whose value may be the next word.
const std::initializer_list<const char*> uv_run_values = {"-p",
                                                          "--python",
                                                          "--with",
                                                          "--with-requirements",
                                                          "--with-editable",
                                                          "--extra",
                                                          "--group",
                                                          "--no-group",
                                                          "--only-group",
                                                          "--package",
                                                          "--directory",
                                                          "--project",
                                                          "--env-file",
                                                          "-m",
                                                          "--module",
                                                          "--index",
                                                          "--index-url",
                                                          "--default-index",
                                                          "--extra-index-url",
                                                          "--resolution",
                                                          "--python-preference",
                                                          "--no-extra",
                                                          "-P",
                                                          "-C",
                                                          "--color",
                                                          "--config-file",
                                                          "--cache-dir",
                                                          "--link-mode",
                                                          "--from",
                                                          "--spec",
                                                          "--pip-args"};

/// The option at a place and its value, "--x=v" or "--x v"; `at` is moved to the last word of it.
std::pair<std::string, std::string> option_at(const Words& words, size_t& at,
                                              std::initializer_list<const char*> with_value) {
    const std::string& word = words[at];
    if (const size_t equals = word.find('='); equals != std::string::npos)
        return {word.substr(0, equals), word.substr(equals + 1)};
    if (one_of(word, with_value) && at + 1 < words.size()) {
        const std::string name = word;
        return {name, words[++at]};
    }
    return {word, ""};
}

}  // namespace

void Walk::uv_options(const std::string& option, const std::string& value, const Here& here) {
    if (option == "--extra") append_once(uv_extras_, value);
    if (option == "--group") append_once(uv_groups_, value);
    if (option == "--no-group") append_once(uv_without_, value);
    if (option == "--only-group" || option == "--only-dev") {
        append_once(uv_groups_, value.empty() ? std::string("dev") : value);
        uv_default_groups_ = uv_project_ = false;
    }
    if (option == "--no-dev") append_once(uv_without_, std::string("dev"));
    if (option == "--dev") append_once(uv_groups_, std::string("dev"));
    if (option == "--no-default-groups") uv_default_groups_ = false;
    if (option == "--all-extras") uv_all_extras_ = true;
    if (option == "--all-groups") uv_all_groups_ = true;
    if (option == "--no-install-project") uv_project_ = false;
    if (option == "--no-editable") uv_editable_ = false;
    if (option == "-p" || option == "--python") {
        uv_python_ = {python_asked_for(value), here.origin};  // the environment keeps it for the next `uv run`
    }
}

bool Walk::uv_run(Words& words, Here& here) {
    std::string asked;
    const auto variable = here.environ.find("UV_NO_SYNC");
    bool project = true, module = false,
         sync = variable == here.environ.end() || !one_of(variable->second.value.value_or(""), {"1", "true"});
    Packages extra;
    Here plain = here;  // what is asked for with the command stands under no other condition than the command
    plain.condition.clear();
    size_t i = 2;
    for (; i < words.size() && words[i].starts_with('-') && !module; ++i) {
        if (words[i] == "--") {
            ++i;
            break;
        }
        const auto [option, value] = option_at(words, i, uv_run_values);
        if (option == "-m" || option == "--module") {
            module = true;
            words[i--] = value;
        } else if (option == "-p" || option == "--python") {
            asked = python_asked_for(value);
        } else if (option == "--no-sync") {
            sync = false;
        } else if (option == "--with") {
            for (const auto& one : with_list(value)) pip({one}, extra, plain);
        } else if (option == "--with-requirements") {
            pip({"-r", value}, extra, plain);
        } else if (option == "--with-editable") {
            pip({"-e", value}, extra, plain);
        } else if (option == "--directory" || option == "--project") {
            here.cwd = path(here, value);
        } else if (option == "--no-project") {
            project = false;
        } else {
            uv_options(option, value, here);
        }
    }
    words.erase(words.begin(), words.begin() + static_cast<long>(std::min(i, words.size())));
    if (module) words.insert(words.begin(), {"python", "-m"});
    if (words.empty()) return false;
    if (words[0].ends_with(".py")) words.insert(words.begin(), "python");
    if (project) {
        if (sync)
            uv_environment(here, asked);
        else
            uv_interpreter(here, asked);
        here.packages = &uv_;
    } else {
        own_.push_back(std::make_unique<Packages>());
        here.packages = own_.back().get();
        if (!asked.empty()) here.python = {asked, here.origin};
    }
    here.packages->add(std::move(extra));
    return true;
}

/// The interpreter of uv's environment.
void Walk::uv_interpreter(Here& here, const std::string& asked) {
    const auto variable = here.environ.find("UV_PYTHON");
    const std::string pinned = nearest_file(tree_, here.cwd, ".python-version");
    if (!asked.empty()) {
        here.python = {asked, here.origin};
        here.python_source = "uv run --python";
    } else if (!uv_python_.value.empty()) {
        here.python = uv_python_;
        here.python_source = "asked of uv";
    } else if (variable != here.environ.end() && variable->second.value) {
        here.python = {*variable->second.value, variable->second.origin};
        here.python_source = "UV_PYTHON";
    } else if (!pinned.empty()) {
        const Said before = here.python;
        const auto saved = std::pair(python_, python_source_);
        python_from_file(pinned, {"", here.origin});
        here.python = python_;
        here.python_source = pinned;
        std::tie(python_, python_source_) = saved;
        if (!before.value.empty() && !here.python.value.empty() && !here.python.value.starts_with(before.value) &&
            !before.value.starts_with(here.python.value))
            once(leg_.warn, fmt::format("{} says Python {} ({}), but uv takes {} from {}: the tests run on that one",
                                        "setup-python", before.value, before.origin.text(), here.python.value, pinned));
    }
}

/// What a sync makes of uv's environment of the project: which interpreter, which packages.
void Walk::uv_environment(Here& here, const std::string& asked) {
    uv_interpreter(here, asked);
    const std::string lock_file = nearest_file(tree_, here.cwd, "uv.lock");
    const auto document = pyproject_of(tree_, here.cwd);
    const profile::Node* node = document ? &*document : nullptr;
    LockUse lock{lock_file, "uv", {}, {}, uv_project_ ? project_in_uv(node) : ProjectAs::not_installed, here.origin};
    if (lock.project == ProjectAs::editable && !uv_editable_) lock.project = ProjectAs::wheel;
    if (uv_default_groups_) lock.groups = default_groups(node);
    for (const auto& group : uv_groups_) append_once(lock.groups, group);
    if (uv_all_groups_ && node)
        if (const auto* groups = node->find("dependency-groups"))
            for (const auto& group : groups->members) append_once(lock.groups, group.name);
    for (const auto& group : uv_without_) std::erase(lock.groups, group);
    lock.extras = uv_extras_;
    if (uv_all_extras_ && node)
        if (const auto* extras = node->find({"project", "optional-dependencies"}))
            for (const auto& extra : extras->members) append_once(lock.extras, extra.name);
    uv_.touched = true;
    if (!lock_file.empty()) {
        uv_.lock = lock;
        return;
    }
    if (!node) return;
    std::erase_if(uv_.lines, [&](const Requirement& one) {
        return std::any_of(uv_added_.begin(), uv_added_.end(), [&](const Requirement& added) {
            return added.line == one.line && added.origin.text() == one.origin.text();
        });
    });
    std::vector<Requirement> lines;
    const std::string extras = lock.extras.empty() ? "" : "[" + join(lock.extras, ",") + "]";
    const bool there = std::any_of(uv_.lines.begin(), uv_.lines.end(), [&](const Requirement& one) {
        return one.line.starts_with("-e .") && one.folder == here.cwd && one.condition.empty();
    });
    if (uv_project_ && (!there || !extras.empty())) lines.push_back({"-e ." + extras, here.cwd, here.origin});
    for (const auto& group : lock.groups) lines.push_back({"--group " + group, here.cwd, here.origin});
    uv_.lines.insert(uv_.lines.begin(), lines.begin(), lines.end());
    uv_added_ = std::move(lines);
    once(uv_.not_knowable, "the packages' versions: there is no uv.lock, so that uv resolves them anew");
}

void Packages::add(Packages other) {
    const auto append = [](auto& into, auto& from) { into.insert(into.end(), from.begin(), from.end()); };
    append(lines, other.lines);
    append(options, other.options);
    append(upgraded, other.upgraded);
    append(not_knowable, other.not_knowable);
}

/// uvx, uv tool run and pipx run: a program in an environment that has it alone.
bool Walk::tool_run(Words& words, Here& here) {
    size_t i = words[0].ends_with("uvx") ? 1 : words.size() > 2 && words[1] == "tool" ? 3 : 2;
    own_.push_back(std::make_unique<Packages>());
    Packages& own = *own_.back();
    Here plain = here;
    plain.condition.clear();
    std::string from;
    for (; i < words.size() && words[i].starts_with('-'); ++i) {
        const auto [option, value] = option_at(words, i, uv_run_values);
        if (option == "--from" || option == "--spec") from = value;
        if (option == "--with")
            for (const auto& one : with_list(value)) pip({one}, own, plain);
        if (option == "--with-requirements") pip({"-r", value}, own, plain);
        if (option == "--with-editable") pip({"-e", value}, own, plain);
        if (option == "-p" || option == "--python") here.python = {python_asked_for(value), here.origin};
    }
    words.erase(words.begin(), words.begin() + static_cast<long>(std::min(i, words.size())));
    if (words.empty()) return false;
    pip({from.empty() ? words[0] : from}, own, plain);
    words[0] = words[0].substr(0, words[0].find_first_of("@=<>["));
    if (words[0] == "pytest" || words[0] == "coverage") here.packages = &own;
    return true;
}

}  // namespace testskew::ci
