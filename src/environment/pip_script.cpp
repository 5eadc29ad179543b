#include "environment/pip_script.hpp"

#include "environment/build.hpp"
#include "environment/index_credentials.hpp"
#include "environment/uv.hpp"
#include "util/pip_options.hpp"
#include "util/text.hpp"

namespace testskew::environment {
namespace {

/// What all scripts begin with. pip has no public interface for this, so its command `index` is taken over. If the
/// shape of pip changes, a script fails, but it never gives a wrong answer. `candidates(ignore)` are pip's candidates,
/// with those that ask for another Python if `ignore` is true. A script ends with run(work, NAME, arguments), which
/// calls work(session, candidates).
constexpr const char* preamble = R"(
import sys
from pip._internal.cli import cmdoptions
from pip._internal.commands.index import IndexCommand
from pip._vendor.packaging.version import Version

def run(work, name, arguments):
    class Command(IndexCommand):
        def get_available_package_versions(self, options, args):
            with self._build_session(options) as session:
                def candidates(ignore):
                    finder = self._build_package_finder(
                        options=options, session=session, target_python=cmdoptions.make_target_python(options),
                        ignore_requires_python=ignore)
                    return finder.find_all_candidates(args[0])
                work(session, candidates)
    command = ['versions', '--no-input', '--disable-pip-version-check', '--pre', name]
    sys.exit(Command('index', '').main(command + arguments))
)";

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

/// Returns the index options of uv under their names in pip.
std::vector<std::string> for_pip(const std::vector<std::string>& arguments) {
    std::vector<std::string> result;
    for (size_t i = 0; i < arguments.size(); ++i) {
        const std::string& a = arguments[i];
        if (a == "--no-index") result.push_back(a);
        if (i + 1 >= arguments.size()) break;
        if (const auto name = pip_option_of(a); !name.empty())
            result.insert(result.end(), {std::string(name), arguments[++i]});
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

process::Exit run_with_pip(const std::string& script, const std::vector<std::string>& words,
                           const Interpreter& interpreter, const std::vector<std::string>& arguments,
                           const BuildOptions& options) {
    process::Command command;
    command.argv = {with_pip(interpreter, arguments, options).python().string(), "-I", "-c", preamble + script};
    command.argv.insert(command.argv.end(), words.begin(), words.end());
    for (auto& argument : for_pip(arguments)) command.argv.push_back(std::move(argument));
    command.environ = environ_for_uv(options);
    give_to_pip(command.environ);
    hide_credentials(command.argv, command.environ);
    command.directory = "/";
    command.timeout = options.timeout;
    return process::run(command);
}

}  // namespace testskew::environment
