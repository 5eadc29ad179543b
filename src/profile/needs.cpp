#include "profile/needs.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "profile/known_words.hpp"
#include "profile/pytest_configuration.hpp"
#include "profile/test_files.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// Collects needs, each set of distributions once.
class Collector {
public:
    std::vector<Need> result;

    void add(std::vector<std::string> any_of, const std::string& why, bool plugin) {
        if (seen_.insert(join(any_of, "|")).second) result.push_back({std::move(any_of), why, plugin});
    }

    void option(const std::string& word, const std::string& where) {
        if (word == "-n" || (word.starts_with("-n") && word.size() < 7 && word.find('-', 1) == std::string::npos))
            return add({"pytest-xdist"}, "-n " + where, true);
        if (!word.starts_with("--")) return;
        for (const auto& known : known_options()) {
            const std::string_view start = known.word;
            if (!word.starts_with(start)) continue;
            const char after = word.size() > start.size() ? word[start.size()] : '=';
            if (after == '=' || after == '-') return add(known.any_of(), std::string(start) + " " + where, true);
        }
    }

private:
    std::set<std::string> seen_;
};

/// The word at the beginning of a text: letters, digits and "_".
std::string_view word_at(std::string_view text) {
    size_t end = 0;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    return text.substr(0, end);
}

/// The modules that an import statement at the top of a file names, up to the first dot: "import a.b, c" gives a and c.
std::vector<std::string> imported(std::string_view line) {
    if (line.starts_with("from ")) return {std::string(word_at(trim(line.substr(5))))};
    std::vector<std::string> modules;
    if (line.starts_with("import "))
        for (const auto& part : split(line.substr(7, line.find('#') - 7), ','))
            modules.emplace_back(word_at(trim(part)));
    return modules;
}

/// The names of the parameters in a line "def name(a, b=1, *, c: int):".
std::vector<std::string> parameters(std::string_view line) {
    const size_t open = line.find('(');
    std::vector<std::string> names;
    if (open == std::string_view::npos) return names;
    for (const auto& part : split(line.substr(open + 1, line.find(')', open) - open - 1), ','))
        names.emplace_back(word_at(trim(part)));
    return names;
}

/// Reads test files for what they need.
class Scanner {
public:
    Scanner(const fs::path& project, Collector& needs) : project_(project), needs_(needs) {}

    void file(const fs::path& path) {
        const std::string text = read_file(path).value_or("");
        const std::string where = "in " + path.lexically_relative(project_).string();
        for (const auto& line : split(text, '\n')) {
            for (const auto& module : imported(line)) import(module, where);
            const std::string_view words = trim(line);
            if (words.starts_with("def ") || words.starts_with("async def ")) function(words, where);
            for (size_t at = 0; (at = line.find("pytest.mark.", at)) != std::string::npos; ++at)
                if (const auto* known = find_known(known_marks(), word_at(std::string_view(line).substr(at + 12))))
                    needs_.add(known->any_of(), std::string("the mark ") + known->word + " " + where, true);
        }
    }

    /// Fixtures that the project defines itself need no plugin, wherever their definition stands.
    void end() {
        for (const auto& [fixture, where] : used_)
            if (!defined_.count(fixture))
                needs_.add(find_known(known_fixtures(), fixture)->any_of(), "the fixture " + fixture + " " + where,
                           true);
    }

private:
    void import(const std::string& module, const std::string& where) {
        if (module.empty() || module == "__future__") return;
        const auto* known = find_known(known_modules(), module);
        std::error_code error;
        for (const auto& place : {project_ / module, project_ / (module + ".py"), project_ / "src" / module})
            if (fs::exists(place, error)) return;
        needs_.add(known ? known->any_of() : std::vector<std::string>{normalized_name(module)},
                   "import " + module + " " + where, false);
    }

    void function(std::string_view words, const std::string& where) {
        const auto name = word_at(words.substr(words.find("def ") + 4));
        defined_.insert(std::string(name));
        if (!name.starts_with("test")) return;
        for (const auto& parameter : parameters(words))
            if (find_known(known_fixtures(), parameter)) used_.emplace(parameter, where);
    }

    const fs::path& project_;
    Collector& needs_;
    std::set<std::string> defined_;
    std::map<std::string, std::string> used_;
};

}  // namespace

std::vector<Need> needs_of(const fs::path& project, const Selection& selection) {
    Collector needs;
    needs.add({"pytest"}, "the tests", false);
    const auto configuration = pytest_configuration(project);
    const auto options = [&](const std::vector<std::string>& words, const std::string& where) {
        for (size_t i = 0; i < words.size(); ++i) {
            needs.option(words[i], where);
            if (words[i] == "-p" && i + 1 < words.size() && !words[i + 1].starts_with("no:"))
                needs.add({"pytest-" + normalized_name(words[i + 1]), normalized_name(words[i + 1])},
                          "-p " + words[i + 1] + " " + where, true);
        }
    };
    options(selection.options, "of the command line");
    options(configuration.addopts, "in the addopts of " + configuration.file);
    for (const auto& key : configuration.keys)
        if (const auto* known = find_known(known_keys(), key))
            needs.add(known->any_of(), key + " in " + configuration.file, true);
    Scanner scanner(project, needs);
    for (const auto& file : test_files(project)) scanner.file(file);
    scanner.end();
    return std::move(needs.result);
}

}  // namespace testskew::profile
