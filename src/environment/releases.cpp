#include "environment/releases.hpp"

#include <fmt/core.h>

#include "environment/build.hpp"
#include "environment/failure.hpp"
#include "environment/uv.hpp"
#include "util/text.hpp"

namespace testskew::environment {
namespace {

/// Returns the environment that holds the pip of this interpreter's ensurepip, compiled. Every environment with seeds
/// begins with it, so it is nearly always there.
Environment with_pip(const Interpreter& interpreter, const std::vector<std::string>& arguments,
                     const BuildOptions& options) {
    Resolution resolution;
    for (const auto& [name, version] : interpreter.seeds) resolution.packages[name] = {version, name + "==" + version};
    if (!resolution.packages.count("pip")) resolution.packages["pip"] = {"", "pip"};
    resolution.arguments = arguments;
    return build(interpreter, resolution, options);
}

/// Prints "release VERSION YANKED" for every candidate between the bounds. pip has no public interface for this, and
/// its command `pip index versions` lists yanked releases without a mark, so pip's finder itself is asked. If the shape
/// of pip changes, this fails, but it never gives a wrong answer.
constexpr const char* script = R"(
import sys
from pip._internal.cli import cmdoptions
from pip._internal.commands.index import IndexCommand
from pip._vendor.packaging.version import Version

name, low, high = sys.argv[1], Version(sys.argv[2]), Version(sys.argv[3])
low, high = min(low, high), max(low, high)

class Releases(IndexCommand):
    def get_available_package_versions(self, options, args):
        with self._build_session(options) as session:
            finder = self._build_package_finder(
                options=options, session=session, target_python=cmdoptions.make_target_python(options),
                ignore_requires_python=False)
            found = {}
            for candidate in finder.find_all_candidates(args[0]):
                version = Version(str(candidate.version))
                found[version] = found.get(version, True) and bool(candidate.link.is_yanked)
        if not found:
            sys.exit('the package index has no release of %s that this Python can install' % args[0])
        for version in sorted(found):
            if version == high or (low < version < high and not found[version] and not version.is_prerelease):
                print('release', version, int(found[version]))

command = ['versions', '--no-input', '--disable-pip-version-check', '--pre', name]
sys.exit(Releases('index', '').main(command + sys.argv[4:]))
)";

/// Returns the index options of uv under their names in pip.
std::vector<std::string> for_pip(const std::vector<std::string>& arguments) {
    std::vector<std::string> result;
    for (size_t i = 0; i < arguments.size(); ++i) {
        const std::string& a = arguments[i];
        if (a == "--no-index") result.push_back(a);
        if (i + 1 >= arguments.size()) break;
        if (a == "--default-index")
            result.insert(result.end(), {"--index-url", arguments[++i]});
        else if (a == "--index")
            result.insert(result.end(), {"--extra-index-url", arguments[++i]});
        else if (a == "--find-links")
            result.insert(result.end(), {a, arguments[++i]});
        else if (a == "--allow-insecure-host")
            result.insert(result.end(), {"--trusted-host", arguments[++i]});
    }
    return result;
}

/// Gives the index variables of uv to pip, unless pip has its own.
void give_to_pip(Environ& environ) {
    const auto give = [&](const char* uv, const char* pip) {
        const auto it = environ.find(uv);
        if (it == environ.end() || it->second.empty() || environ.count(pip)) return;
        std::vector<std::string> urls;
        for (const auto& word : split(it->second, ' ')) {  // "name=https://..." names an index.
            const size_t equals = word.find('='), scheme = word.find("://");
            if (!word.empty()) urls.push_back(equals < scheme ? word.substr(equals + 1) : word);
        }
        environ[pip] = join(urls, " ");
    };
    give("UV_DEFAULT_INDEX", "PIP_INDEX_URL");
    give("UV_INDEX_URL", "PIP_INDEX_URL");
    give("UV_INDEX", "PIP_EXTRA_INDEX_URL");
    give("UV_EXTRA_INDEX_URL", "PIP_EXTRA_INDEX_URL");
    give("UV_INSECURE_HOST", "PIP_TRUSTED_HOST");
}

}  // namespace

std::vector<Release> releases(const std::string& name, const std::string& low, const std::string& high,
                              const Interpreter& interpreter, const std::vector<std::string>& arguments,
                              const BuildOptions& options) {
    const std::string what = fmt::format("the releases of {} cannot be listed", name);
    if (options.offline) throw BuildError(what + " offline", {"the network was switched off", {name}, true, false});
    process::Command command;
    command.argv = {with_pip(interpreter, arguments, options).python().string(), "-I", "-c", script, name, low, high};
    for (auto& argument : for_pip(arguments)) command.argv.push_back(std::move(argument));
    command.environ = environ_for_uv(options);
    give_to_pip(command.environ);
    command.directory = "/";
    const auto exit = process::run(command);
    if (!exit.ok()) {
        const auto lines = split(trim(exit.err), '\n');
        const std::string reason = without_credentials(printable(lines.empty() ? "" : lines.back()));
        BuildFailure failure = read_failure(exit.err);
        failure.reason = reason.empty() ? "pip could not be asked" : reason;
        failure.packages = {name};
        throw BuildError(what + ": " + failure.reason, failure);
    }
    std::vector<Release> result;
    for (const auto& line : split(exit.out, '\n')) {
        const auto words = split(line, ' ');
        if (words.size() == 3 && words[0] == "release") result.push_back({words[1], words[2] == "1"});
    }
    return result;
}

}  // namespace testskew::environment
