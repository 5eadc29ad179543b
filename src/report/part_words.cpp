#include "report/part_words.hpp"

#include <fmt/core.h>

namespace testskew::report {

std::string package_words(const CausePackage& p, const SideNames& names) {
    if (p.bad.empty())
        return fmt::format("{} is installed in {} ({}) and not in {}", p.name, names.good, p.good, names.bad);
    if (p.good.empty())
        return fmt::format("{} is installed in {} ({}) and not in {}", p.name, names.bad, p.bad, names.good);
    if (p.first_bad.empty())
        return fmt::format("{} is {} in {} and {} in {}", p.name, p.bad, names.bad, p.good, names.good);
    return fmt::format("{} {} is the {} release that fails{} ({} in {}, {} in {})", p.name, p.first_bad,
                       p.bad_is_newer ? "first" : "last",
                       p.otherwise      ? fmt::format(", in another way than {}", p.bad)
                       : p.fails_before ? " in this way"
                                        : "",
                       p.bad, names.bad, p.good, names.good);
}

std::string interpreter_words(const CauseInterpreter& i, const SideNames& names) {
    const char* on_good = names.both_fail ? "fails otherwise" : "passes";
    if (!i.bad_build.empty())
        return fmt::format("{}{} fails and {} {} with the same packages",
                           i.builds_by_path ? "the interpreter " : "Python ", i.bad_build, i.good_build, on_good);
    if (i.bad == i.good) return "";
    const std::string bad = i.first_bad.empty() ? i.bad : i.first_bad,
                      good = i.last_good.empty() ? i.good : i.last_good;
    const std::string first = fmt::format("Python {} fails and {} {} with the same packages", bad, good, on_good);
    // The profiles are bare versions, so the sentence has them already.
    const bool named_so = names.bad == i.bad && names.good == i.good;
    return named_so || (bad == i.bad && good == i.good)
               ? first
               : fmt::format("{} ({} in {}, {} in {})", first, i.bad, names.bad, i.good, names.good);
}

std::string variable_words(const CauseVariable& v, const SideNames& names) {
    if (v.bad && v.good) {
        if (!v.bad->shown || !v.good->shown)
            return fmt::format("{} has another value in {} than in {}", v.name, names.bad, names.good);
        return fmt::format("{} is '{}' in {} and '{}' in {}", v.name, v.bad->text, names.bad, v.good->text, names.good);
    }
    const std::optional<CauseValue>& value = v.bad ? v.bad : v.good;
    const std::string &with = v.bad ? names.bad : names.good, &without = v.bad ? names.good : names.bad;
    const std::string shown = value && value->shown ? fmt::format(" ('{}')", value->text) : "";
    return fmt::format("{} is set in {}{} and not in {}", v.name, with, shown, without);
}

}  // namespace testskew::report
