#include "environment/releases.hpp"

#include <fmt/core.h>

#include "environment/failure.hpp"
#include "environment/pip_script.hpp"
#include "util/text.hpp"

namespace testskew::environment {
namespace {

/// Prints "release VERSION" for every candidate between the bounds. The command `pip index versions` lists yanked
/// releases without a mark, so pip's finder itself is asked.
constexpr const char* script = R"(
name, low, high = sys.argv[1], Version(sys.argv[2]), Version(sys.argv[3])
low, high = min(low, high), max(low, high)

def work(session, candidates):
    found = {}
    for candidate in candidates(ignore=False):
        version = Version(str(candidate.version))
        found[version] = found.get(version, True) and bool(candidate.link.is_yanked)
    if not found:
        sys.exit('the package index has no release of %s that this Python can install' % name)
    for version in sorted(found):
        if version == high or (low < version < high and not found[version] and not version.is_prerelease):
            print('release', version)

run(work, name, sys.argv[4:])
)";

}  // namespace

std::vector<std::string> releases(const std::string& name, const std::string& low, const std::string& high,
                                  const Interpreter& interpreter, const std::vector<std::string>& arguments,
                                  const BuildOptions& options) {
    const std::string what = fmt::format("the releases of {} cannot be listed", name);
    if (options.offline) throw BuildError(what + " offline", {"the network was switched off", {name}, true, false});
    const auto exit = run_with_pip(script, {name, low, high}, interpreter, arguments, options);
    if (!exit.ok()) {
        const auto lines = split(trim(exit.err), '\n');
        const std::string reason = without_credentials(printable(lines.empty() ? "" : lines.back()));
        BuildFailure failure = read_failure(exit.err);
        failure.reason = reason.empty() ? "pip could not be asked" : reason;
        failure.packages = {name};
        throw BuildError(what + ": " + failure.reason, failure);
    }
    std::vector<std::string> result;
    for (const auto& line : split(exit.out, '\n')) {
        const auto words = split(line, ' ');
        if (words.size() == 2 && words[0] == "release") result.push_back(words[1]);
    }
    return result;
}

}  // namespace testskew::environment
