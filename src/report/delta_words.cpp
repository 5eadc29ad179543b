#include "report/delta_words.hpp"

#include <fmt/core.h>

#include "util/text.hpp"

namespace testskew::report {
namespace {

/// "x is A in ci and B in local". `absent` is the word for a side that has no value.
std::string both(const std::string& what, const std::optional<std::string>& bad, const std::optional<std::string>& good,
                 const SideNames& names, const char* absent) {
    if (!bad && good) return fmt::format("{} is {} in {} and {} in {}", what, *good, names.good, absent, names.bad);
    return fmt::format("{} is {} in {} and {} in {}", what, bad.value_or(absent), names.bad, good.value_or(absent),
                       names.good);
}

std::string of_package(const CauseDelta& d, const SideNames& names) {
    if (!d.bad) return fmt::format("{} is installed in {} and not in {}", d.name, names.good, names.bad);
    if (!d.good) return fmt::format("{} is installed in {} and not in {}", d.name, names.bad, names.good);
    return both(d.name, d.bad, d.good, names, "not installed");
}

std::string of_path(const CauseDelta& d, const SideNames& names) {
    if (!d.bad) return fmt::format("{} is missing in {}", d.name, names.bad);
    if (!d.good) return fmt::format("{} is there in {} and not in {}", d.name, names.bad, names.good);
    if (d.bad->empty() || *d.bad == "content")
        return fmt::format("{} has other contents in {} than in {}", d.name, names.bad, names.good);
    return fmt::format("{} differs between {} and {}: {}", d.name, names.bad, names.good, *d.bad);
}

std::string of_option(const CauseDelta& d, const SideNames& names) {
    const auto quoted = [](const std::string& s) { return "`" + s + "`"; };
    if (d.bad && d.good)
        return fmt::format("pytest is given {} in {} and {} in {}", quoted(*d.bad), names.bad, quoted(*d.good),
                           names.good);
    return d.bad ? fmt::format("pytest is given {} in {} and not in {}", quoted(*d.bad), names.bad, names.good)
                 : fmt::format("pytest is given {} in {} and not in {}", quoted(d.good.value_or(d.name)), names.good,
                               names.bad);
}

std::string of_setup(const CauseDelta& d, const SideNames& names) {
    const std::string bad = d.bad.value_or(""), good = d.good.value_or("");
    if (bad.empty()) return fmt::format("the setup `{}` is run in {} and not in {}", good, names.good, names.bad);
    if (good.empty()) return fmt::format("the setup `{}` is run in {} and not in {}", bad, names.bad, names.good);
    return fmt::format("the setup is `{}` in {} and `{}` in {}", bad, names.bad, good, names.good);
}

std::string of_branch(const CauseDelta& d, const SideNames& names) {
    const auto branch = [](const std::optional<std::string>& b) {
        return !b ? "on its own branch" : b->empty() ? "detached" : "on " + *b;
    };
    return fmt::format("git's HEAD is {} in {} and {} in {}", branch(d.bad), names.bad, branch(d.good), names.good);
}

/// What differs in the git repository, or in how the project is installed and set up.
std::string of_repository(const CauseDelta& d, const SideNames& names) {
    const auto said = [](const std::optional<std::string>& value) {
        return value && !value->empty() ? value : std::nullopt;
    };
    switch (d.kind) {
        case DeltaKind::git:
            return fmt::format("the git repository is that of {} in {} and of {} in {}", d.bad.value_or("?"), names.bad,
                               d.good.value_or("?"), names.good);
        case DeltaKind::git_depth: return both("the depth of the git history", d.bad, d.good, names, "unlimited");
        case DeltaKind::git_tags:
            return d.bad == "none" ? fmt::format("the git tags are missing in {}", names.bad)
                                   : fmt::format("the git tags are there in {} and not in {}", names.bad, names.good);
        case DeltaKind::git_branch: return of_branch(d, names);
        case DeltaKind::installation:
            return both("the project's installation", said(d.bad), said(d.good), names, "missing");
        default: return of_setup(d, names);
    }
}

/// What differs in which tests run, and how.
std::string of_selection(const CauseDelta& d, const SideNames& names) {
    switch (d.kind) {
        case DeltaKind::option: return of_option(d, names);
        case DeltaKind::invocation:
            return fmt::format("{} starts `{}`, {} `{}`: only `python -m pytest` puts the current folder on sys.path",
                               names.bad, d.bad.value_or("?"), names.good, d.good.value_or("?"));
        case DeltaKind::targets:
            return fmt::format(
                "the targets are `{}` in {} and `{}` in {}: the order in which modules are collected and run follows "
                "from them",
                d.bad.value_or(""), names.bad, d.good.value_or(""), names.good);
        default:
            return d.bad ? fmt::format("{} runs in {} and not in {}", d.name, names.bad, names.good)
                         : fmt::format("{} runs in {} and not in {}, and is needed", d.name, names.good, names.bad);
    }
}

/// What differs in the conditions that a profile asks of the host.
std::string of_host(const CauseDelta& d, const SideNames& names) {
    switch (d.kind) {
        case DeltaKind::umask: return both("the umask", d.bad, d.good, names, "not set");
        case DeltaKind::terminal: {
            const auto place = [](const std::optional<std::string>& t) {
                return t && t->rfind("terminal", 0) == 0 ? "in a " + *t : std::string("on pipes");
            };
            return fmt::format("pytest runs {} in {} and {} in {}", place(d.bad), names.bad, place(d.good), names.good);
        }
        case DeltaKind::user:
            return both("the user", d.bad, d.good, names, "root");  // another user is possible for root only
        case DeltaKind::cpus: return both("the number of processors", d.bad, d.good, names, "not limited");
        case DeltaKind::limit: return both("the limit of " + d.name, d.bad, d.good, names, "as it is");
        default:
            return both("the home folder", d.bad == "inherit" ? "your own" : d.bad,
                        d.good == "inherit" ? "your own" : d.good, names, "private");
    }
}

}  // namespace

std::string delta_words(const CauseDelta& d, const SideNames& names) {
    switch (d.kind) {
        case DeltaKind::interpreter: return both("the interpreter", d.bad, d.good, names, "missing");
        case DeltaKind::package: return of_package(d, names);
        case DeltaKind::variable:
            return fmt::format("{} is not the same in {} and in {}", d.name, names.bad, names.good);
        case DeltaKind::path: return of_path(d, names);
        case DeltaKind::git:
        case DeltaKind::git_depth:
        case DeltaKind::git_tags:
        case DeltaKind::git_branch:
        case DeltaKind::installation:
        case DeltaKind::setup: return of_repository(d, names);
        case DeltaKind::option:
        case DeltaKind::invocation:
        case DeltaKind::targets:
        case DeltaKind::module:
        case DeltaKind::test: return of_selection(d, names);
        case DeltaKind::umask:
        case DeltaKind::terminal:
        case DeltaKind::user:
        case DeltaKind::cpus:
        case DeltaKind::limit:
        case DeltaKind::home: return of_host(d, names);
    }
    return d.name;
}

bool words_name(const CauseDelta& d) {
    switch (d.kind) {
        case DeltaKind::package:
        case DeltaKind::variable:
        case DeltaKind::path:
        case DeltaKind::git_tags:
        case DeltaKind::setup:
        case DeltaKind::targets:
        case DeltaKind::module:
        case DeltaKind::test:
        case DeltaKind::umask:
        case DeltaKind::terminal:
        case DeltaKind::user:
        case DeltaKind::limit:
        case DeltaKind::home: return true;
        case DeltaKind::option:
            return (!d.bad && !d.good) || (d.bad && d.bad->find(d.name) != std::string::npos) ||
                   (d.good && d.good->find(d.name) != std::string::npos);
        case DeltaKind::interpreter:
        case DeltaKind::git:
        case DeltaKind::git_depth:
        case DeltaKind::git_branch:
        case DeltaKind::installation:
        case DeltaKind::invocation:
        case DeltaKind::cpus: return false;
    }
    return false;
}

}  // namespace testskew::report
