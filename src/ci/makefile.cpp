#include "ci/makefile.hpp"

#include <algorithm>
#include <cctype>

#include "ci/shell_condition.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr int most_variables_in_line = 1000;  ///< where variables name each other

bool is_make_name(const std::string& name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '_' || c == '-' || c == '.';
    });
}

/// The two sides of `ifeq (a,b)` or `ifeq "a" "b"`; none if it is neither.
std::vector<std::string> sides_of(const std::string& text) {
    if (!text.starts_with('(') || !text.ends_with(')')) {
        const auto words = shell_words(text);
        return words.size() == 2 ? words : std::vector<std::string>{};
    }
    int depth = 0;
    for (size_t i = 1; i + 1 < text.size(); ++i) {
        depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
        if (text[i] == ',' && depth == 0)
            return {std::string(trim(text.substr(1, i - 1))),
                    std::string(trim(text.substr(i + 1, text.size() - i - 2)))};
    }
    return {};
}

}  // namespace

/// Reads the lines of a Makefile.
class MakefileReader {
public:
    explicit MakefileReader(Makefile& file) : file_(file) {}

    void read(const std::string& text) {
        int number = 0, start = 0;
        std::string joined;
        for (std::string line : split(text, '\n')) {
            ++number;
            if (joined.empty()) start = number;
            if (!line.empty() && line.back() == '\r') line.pop_back();
            const bool recipe = joined.empty() ? line.starts_with('\t') : joined.starts_with('\t');
            if (line.ends_with('\\')) {
                joined += line.substr(0, line.size() - 1) + " ";
                continue;
            }
            line = joined + line;
            joined.clear();
            if (recipe)
                recipe_line(std::string(trim(line)), start);
            else
                plain_line(std::string(trim(line.substr(0, line.find('#')))), start);
        }
    }

private:
    /// An `ifeq` or one of its relatives that is open.
    struct Part {
        Run here = Run::yes;   ///< whether what stands here counts
        Run before = Run::no;  ///< whether an earlier branch does
        int number = 0;        ///< another one for each branch
    };

    Run now() const {
        Run result = Run::yes;
        for (const Part& part : parts_) result = also(result, part.here);
        return result;
    }

    std::string condition() const {
        std::string result;
        for (const Part& part : parts_)
            if (part.here == Run::maybe) result += std::to_string(part.number) + "/";
        return result;
    }

    void recipe_line(const std::string& text, int number) {
        if (text.empty() || now() == Run::no) return;
        for (const auto& name : rule_)
            if (room(text)) file_.targets_[name].lines.push_back({text, number, condition()});
    }

    void plain_line(const std::string& text, int number) {
        if (text.empty() || conditional(text) || now() == Run::no) return;
        if (text.starts_with("include ") || text.starts_with("-include ") || text.starts_with("sinclude ")) {
            file_.includes_ = true;
            return;
        }
        const size_t equals = text.find('='), colon = text.find(':');
        const bool sets = equals != std::string::npos &&
                          (colon == std::string::npos || colon + 1 >= equals || text.compare(colon, 3, "::=") == 0);
        if (sets)
            variable(text, equals);
        else if (text.starts_with("export "))
            for (const auto& name : shell_words(text.substr(7))) file_.exported_.insert(name);
        else if (colon != std::string::npos)
            rule(text, colon, number);
    }

    /// Whether the line is `ifdef`, `else`, `endif` or one of their relatives.
    bool conditional(const std::string& text) {
        const std::string word = text.substr(0, text.find_first_of(" \t("));
        const std::string rest(trim(text.substr(word.size())));
        if (word == "endif") {
            if (!parts_.empty()) parts_.pop_back();
        } else if (word == "else") {
            if (parts_.empty()) return true;
            Part& part = parts_.back();
            part.number = ++number_;
            part.here = part.before == Run::yes ? Run::no : part.before == Run::no ? Run::yes : Run::maybe;
            if (!rest.empty()) branch(part, rest);
        } else if (word == "ifeq" || word == "ifneq" || word == "ifdef" || word == "ifndef") {
            constexpr size_t deepest = 100;  // what is nested deeper was made to be, and does not count
            parts_.push_back({parts_.size() < deepest ? Run::yes : Run::no, Run::no, ++number_});
            branch(parts_.back(), text);
        } else {
            return false;
        }
        return true;
    }

    void branch(Part& part, const std::string& text) {
        const Run test = worth(text);
        part.here = also(part.here, test);
        if (test == Run::yes && part.before == Run::no) part.before = Run::yes;
        if (test == Run::maybe && part.before == Run::no) part.before = Run::maybe;
    }

    Run worth(const std::string& text) const {
        const std::string word = text.substr(0, text.find_first_of(" \t("));
        const std::string rest(trim(text.substr(word.size())));
        std::vector<std::string> sides = {"$(" + rest + ")", ""};
        if (word == "ifeq" || word == "ifneq") sides = sides_of(rest);
        if (sides.size() != 2) return Run::maybe;
        for (auto& side : sides) side = file_.expanded(side, "");
        if (sides[0].find('$') != std::string::npos || sides[1].find('$') != std::string::npos) return Run::maybe;
        return (sides[0] == sides[1]) == (word == "ifeq" || word == "ifndef") ? Run::yes : Run::no;
    }

    void variable(const std::string& text, size_t equals) {
        std::string name(trim(text.substr(0, std::min(equals, text.find_first_of(":?+!=")))));
        for (const char* word : {"export ", "override "})
            if (name.starts_with(word)) {
                name = trim(name.substr(std::string_view(word).size()));
                if (word[0] == 'e') file_.exported_.insert(name);
            }
        const std::string value(trim(text.substr(equals + 1)));
        const char kind = equals > 0 ? text[equals - 1] : ' ';
        const bool there = file_.variables_.count(name) != 0;
        if (kind == '?' && there) return;
        if (now() == Run::maybe || kind == '!') file_.open_.insert(name);
        if (now() == Run::yes && kind != '!' && kind != '+') file_.open_.erase(name);
        if (kind == ':' && value.find("$$(") != std::string::npos) file_.open_.insert(name);
        if (kind == '?') file_.weak_.insert(name);
        if (kind == '+' && there)
            file_.variables_[name] += " " + value;
        else  // := is expanded at once
            file_.variables_[name] = kind == ':' ? escaped(file_.expanded(value, "")) : value;
        if (kind != '?' && kind != '+') file_.weak_.erase(name);
    }

    /// A text that is expanded already, as a value that will be expanded again.
    static std::string escaped(const std::string& text) {
        std::string result;
        for (size_t i = 0; i < text.size(); ++i) {
            result += text[i];
            const bool open = i + 1 < text.size() && (text[i + 1] == '(' || text[i + 1] == '{');
            if (text[i] == '$' && !open) result += '$';
        }
        return result;
    }

    void rule(const std::string& text, size_t colon, int number) {
        const auto names = shell_words(file_.expanded(text.substr(0, colon), ""));
        std::string rest = text.substr(colon + 1);
        if (rest.starts_with(':')) rest.erase(0, 1);
        rule_.clear();
        const size_t semicolon = rest.find(';'), equals = rest.substr(0, semicolon).find('=');
        for (const auto& name : names) {
            if (!room(name)) return;
            auto& target = file_.targets_[name];
            if (equals != std::string::npos) {
                std::string variable(trim(rest.substr(0, std::min(equals, rest.find_first_of(":?+=")))));
                if (variable.starts_with("export ")) variable = trim(variable.substr(7));
                target.variables[variable] = trim(rest.substr(equals + 1));
                continue;
            }
            for (const auto& need : shell_words(file_.expanded(rest.substr(0, semicolon), name)))
                if (room(need)) target.needs.push_back({need, number, condition()});
            if (semicolon != std::string::npos)
                target.lines.push_back({std::string(trim(rest.substr(semicolon + 1))), number, condition()});
            if (file_.first_.empty() && !name.starts_with('.')) file_.first_ = name;
            rule_.push_back(name);
        }
    }

    /// Whether one more name, line or need of a target is kept: one rule may have thousands of all three.
    bool room(const std::string& text) { return kept_.take(text.size()); }

    Makefile& file_;
    std::vector<Part> parts_;
    std::vector<std::string> rule_;  ///< the targets whose recipe may follow
    int number_ = 0;
    TextBudget kept_{100'000, 16 * 1024 * 1024};
};

Makefile::Makefile(const std::string& text, const std::map<std::string, std::string>& given, Lookup lookup)
    : given_(given), environ_(std::move(lookup)) {
    MakefileReader(*this).read(text);
}

const MakeTarget* Makefile::target(const std::string& name) const {
    const auto found = targets_.find(name.empty() ? first_ : name);
    return found == targets_.end() ? nullptr : &found->second;
}

/// What a variable is in this file, before its own variables are replaced; nullopt if nobody knows it.
std::optional<std::string> Makefile::written(const std::string& variable, const std::string& name) const {
    if (const auto found = given_.find(variable); found != given_.end()) return found->second;
    if (const auto* own = name.empty() ? nullptr : target(name))
        if (const auto found = own->variables.find(variable); found != own->variables.end()) return found->second;
    const auto found = variables_.find(variable);
    if (found != variables_.end() && !weak_.count(variable))
        return open_.count(variable) ? std::nullopt : std::optional(found->second);
    const auto value = environ_(variable);
    if (!value) return std::nullopt;
    if (!value->empty()) return value;
    if (found != variables_.end()) return open_.count(variable) ? std::nullopt : std::optional(found->second);
    if (variable == "MAKE") return "make";
    if (variable == "CURDIR") return ".";
    return includes_ ? std::nullopt : std::optional(std::string());
}

std::string Makefile::automatic(char sign, const std::string& name) const {
    const auto* own = target(name);
    if (sign == '@') return name.empty() ? first_ : name;
    if (sign == '<' && own && !own->needs.empty()) return own->needs.front().text;
    return std::string("$(") + sign + ")";
}

std::string Makefile::expanded(const std::string& text, const std::string& name) const {
    int budget = most_variables_in_line;
    return replaced(text, name, budget, 0);
}

std::string Makefile::replaced(const std::string& text, const std::string& name, int& budget, int depth) const {
    std::string result;
    for (size_t i = 0; i < text.size() && result.size() < 64 * 1024; ++i) {
        if (text[i] != '$' || i + 1 >= text.size()) {
            result += text[i];
            continue;
        }
        const char next = text[++i];
        if (next == '$') {
            result += '$';
            continue;
        }
        if (next != '(' && next != '{') {
            result += automatic(next, name);
            continue;
        }
        size_t end = i + 1;
        for (int open = 1; end < text.size(); ++end) {
            open += text[end] == next ? 1 : text[end] == (next == '(' ? ')' : '}') ? -1 : 0;
            if (open == 0) break;
        }
        const std::string inside = text.substr(i + 1, end - i - 1);
        i = std::min(end, text.size() - 1);
        const auto value = is_make_name(inside) && depth < 10 && --budget > 0 ? written(inside, name) : std::nullopt;
        if (value && budget_.take(value->size() + 1))
            result += given_.count(inside) ? *value : replaced(*value, name, budget, depth + 1);
        else  // a function of make, or a variable that nobody knows
            result += "$(" + inside + ")";
    }
    return result;
}

}  // namespace testskew::ci
