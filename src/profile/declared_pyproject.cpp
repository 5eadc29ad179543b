#include "profile/declared_pyproject.hpp"

#include <algorithm>

#include "profile/named_groups.hpp"
#include "profile/poetry.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

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

void add_extras(const Node& document, const std::vector<NamedGroup>& all, Declared& declared) {
    for (const auto& group : all) {
        if (group.kind != NamedGroup::Kind::extra) continue;
        if (is_test_name(group.name))
            profile::take_group(group, declared);
        else
            declared.offers.push_back(group);
    }
    if (!declared.installable) return;
    if (const Node* dynamic = document.find({"tool", "setuptools", "dynamic", "optional-dependencies"}))
        for (const auto& member : dynamic->members)
            if (is_test_name(member.name)) declared.extras.push_back(member.name);
}

void add_groups(const Node& document, const std::vector<NamedGroup>& all, Declared& declared) {
    const Node* defaults = document.find({"tool", "uv", "default-groups"});
    const auto listed = defaults ? defaults->strings() : std::vector<std::string>{};
    for (const auto& group : all) {
        if (group.kind != NamedGroup::Kind::group) continue;
        const bool by_default = std::any_of(listed.begin(), listed.end(), [&](const auto& one) {
            return one == "all" || normalized_name(one) == normalized_name(group.name);
        });
        if (is_test_name(group.name) || by_default)
            profile::take_group(group, declared);
        else
            declared.offers.push_back(group);
    }
}

void add_poetry(const Node& document, const std::vector<NamedGroup>& all, Declared& declared) {
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
    for (const auto& group : all) {
        if (group.kind != NamedGroup::Kind::poetry || (group.name == "dev" && poetry->find("dev-dependencies")))
            continue;
        if (is_test_name(group.name))
            take(declared, group.lines, group.shown());
        else
            declared.offers.push_back(group);
    }
}

void add_pdm_and_hatch(const Node& document, const std::vector<NamedGroup>& all, Declared& declared) {
    for (const auto& group : all) {
        if (group.kind != NamedGroup::Kind::pdm) continue;
        if (is_test_name(group.name))
            take(declared, group.lines, group.shown());
        else
            declared.offers.push_back(group);
    }
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

const Node* own_name(const Node& document) {
    if (const Node* name = document.find({"project", "name"})) return name;
    return document.find({"tool", "poetry", "name"});
}

void take_group(const NamedGroup& group, Declared& declared) {
    declared.names_pytest = declared.names_pytest || names_pytest(group.lines);
    if (group.kind == NamedGroup::Kind::group)
        declared.groups.push_back(group.name);
    else if (group.kind == NamedGroup::Kind::extra && declared.installable)
        declared.extras.push_back(group.name);
    else
        take(declared, group.lines, group.shown());
}

void add_pyproject(const Node& document, const fs::path& folder, Declared& declared) {
    declared.installable = is_installable(document, folder);
    const Node* project = document.find("project");
    if (project || document.find({"tool", "poetry"}) || document.find("dependency-groups") ||
        document.find({"tool", "flit"}))
        declared.source = "pyproject.toml";
    if (project && !declared.installable)
        if (const Node* dependencies = project->find("dependencies")) {
            declared.own = dependencies->strings();
            declared.names_pytest = declared.names_pytest || names_pytest(declared.own);
        }
    const auto groups = named_groups(document);
    add_extras(document, groups, declared);
    add_groups(document, groups, declared);
    add_poetry(document, groups, declared);
    add_pdm_and_hatch(document, groups, declared);
}

Declared declared_by(const std::filesystem::path& project) {
    Declared declared;
    if (is_file(project / "pyproject.toml")) add_pyproject(read_toml(project / "pyproject.toml"), project, declared);
    return declared;
}

}  // namespace testskew::profile
