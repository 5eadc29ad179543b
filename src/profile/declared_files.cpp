#include "profile/declared_files.hpp"

#include <algorithm>
#include <set>

#include "profile/ini.hpp"
#include "profile/poetry.hpp"
#include "profile/toml.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

std::string text_of(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) ? read_file(path).value_or("") : "";
}

std::string without_comments(const std::string& text) {
    std::string result;
    for (const auto& line : split(text, '\n'))
        if (!trim(line).starts_with('#')) result += line + "\n";
    return result;
}

/// Whether a requirements file with this text requires pytest or one of its plugins, which themselves require pytest.
bool requires_pytest(const std::string& text) {
    for (const auto& line : split(text, '\n')) {
        const std::string name = name_of_requirement(line);
        if (name == "pytest" || name.starts_with("pytest-")) return true;
    }
    return false;
}

/// Every requirements file of a project, as paths relative to it: at the top, in requirements/ and in the folders of
/// its tests. requirements.txt is the first and the others follow by name. The sentence about their origin names them
/// in this order.
std::vector<std::string> requirements_files(const fs::path& project) {
    std::vector<std::string> found;
    const auto scan = [&](const std::string& folder, bool any_name) {
        std::error_code error;
        for (fs::directory_iterator entry(folder.empty() ? project : project / folder, error), end;
             !error && entry != end; entry.increment(error)) {
            const fs::path name = entry->path().filename();
            std::error_code ignored;
            if (name.extension() != ".txt" || !entry->is_regular_file(ignored)) continue;
            if (any_name || lower(name.stem().string()).find("requirements") != std::string::npos)
                found.push_back((folder.empty() ? name : folder / name).string());
        }
    };
    scan("", false);
    scan("requirements", true);
    scan("tests", false);
    scan("test", false);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::pair(a != "requirements.txt", a) < std::pair(b != "requirements.txt", b);
    });
    return found;
}

/// What the name of a requirements file says that it is for.
struct FilePurpose {
    bool tests = false;   ///< tests or development
    bool itself = false;  ///< tests by that name, so development alone is something else
};

FilePurpose purpose_of(const std::string& file) {
    const auto words = words_of_name(fs::path(file).stem().string());
    FilePurpose purpose;
    purpose.itself = file.starts_with("test/") || file.starts_with("tests/") ||
                     std::any_of(words.begin(), words.end(),
                                 [](const auto& word) { return word.find("test") != std::string::npos; });
    purpose.tests = purpose.itself || std::any_of(words.begin(), words.end(),
                                                  [](const auto& word) { return is_test_name(word) || word == "ci"; });
    return purpose;
}

/// The quoted strings of the Python list that follows `keyword =`; empty if none follows.
std::vector<std::string> literal_list(const std::string& source, const std::string& keyword) {
    size_t at = source.find(keyword);
    if (at == std::string::npos) return {};
    at = source.find_first_not_of(" \t\n=:", at + keyword.size());
    if (at == std::string::npos || source[at] != '[') return {};
    std::vector<std::string> items;
    for (size_t i = at + 1; i < source.size() && source[i] != ']'; ++i) {
        if (source[i] != '"' && source[i] != '\'') continue;
        const size_t end = source.find(source[i], i + 1);
        if (end == std::string::npos) break;
        items.push_back(source.substr(i + 1, end - i - 1));
        i = end;
    }
    return items;
}

/// The names of extras for tests that setup.py writes as literals: `'test': ...`, `"dev": ...` and
/// `extras["test"] = ...`.
std::vector<std::string> literal_extras(const std::string& source) {
    std::vector<std::string> names;
    const size_t start = source.find("extras");
    if (start == std::string::npos) return names;
    for (size_t i = start; i < source.size(); ++i) {
        if (source[i] != '"' && source[i] != '\'') continue;
        const size_t end = source.find(source[i], i + 1);
        if (end == std::string::npos) break;
        const std::string word = source.substr(i + 1, end - i - 1);
        const size_t after = source.find_first_not_of(" \t", end + 1);
        const bool key = after != std::string::npos && (source[after] == ':' || source[after] == ']');
        if (key && is_test_name(word) && std::find(names.begin(), names.end(), word) == names.end()) {
            const bool assigned =
                source[after] == ':' || source.find_first_not_of(" \t", after + 1) == source.find('=', after + 1);
            if (assigned) names.push_back(word);
        }
        i = end;
    }
    return names;
}

/// Adds the names that lines require. `depth` says how many files are around them, as files may include each other.
void add_names(const std::vector<std::string>& lines, const fs::path& folder, int depth,
               std::vector<std::string>& names) {
    for (const auto& line : lines) {
        if (line.starts_with("-r ") && depth < 10) {
            const fs::path file = folder / std::string(trim(std::string_view(line).substr(3)));
            add_names(split(text_of(file), '\n'), file.parent_path(), depth + 1, names);
        } else if (auto name = name_of_requirement(line); !name.empty()) {
            names.push_back(std::move(name));
        }
    }
}

NamedGroup offer_of(const fs::path& project, const std::string& file) {
    return {NamedGroup::Kind::file, file, names_in_lines({"-r " + file}, project), false};
}

}  // namespace

void add_setup(const fs::path& project, Declared& declared) {
    const std::string python = without_comments(text_of(project / "setup.py"));
    const std::string config = text_of(project / "setup.cfg");
    const bool has_python = python.find("setup(") != std::string::npos;
    std::error_code error;
    const std::string pyproject = text_of(project / "pyproject.toml");
    const bool buildable = has_python || pyproject.find("[build-system]") != std::string::npos;
    const bool has_config = buildable && !(ini_keys(config, "metadata").empty() && ini_keys(config, "options").empty());
    if ((!has_python && !has_config) || pyproject.find("[project]") != std::string::npos) return;
    if (declared.source.empty() || !declared.installable) declared.source = has_python ? "setup.py" : "setup.cfg";
    declared.installable = true;
    const auto add = [&](const std::string& extra) {
        if (std::find(declared.extras.begin(), declared.extras.end(), extra) == declared.extras.end())
            declared.extras.push_back(extra);
    };
    for (const auto& extra : ini_keys(config, "options.extras_require"))
        if (is_test_name(extra)) {
            add(extra);
            for (const auto& line : ini_values(config, "options.extras_require", extra))
                declared.names_pytest = declared.names_pytest || requires_pytest(line);
        }
    if (has_python) {
        const auto extras = literal_extras(python);
        for (const auto& extra : extras) add(extra);
        declared.names_pytest =
            declared.names_pytest || (!extras.empty() && python.find("pytest") != std::string::npos);
    }
    std::vector<std::string> tests_require = ini_values(config, "options", "tests_require");
    for (auto& line : literal_list(python, "tests_require")) tests_require.push_back(std::move(line));
    if (tests_require.empty()) return;
    declared.from.push_back("tests_require");
    for (auto& line : tests_require) {
        declared.names_pytest = declared.names_pytest || requires_pytest(line);
        declared.lines.push_back(std::move(line));
    }
}

void add_requirements_files(const fs::path& project, Declared& declared) {
    const bool packaged = declared.installable || !declared.own.empty();
    std::vector<std::string> rest;
    const auto take = [&](const std::string& file) {
        declared.lines.push_back("-r " + file);
        declared.from.push_back(file);
        declared.names_pytest = declared.names_pytest || requires_pytest(text_of(project / file));
    };
    const auto files = requirements_files(project);
    // A file for tests that has pytest has all that they need, and one for development may have much more.
    const bool complete = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
        return purpose_of(file).itself && requires_pytest(text_of(project / file));
    });
    for (const auto& file : files) {
        const FilePurpose purpose = purpose_of(file);
        if (is_other_purpose(fs::path(file).stem().string()))
            declared.left_out.push_back(file);
        else if (complete && purpose.tests && !purpose.itself)
            rest.push_back(file);
        else if (!packaged || purpose.tests)
            take(file);
        else
            rest.push_back(file);
    }
    if (packaged && !declared.names_pytest)
        if (const auto main = std::find(rest.begin(), rest.end(), "requirements.txt"); main != rest.end()) {
            take(*main);
            rest.erase(main);
        }
    for (const auto& file : rest) declared.offers.push_back(offer_of(project, file));
    declared.left_out.insert(declared.left_out.end(), rest.begin(), rest.end());
}

void offer_requirements_files(const fs::path& project, Declared& declared) {
    for (const auto& file : requirements_files(project)) declared.offers.push_back(offer_of(project, file));
}

std::vector<std::string> names_in_lines(const std::vector<std::string>& lines, const fs::path& folder) {
    std::vector<std::string> names;
    add_names(lines, folder, 0, names);
    return names;
}

void add_pipfile(const fs::path& project, Declared& declared) {
    std::error_code error;
    if (!fs::is_regular_file(project / "Pipfile", error)) return;
    const Node document = read_toml(project / "Pipfile");
    for (const auto* section : {"packages", "dev-packages"})
        if (const Node* table = document.find(section)) {
            declared.from.push_back(std::string("Pipfile's ") + section);
            for (const auto& member : table->members)
                for (auto& line : poetry_lines(member.name, member.value)) {
                    declared.names_pytest = declared.names_pytest || requires_pytest(line);
                    declared.lines.push_back(std::move(line));
                }
        }
}

void add_tox(const fs::path& project, Declared& declared) {
    std::vector<std::string> lines;
    for (auto line : ini_values(text_of(project / "tox.ini"), "testenv", "deps")) {
        if (const size_t at = line.find("{toxinidir}"); at != std::string::npos)
            line.replace(at, std::string_view("{toxinidir}/").size(), "");
        const std::string word = line.substr(0, line.find(' '));
        const bool conditional =
            word.ends_with(':') || (line.find(": ") != std::string::npos && line.find("://") == std::string::npos);
        if (!conditional && line.find('{') == std::string::npos) lines.push_back(line);
    }
    if (lines.empty()) return;
    declared.from.push_back("the deps of tox.ini");
    for (auto& line : lines) {
        declared.names_pytest = declared.names_pytest || requires_pytest(line);
        declared.lines.push_back(std::move(line));
    }
}

}  // namespace testskew::profile
