#include "profile/declared_pyproject.hpp"

#include <algorithm>
#include <set>

#include "profile/poetry.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// Adds the lines of an extra. If an extra names another extra of the project itself ("name[other]"), the lines of that
/// one are added.
void expand_extra(const Node& extras, const std::string& name, const std::string& project, std::set<std::string>& seen,
                  std::vector<std::string>& lines) {
    if (!seen.insert(normalized_name(name)).second) return;
    for (const auto& member : extras.members) {
        if (normalized_name(member.name) != normalized_name(name)) continue;
        for (const auto& line : member.value.strings()) {
            const size_t open = line.find('['), close = line.find(']');
            if (open != std::string::npos && close != std::string::npos && close > open &&
                name_of_requirement(line) == project)
                for (const auto& inner : split(std::string_view(line).substr(open + 1, close - open - 1), ','))
                    expand_extra(extras, std::string(trim(inner)), project, seen, lines);
            else
                lines.push_back(line);
        }
    }
}

/// Adds the lines of a dependency group (PEP 735), with the groups that it includes.
void expand_group(const Node& groups, const std::string& name, std::set<std::string>& seen,
                  std::vector<std::string>& lines) {
    if (!seen.insert(normalized_name(name)).second) return;
    for (const auto& member : groups.members) {
        if (normalized_name(member.name) != normalized_name(name)) continue;
        for (const auto& item : member.value.items) {
            if (item.is(Node::Kind::string))
                lines.push_back(item.text);
            else if (const Node* include = item.find("include-group"))
                expand_group(groups, include->text, seen, lines);
        }
    }
}

bool names_pytest(const std::vector<std::string>& lines) {
    return std::any_of(lines.begin(), lines.end(),
                       [](const auto& line) { return name_of_requirement(line) == "pytest"; });
}

void take(Declared& declared, const std::vector<std::string>& lines, const std::string& from) {
    if (lines.empty()) return;
    declared.lines.insert(declared.lines.end(), lines.begin(), lines.end());
    declared.from.push_back(from);
    declared.names_pytest = declared.names_pytest || names_pytest(lines);
}

/// Whether there is something for poetry to build. `poetry init` declares a package even if there is none, and then
/// building fails.
bool poetry_package_exists(const Node& poetry, const Node* project, const fs::path& folder) {
    if (poetry.find("packages")) return true;
    const Node* name = poetry.find("name") ? poetry.find("name") : project ? project->find("name") : nullptr;
    if (!name) return false;
    std::string module = normalized_name(name->text);
    std::replace(module.begin(), module.end(), '-', '_');
    std::error_code error;
    for (const auto& place :
         {folder / module, folder / "src" / module, folder / name->text, folder / "src" / name->text,
          folder / (module + ".py"), folder / "src" / (module + ".py")})
        if (fs::exists(place, error)) return true;
    return false;
}

bool has_source_layout(const fs::path& folder) {
    std::error_code error;
    for (fs::directory_iterator entry(folder / "src", error), end; !error && entry != end; entry.increment(error))
        if (fs::exists(entry->path() / "__init__.py", error)) return true;
    return false;
}

bool is_installable(const Node& document, const fs::path& folder) {
    const Node* project = document.find("project");
    const Node* build = document.find("build-system");
    const Node* poetry = document.find({"tool", "poetry"});
    if (const Node* package = document.find({"tool", "uv", "package"})) return package->boolean && project;
    if (poetry) {
        const Node* mode = poetry->find("package-mode");
        if (mode && mode->is(Node::Kind::boolean) && !mode->boolean) return false;
        const bool by_poetry = !build || [&] {
            const Node* backend = build->find("build-backend");
            return !backend || backend->text.find("poetry") != std::string::npos;
        }();
        if (by_poetry) return build && poetry_package_exists(*poetry, project, folder);
    }
    if (document.find({"tool", "flit", "metadata"})) return build != nullptr;
    if (!project) return false;  // setup.py or setup.cfg may still make it installable
    return build || document.find({"tool", "setuptools"}) || has_source_layout(folder);
}

void add_extras(const Node& document, const std::string& name, Declared& declared) {
    const Node* project = document.find("project");
    const Node* extras = project ? project->find("optional-dependencies") : nullptr;
    if (extras)
        for (const auto& member : extras->members) {
            if (!is_test_name(member.name)) continue;
            std::set<std::string> seen;
            std::vector<std::string> lines;
            expand_extra(*extras, member.name, name, seen, lines);
            declared.names_pytest = declared.names_pytest || names_pytest(lines);
            if (declared.installable)
                declared.extras.push_back(member.name);
            else
                take(declared, lines, "the extra " + member.name);
        }
    if (!declared.installable) return;
    if (const Node* dynamic = document.find({"tool", "setuptools", "dynamic", "optional-dependencies"}))
        for (const auto& member : dynamic->members)
            if (is_test_name(member.name)) declared.extras.push_back(member.name);
    if (const Node* poetry = document.find({"tool", "poetry", "extras"}); poetry && !extras)
        for (const auto& member : poetry->members)
            if (is_test_name(member.name)) declared.extras.push_back(member.name);
}

void add_groups(const Node& document, Declared& declared) {
    const Node* groups = document.find("dependency-groups");
    if (!groups) return;
    std::vector<std::string> chosen;
    const Node* defaults = document.find({"tool", "uv", "default-groups"});
    for (const auto& member : groups->members) {
        const auto listed = defaults ? defaults->strings() : std::vector<std::string>{};
        const bool by_default = std::any_of(listed.begin(), listed.end(), [&](const auto& one) {
            return one == "all" || normalized_name(one) == normalized_name(member.name);
        });
        if (!is_test_name(member.name) && !by_default) continue;
        std::set<std::string> seen;
        std::vector<std::string> lines;
        expand_group(*groups, member.name, seen, lines);
        declared.names_pytest = declared.names_pytest || names_pytest(lines);
        declared.groups.push_back(member.name);
    }
}

void add_poetry(const Node& document, Declared& declared) {
    const Node* poetry = document.find({"tool", "poetry"});
    if (!poetry) return;
    const auto lines_of = [](const Node* table) {
        std::vector<std::string> lines;
        if (table)
            for (const auto& member : table->members)
                for (auto& line : poetry_lines(member.name, member.value)) lines.push_back(std::move(line));
        return lines;
    };
    if (!declared.installable && !document.find({"project", "dependencies"})) {
        const auto lines = lines_of(poetry->find("dependencies"));
        declared.own.insert(declared.own.end(), lines.begin(), lines.end());
        declared.names_pytest = declared.names_pytest || names_pytest(lines);
    }
    take(declared, lines_of(poetry->find("dev-dependencies")), "poetry's dev-dependencies");
    if (const Node* groups = poetry->find("group"))
        for (const auto& member : groups->members)
            if (is_test_name(member.name))
                take(declared, lines_of(member.value.find("dependencies")), "the poetry group " + member.name);
}

void add_pdm_and_hatch(const Node& document, Declared& declared) {
    if (const Node* groups = document.find({"tool", "pdm", "dev-dependencies"}))
        for (const auto& member : groups->members)
            if (is_test_name(member.name)) take(declared, member.value.strings(), "the pdm group " + member.name);
    const Node* environments = document.find({"tool", "hatch", "envs"});
    if (!environments) return;
    for (const auto& member : environments->members) {
        if (member.name != "default" && member.name != "hatch-test" && !is_test_name(member.name)) continue;
        for (const auto* key : {"dependencies", "extra-dependencies"})
            if (const Node* lines = member.value.find(key))
                take(declared, lines->strings(), "the hatch environment " + member.name);
        if (const Node* features = member.value.find("features"); features && declared.installable)
            for (const auto& feature : features->strings())
                if (std::find(declared.extras.begin(), declared.extras.end(), feature) == declared.extras.end())
                    declared.extras.push_back(feature);
    }
}

}  // namespace

void add_pyproject(const Node& document, const fs::path& folder, Declared& declared) {
    declared.installable = is_installable(document, folder);
    const Node* project = document.find("project");
    const Node* name = project ? project->find("name") : nullptr;
    if (project || document.find({"tool", "poetry"}) || document.find("dependency-groups") ||
        document.find({"tool", "flit"}))
        declared.source = "pyproject.toml";
    if (project && !declared.installable)
        if (const Node* dependencies = project->find("dependencies")) {
            declared.own = dependencies->strings();
            declared.names_pytest = declared.names_pytest || names_pytest(declared.own);
        }
    add_extras(document, name ? normalized_name(name->text) : "", declared);
    add_groups(document, declared);
    add_poetry(document, declared);
    add_pdm_and_hatch(document, declared);
}

}  // namespace testskew::profile
