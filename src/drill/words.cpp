#include "drill/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "util/text.hpp"

namespace testskew::drill {
namespace {

using Kind = sides::SwapDelta::Kind;
constexpr size_t longest_value = 80;

/// Settings whose value is no secret of anybody, wherever it comes from.
bool well_known(const std::string& name) {
    static const std::set<std::string> names = {"TZ",      "LANG",      "LANGUAGE", "CI",          "GITHUB_ACTIONS",
                                                "TERM",    "COLORTERM", "NO_COLOR", "FORCE_COLOR", "CLICOLOR",
                                                "COLUMNS", "LINES"};
    return names.count(name) || name.rfind("LC_", 0) == 0 ||
           (name.rfind("PYTHON", 0) == 0 && name != "PYTHONPATH" && name != "PYTHONHOME");
}

/// "x is A in ci and B in local", with words for what is not there.
std::string both(const std::string& what, const std::optional<std::string>& bad, const std::optional<std::string>& good,
                 const SideNames& names, const char* absent) {
    if (!bad && good) return fmt::format("{} is {} in {} and {} in {}", what, *good, names.good, absent, names.bad);
    return fmt::format("{} is {} in {} and {} in {}", what, bad.value_or(absent), names.bad, good.value_or(absent),
                       names.good);
}

std::string of_path(const sides::SwapDelta& d, const SideNames& names) {
    if (!d.bad)
        return fmt::format("{} is missing in {}{}", d.name, names.bad,
                           d.good && d.good->find("ignored") != std::string::npos ? " (ignored by git)" : "");
    if (!d.good)
        return fmt::format("{} is there in {} and not in {}{}", d.name, names.bad, names.good,
                           d.bad->find("ignored") != std::string::npos ? " (ignored by git)" : "");
    return d.bad->empty() || *d.bad == "content"
               ? fmt::format("{} has other contents in {} than in {}", d.name, names.bad, names.good)
               : fmt::format("{} differs between {} and {}: {}", d.name, names.bad, names.good, *d.bad);
}

std::string of_option(const sides::SwapDelta& d, const SideNames& names) {
    const auto quoted = [](const std::string& s) { return "`" + s + "`"; };
    if (d.bad && d.good)
        return fmt::format("pytest is given {} in {} and {} in {}", quoted(*d.bad), names.bad, quoted(*d.good),
                           names.good);
    return d.bad ? fmt::format("pytest is given {} in {} and not in {}", quoted(*d.bad), names.bad, names.good)
                 : fmt::format("pytest is given {} in {} and not in {}", quoted(d.good.value_or(d.name)), names.good,
                               names.bad);
}

std::string of_setup(const sides::SwapDelta& d, const SideNames& names) {
    const std::string bad = d.bad.value_or(""), good = d.good.value_or("");
    if (bad.empty()) return fmt::format("the setup `{}` is run in {} and not in {}", good, names.good, names.bad);
    if (good.empty()) return fmt::format("the setup `{}` is run in {} and not in {}", bad, names.bad, names.good);
    return fmt::format("the setup is `{}` in {} and `{}` in {}", bad, names.bad, good, names.good);
}

}  // namespace

std::optional<CauseValue> shown_value(const std::string& name, const std::optional<std::string>& value,
                                      const std::optional<std::string>& inherited, const Secrets& secrets) {
    if (!value) return std::nullopt;
    const bool kept = secret_name(name) || lower(name).ends_with("_key") || value->size() > longest_value ||
                      printable(*value) != *value || secrets.are_in(*value) ||
                      (value == inherited && !well_known(name));
    return kept ? CauseValue{"", false} : CauseValue{*value, true};
}

std::string enumerated(const std::vector<std::string>& words) {
    if (words.size() < 2) return join(words, "");
    return join({words.begin(), words.end() - 1}, ", ") + " and " + words.back();
}

std::string sentence(const sides::SwapDelta& d, const SideNames& names) {
    switch (d.kind) {
        case Kind::interpreter: return both("the interpreter", d.bad, d.good, names, "missing");
        case Kind::package:
            if (!d.bad) return fmt::format("{} is installed in {} and not in {}", d.name, names.good, names.bad);
            if (!d.good) return fmt::format("{} is installed in {} and not in {}", d.name, names.bad, names.good);
            return both(d.name, d.bad, d.good, names, "not installed");
        case Kind::variable: return fmt::format("{} is not the same in {} and in {}", d.name, names.bad, names.good);
        case Kind::path: return of_path(d, names);
        case Kind::git:
            return fmt::format("the git repository is that of {} in {} and of {} in {}", d.bad.value_or("?"), names.bad,
                               d.good.value_or("?"), names.good);
        case Kind::git_depth: return both("the depth of the git history", d.bad, d.good, names, "unlimited");
        case Kind::git_tags:
            return d.bad == "none" ? fmt::format("the git tags are missing in {}", names.bad)
                                   : fmt::format("the git tags are there in {} and not in {}", names.bad, names.good);
        case Kind::git_branch: {
            const auto branch = [](const std::optional<std::string>& b) {
                return !b ? "on its own branch" : b->empty() ? "detached" : "on " + *b;
            };
            return fmt::format("git's HEAD is {} in {} and {} in {}", branch(d.bad), names.bad, branch(d.good),
                               names.good);
        }
        case Kind::installation:
            return both("the project's installation", d.bad && !d.bad->empty() ? d.bad : std::nullopt,
                        d.good && !d.good->empty() ? d.good : std::nullopt, names, "missing");
        case Kind::setup: return of_setup(d, names);
        case Kind::option: return of_option(d, names);
        case Kind::invocation:
            return fmt::format("{} starts `{}`, {} `{}`: only `python -m pytest` puts the current folder on sys.path",
                               names.bad, d.bad.value_or("?"), names.good, d.good.value_or("?"));
        case Kind::targets:
            return fmt::format(
                "the targets are `{}` in {} and `{}` in {}: the order in which modules are collected and run follows "
                "from them",
                d.bad.value_or(""), names.bad, d.good.value_or(""), names.good);
        case Kind::module:
        case Kind::test:
            return d.bad ? fmt::format("{} runs in {} and not in {}", d.name, names.bad, names.good)
                         : fmt::format("{} runs in {} and not in {}, and is needed", d.name, names.good, names.bad);
        case Kind::umask: return both("the umask", d.bad, d.good, names, "not set");
        case Kind::terminal: {
            const auto place = [](const std::optional<std::string>& t) {
                return t && t->rfind("terminal", 0) == 0 ? "in a " + *t : std::string("on pipes");
            };
            return fmt::format("pytest runs {} in {} and {} in {}", place(d.bad), names.bad, place(d.good), names.good);
        }
        case Kind::user:
            return both("the user", d.bad, d.good, names, "root");  // another user is possible for root only
        case Kind::cpus: return both("the number of processors", d.bad, d.good, names, "not limited");
        case Kind::limit: return both("the limit of " + d.name, d.bad, d.good, names, "as it is");
        case Kind::home:
            return both("the home folder", d.bad == "inherit" ? "your own" : d.bad,
                        d.good == "inherit" ? "your own" : d.good, names, "private");
    }
    return d.name;
}

std::string sentence(const CausePackage& p, bool bad_is_newer, const SideNames& names, bool otherwise) {
    if (p.bad.empty())
        return fmt::format("{} is installed in {} ({}) and not in {}", p.name, names.good, p.good, names.bad);
    if (p.good.empty())
        return fmt::format("{} is installed in {} ({}) and not in {}", p.name, names.bad, p.bad, names.good);
    const std::string versions = fmt::format("{} in {}, {} in {}", p.bad, names.bad, p.good, names.good);
    if (p.first_bad.empty())
        return fmt::format("{} is {} in {} and {} in {}", p.name, p.bad, names.bad, p.good, names.good);
    return fmt::format("{} {} is the {} release that fails{} ({})", p.name, p.first_bad,
                       bad_is_newer ? "first" : "last", otherwise ? fmt::format(", in another way than {}", p.bad) : "",
                       versions);
}

std::string sentence(const CauseInterpreter& i, const std::string& neighbour, const SideNames& names) {
    if (i.bad == i.good) return "";
    const std::string bad = i.first_bad.empty() ? i.bad : i.first_bad, good = neighbour.empty() ? i.good : neighbour;
    const std::string first = fmt::format("Python {} fails and {} passes with the same packages", bad, good);
    const bool named_so = names.bad == i.bad && names.good == i.good;  // bare versions as profiles: said already
    return named_so || (bad == i.bad && good == i.good)
               ? first
               : fmt::format("{} ({} in {}, {} in {})", first, i.bad, names.bad, i.good, names.good);
}

std::string sentence(const CauseVariable& v, const SideNames& names) {
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

std::string joined(const std::vector<std::vector<std::string>>& sets) {
    // "a.py:4 puts ..." and "b.py:4 puts ...": what they do is said once.
    std::vector<std::string> places;
    std::string deed;
    for (const auto& set : sets) {
        const auto space = set.size() == 1 ? set.front().find(' ') : std::string::npos;
        if (space == std::string::npos || set.front().find(':') > space ||
            (!deed.empty() && set.front().substr(space) != deed)) {
            places.clear();
            break;
        }
        deed = set.front().substr(space);
        places.push_back(set.front().substr(0, space));
    }
    if (places.size() > 1) return fmt::format("each of {}{}, and any one is enough", enumerated(places), deed);

    std::vector<std::string> parts;
    for (const auto& set : sets)
        parts.push_back(set.size() < 2 ? join(set, "")
                        : sets.size() > 1
                            ? "together: " + join(set, ", ")
                            : (set.size() == 2 ? "both are needed: " : "all are needed: ") + join(set, "; "));
    if (parts.size() < 2) return join(parts, "");
    return fmt::format("{} is enough: {}", parts.size() == 2 ? "either" : "any one of these", join(parts, "; or "));
}

std::string not_tried(const std::vector<std::string>& versions, const std::vector<int>& skipped,
                      const std::set<int>& would_compile) {
    constexpr size_t most = 3;
    std::vector<std::string> words;
    for (size_t i = 0; i < std::min(most, skipped.size()); ++i)
        words.push_back(versions.at(static_cast<size_t>(skipped[i])));
    if (skipped.size() > most) words.push_back(fmt::format("{} more", skipped.size() - most));
    const auto compiled =
        std::count_if(skipped.begin(), skipped.end(), [&](int entry) { return would_compile.count(entry) > 0; });
    std::string why;
    if (compiled > 0)
        why = static_cast<size_t>(compiled) < skipped.size()
                  ? fmt::format(", {} of them as compiling takes too long", compiled)
              : compiled == 1 ? ": it would have to be compiled, which takes too long"
                              : ": they would have to be compiled, which takes too long";
    return fmt::format("{} in between could not be tried{}", enumerated(words), why);
}

}  // namespace testskew::drill
