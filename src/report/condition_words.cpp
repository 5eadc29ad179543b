#include "report/condition_words.hpp"

#include <fmt/core.h>

#include "report/facts.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

std::string value_of(const MatrixCondition& one) { return one_line(one.value, 60); }

std::string is_words(const MatrixCondition& one) {
    if (!one.as_in.empty()) return fmt::format("{} as in {}", thing_words(one), one_line(one.as_in, 60));
    if (one.factor == Factor::environ) return fmt::format("{}={}", thing_words(one), value_of(one));
    if (one.factor == Factor::selection && one.name == "arguments") return fmt::format("`pytest {}`", value_of(one));
    if (one.factor == Factor::interpreter && (one.value == "yes" || one.value == "no"))
        return (one.value == "yes" ? "" : "no ") + thing_words(one);
    if (one.factor == Factor::interpreter && one.name == "implementation") return value_of(one);
    if (one.factor == Factor::host && one.name == "os") return value_of(one);
    return fmt::format("{} {}", thing_words(one), value_of(one));
}

std::string there(const MatrixCondition& one, bool is_there) {
    const char* word = one.factor == Factor::packages ? "installed" : one.factor == Factor::selection ? "given" : "set";
    return fmt::format("{} {}{}", thing_words(one), is_there ? "" : "not ", word);
}

}  // namespace

std::string thing_words(const MatrixCondition& one) {
    if (one.factor == Factor::selection && one.name == "arguments") return "pytest's arguments";
    if (one.factor == Factor::host && one.name == "os") return "the system";
    return one_line(one.name, 60);
}

std::string condition_words(const MatrixCondition& one) {
    switch (one.kind) {
        case ConditionKind::is: return is_words(one);
        case ConditionKind::is_not:
            if (!one.as_in.empty())
                return fmt::format("{} other than in {}", thing_words(one), one_line(one.as_in, 60));
            return fmt::format("{} other than {}", thing_words(one), value_of(one));
        case ConditionKind::at_least: return fmt::format("{} >= {}", thing_words(one), value_of(one));
        case ConditionKind::below: return fmt::format("{} < {}", thing_words(one), value_of(one));
        case ConditionKind::present: return there(one, true);
        case ConditionKind::absent: return there(one, false);
        case ConditionKind::later: return fmt::format("{} later than {}", thing_words(one), value_of(one));
        case ConditionKind::earlier: return fmt::format("{} earlier than {}", thing_words(one), value_of(one));
    }
    return {};
}

std::string description_words(const MatrixDescription& description) {
    std::vector<std::string> any;
    for (const Conjunction& all : description.any) {
        std::vector<std::string> words;
        for (const MatrixCondition& one : all) words.push_back(condition_words(one));
        any.push_back(join(words, " and "));
    }
    return join(any, ", or ");
}

}  // namespace testskew::report
