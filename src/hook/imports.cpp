#include "hook/imports.hpp"

#include <algorithm>
#include <cctype>

#include "util/text.hpp"

namespace testskew::hook {
namespace {

/// The dotted name at the beginning of a text: letters, digits, "_", "." and everything that is no ASCII.
std::string_view dotted_name(std::string_view text) {
    const auto end = std::find_if(text.begin(), text.end(), [](unsigned char c) {
        return !(std::isalnum(c) || c == '_' || c == '.' || c >= 0x80);
    });
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

/// A line without its comment. A "#" in a string may cut too much, which does not occur in an import.
std::string_view without_comment(std::string_view line) { return trim(line.substr(0, line.find('#'))); }

/// The names of an import list: "a as b, c.d" gives "a" and "c.d".
std::vector<std::string> listed(std::string_view list) {
    std::vector<std::string> names;
    for (const auto& part : split(list, ','))
        if (const auto name = dotted_name(trim(part)); !name.empty()) names.emplace_back(name);
    return names;
}

/// Reads the lines of a source one after the other; a list in parentheses or with backslashes may go on.
class Lines {
public:
    explicit Lines(std::string_view source) : rest_(source) {}

    bool next(std::string_view& line) {
        if (rest_.empty()) return false;
        const std::size_t end = std::min(rest_.find('\n'), rest_.size());
        line = without_comment(rest_.substr(0, end));
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return true;
    }

    /// The statement that begins with `line`, with what it goes on to.
    std::string whole(std::string_view line) {
        std::string statement(line);
        const auto open = [&] {
            return statement.ends_with('\\') ||
                   (statement.find('(') != std::string::npos && statement.find(')') == std::string::npos);
        };
        for (int more = 0; more < 1000 && open() && next(line); ++more) {
            if (statement.ends_with('\\')) statement.pop_back();
            statement += " " + std::string(line);
        }
        std::erase_if(statement, [](char c) { return c == '(' || c == ')'; });
        return statement;
    }

private:
    std::string_view rest_;
};

void add_from(const std::string& statement, std::vector<std::string>& modules) {
    const std::string_view after = trim(std::string_view(statement).substr(5));
    const std::string module(dotted_name(after));
    const std::string_view list = trim(after.substr(module.size()));
    if (module.empty() || !list.starts_with("import")) return;
    modules.push_back(module);
    const std::string prefix = module.ends_with('.') ? module : module + ".";
    for (const auto& name : listed(list.substr(6))) modules.push_back(prefix + name);
}

}  // namespace

std::vector<std::string> imported_modules(std::string_view source) {
    std::vector<std::string> modules;
    Lines lines(source);
    for (std::string_view line; lines.next(line);) {
        if (line.starts_with("import ")) {
            for (auto& name : listed(lines.whole(line).substr(7))) modules.push_back(std::move(name));
        } else if (line.starts_with("from ")) {
            add_from(lines.whole(line), modules);
        }
    }
    return modules;
}

}  // namespace testskew::hook
