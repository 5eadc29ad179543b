#include "environment/sdist_changelog.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "environment/failure.hpp"
#include "environment/pip_script.hpp"

namespace testskew::environment {
namespace {

/// Prints the changelog of a source distribution as one JSON object. pip's finder knows where it is, and pip's session
/// has the user's credentials.
constexpr const char* changelog_script = R"(
import hashlib, io, json, re, tarfile

name, wanted = sys.argv[1], Version(sys.argv[2])
MOST = 40_000_000
CHANGELOG = re.compile(r'(?i)(changes|changelog|history|news|release[-_]?notes)(\.(rst|md|txt))?$')

def read(data, archive):
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        found = [member for member in tar if member.isfile() and member.size < 2_000_000
                 and member.name.count('/') < 3 and CHANGELOG.match(member.name.rsplit('/', 1)[-1])]
        for member in sorted(found, key=lambda one: (one.name.count('/'), -one.size)):
            text = tar.extractfile(member).read().decode('utf-8', 'replace')
            if sys.argv[2] in text:
                file = member.name.split('/', 1)[-1]
                print(json.dumps({'source': '%s of %s' % (file, archive), 'text': text[:500_000]}))
                return

def work(session, candidates):
    for candidate in candidates(ignore=True):
        link = candidate.link
        if link.is_wheel or Version(str(candidate.version)) != wanted or link.filename.endswith('.zip'):
            continue
        response = session.get(link.url_without_fragment, headers={'Accept-Encoding': 'identity'}, stream=True)
        response.raise_for_status()
        data = b''
        for part in response.iter_content(1 << 16):
            data += part
            if len(data) > MOST:
                return
        if link.hash_name and hashlib.new(link.hash_name, data).hexdigest() != link.hash:
            return
        return read(data, link.filename)

run(work, name, sys.argv[3:])
)";

}  // namespace

std::optional<SdistChangelog> sdist_changelog(const std::string& name, const std::string& version,
                                              const Interpreter& interpreter, const std::vector<std::string>& arguments,
                                              const BuildOptions& options) {
    if (options.offline) return std::nullopt;
    try {
        const auto exit = run_with_pip(changelog_script, {name, version}, interpreter, arguments, options);
        if (!exit.ok()) return std::nullopt;
        const auto document = nlohmann::json::parse(exit.out, nullptr, false);
        if (!document.is_object()) return std::nullopt;
        return SdistChangelog{document.value("source", ""), document.value("text", "")};
    } catch (const BuildError&) {
        return std::nullopt;
    }
}

}  // namespace testskew::environment
