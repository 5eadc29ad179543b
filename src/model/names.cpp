#include <array>
#include <utility>

#include "model/json.hpp"

namespace testskew {
namespace {
constexpr std::array<std::pair<Outcome, const char*>, 9> outcomes = {{
    {Outcome::passed, "passed"},
    {Outcome::failed, "failed"},
    {Outcome::error, "error"},
    {Outcome::skipped, "skipped"},
    {Outcome::xfailed, "xfailed"},
    {Outcome::xpassed, "xpassed"},
    {Outcome::crashed, "crashed"},
    {Outcome::timed_out, "timed out"},
    {Outcome::not_run, "not run"},
}};
}  // namespace

std::string to_string(Outcome outcome) {
    for (const auto& [value, name] : outcomes)
        if (value == outcome) return name;
    return "not run";
}

std::string to_string(ClusterKind kind) {
    switch (kind) {
        case ClusterKind::regression: return "regression";
        case ClusterKind::reverse: return "reverse";
        case ClusterKind::common: return "common";
        case ClusterKind::one_sided: return "one-sided";
        case ClusterKind::flaky: return "flaky";
    }
    return "regression";
}

std::string to_string(VerdictKind kind) {
    switch (kind) {
        case VerdictKind::proven: return "proven";
        case VerdictKind::supported: return "supported";
        case VerdictKind::interaction: return "interaction";
        case VerdictKind::ruled_out: return "ruled out";
        case VerdictKind::unproven: return "unproven";
        case VerdictKind::untestable: return "untestable";
    }
    return "unproven";
}

std::string to_string(Invocation invocation) {
    return invocation == Invocation::pytest ? "pytest" : "python -m pytest";
}

std::string to_string(const FilesSpec& files) {
    switch (files.kind) {
        case FilesSpec::Kind::worktree: return "worktree";
        case FilesSpec::Kind::tracked: return "tracked";
        case FilesSpec::Kind::ref: return "ref:" + files.ref;
        case FilesSpec::Kind::nothing: return "nothing";
    }
    return "worktree";
}

}  // namespace testskew
