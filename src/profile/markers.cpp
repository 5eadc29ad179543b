#include "profile/markers.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <vector>

#include "profile/poetry.hpp"
#include "util/release.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// Whether the first numbers of a version are those of `prefix`: "3.8.1" begins with "3.8".
bool begins_with_release(const std::string& version, const std::string& prefix) {
    auto have = release_numbers(version);
    const auto parts = split(prefix, '.');
    have.resize(std::max(have.size(), parts.size()));
    for (size_t i = 0; i < parts.size(); ++i)
        if (std::to_string(have[i]) != parts[i]) return false;
    return true;
}

/// Whether a version satisfies one clause, such as ">=1.2" or "==3.*".
bool satisfies_clause(const std::string& version, std::string_view clause) {
    clause = trim(clause);
    const size_t end = std::min(clause.find_first_not_of("<>=!~"), clause.size());
    const std::string_view sign = clause.substr(0, end);
    std::string wanted(trim(clause.substr(end)));
    if (wanted.empty()) return true;
    if (wanted.ends_with(".*")) {
        const bool begins = begins_with_release(version, wanted.substr(0, wanted.size() - 2));
        return sign == "!=" ? !begins : begins;
    }
    const int order = compare_versions(version, wanted);
    if (sign == "~=") {
        const std::string prefix = wanted.substr(0, wanted.rfind('.'));
        return order >= 0 && begins_with_release(version, prefix);
    }
    if (sign == "<") return order < 0;
    if (sign == "<=") return order <= 0;
    if (sign == ">") return order > 0;
    if (sign == ">=") return order >= 0;
    if (sign == "!=") return order != 0;
    return order == 0;
}

/// Thrown for a marker that cannot be read.
struct BadMarker : std::runtime_error {
    BadMarker() : std::runtime_error("this marker cannot be read") {}
};

/// Reads a marker from its beginning to its end and evaluates it on the way.
class MarkerReader {
public:
    MarkerReader(std::string_view text, const MarkerVariables& variables, const std::set<std::string>& extras)
        : rest_(text), variables_(variables), extras_(extras) {}

    bool whole() {
        const bool result = any();
        if (!next().empty()) throw BadMarker();
        return result;
    }

private:
    /// A variable or a text in quotes.
    struct Operand {
        bool variable = false;
        std::string text;
    };

    bool any() {
        bool result = all();
        while (take_word("or")) result = all() || result;
        return result;
    }

    bool all() {
        bool result = one();
        while (take_word("and")) result = one() && result;
        return result;
    }

    bool one() {
        if (next().starts_with('(')) {
            rest_.remove_prefix(1);
            const bool result = any();
            if (!next().starts_with(')')) throw BadMarker();
            rest_.remove_prefix(1);
            return result;
        }
        const Operand left = operand();
        const std::string sign = operation();
        const Operand right = operand();
        return compare(left, sign, right);
    }

    std::string_view next() {
        rest_ = trim(rest_);
        return rest_;
    }

    bool take_word(std::string_view word) {
        const auto text = next();
        if (!text.starts_with(word)) return false;
        const char after = text.size() > word.size() ? text[word.size()] : ' ';
        if (std::isalnum(static_cast<unsigned char>(after)) || after == '_') return false;
        rest_.remove_prefix(word.size());
        return true;
    }

    Operand operand() {
        const auto text = next();
        if (text.empty()) throw BadMarker();
        if (text[0] == '"' || text[0] == '\'') {
            const size_t end = text.find(text[0], 1);
            if (end == std::string_view::npos) throw BadMarker();
            rest_.remove_prefix(end + 1);
            return {false, std::string(text.substr(1, end - 1))};
        }
        size_t end = 0;
        while (end < text.size() &&
               (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_' || text[end] == '.'))
            ++end;
        if (end == 0) throw BadMarker();
        rest_.remove_prefix(end);
        return {true, std::string(text.substr(0, end))};
    }

    std::string operation() {
        if (take_word("in")) return "in";
        if (take_word("not")) {
            if (!take_word("in")) throw BadMarker();
            return "not in";
        }
        const auto text = next();
        const size_t end = std::min(text.find_first_not_of("<>=!~"), text.size());
        if (end == 0) throw BadMarker();
        rest_.remove_prefix(end);
        return std::string(text.substr(0, end));
    }

    std::string value_of(const Operand& operand) const {
        if (!operand.variable) return operand.text;
        std::string name = operand.text;
        std::replace(name.begin(), name.end(), '.', '_');  // "os.name" is an old spelling of os_name
        if (name == "python_implementation") name = "platform_python_implementation";
        const auto found = variables_.find(name);
        return found == variables_.end() ? "" : found->second;
    }

    bool compare(const Operand& left, const std::string& sign, const Operand& right) const {
        if ((left.variable && left.text == "extra") || (right.variable && right.text == "extra")) {
            const bool asked = extras_.count(normalized_name(left.variable ? right.text : left.text)) != 0;
            return sign == "!=" ? !asked : asked;
        }
        const std::string a = value_of(left), b = value_of(right);
        if (sign == "in" || sign == "not in") return (b.find(a) != std::string::npos) == (sign == "in");
        const bool versions = (left.variable ? left.text : right.text).find("version") != std::string::npos &&
                              left.text != "platform_version";
        if (versions && left.variable) return satisfies_clause(a, sign + b);
        if (versions) return satisfies_clause(b, turned(sign) + a);
        if (sign == "==" || sign == "===") return a == b;
        if (sign == "!=") return a != b;
        if (sign == "<" || sign == "<=") return sign == "<" ? a < b : a <= b;
        return sign == ">" ? a > b : a >= b;
    }

    /// The sign for the operands the other way round.
    static std::string turned(const std::string& sign) {
        if (sign.starts_with('<')) return ">" + sign.substr(1);
        if (sign.starts_with('>')) return "<" + sign.substr(1);
        return sign;
    }

    std::string_view rest_;
    const MarkerVariables& variables_;
    const std::set<std::string>& extras_;
};

}  // namespace

MarkerVariables marker_variables(const Interpreter& interpreter) {
    const bool cpython = interpreter.implementation == "cpython";
    const auto& platform = interpreter.platform;  // "linux-x86_64"
    const bool mac = platform.starts_with("macos");
    return {{"python_version", interpreter.minor_version()},
            {"python_full_version", interpreter.version},
            {"implementation_version", interpreter.version},
            {"implementation_name", interpreter.implementation},
            {"platform_python_implementation", cpython ? "CPython" : interpreter.implementation},
            {"os_name", "posix"},
            {"sys_platform", mac ? "darwin" : "linux"},
            {"platform_system", mac ? "Darwin" : "Linux"},
            {"platform_machine", platform.substr(platform.rfind('-') + 1)}};
}

bool marker_holds(std::string_view marker, const MarkerVariables& variables, const std::set<std::string>& extras) {
    if (trim(marker).empty()) return true;
    try {
        return MarkerReader(marker, variables, extras).whole();
    } catch (const BadMarker&) {
        return true;
    }
}

bool version_satisfies(const std::string& version, const std::string& constraint) {
    std::vector<std::string> choices(1);
    for (const char c : constraint) {
        if (c != '|')
            choices.back() += c;
        else if (!choices.back().empty())
            choices.emplace_back();
    }
    return std::any_of(choices.begin(), choices.end(), [&](const std::string& choice) {
        const auto clauses = split(pep440(choice), ',');
        return std::all_of(clauses.begin(), clauses.end(),
                           [&](const std::string& clause) { return satisfies_clause(version, clause); });
    });
}

}  // namespace testskew::profile
