#include "explain/instead.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "explain/history.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

/// By "name" or "name, what". Kept small: what holds for nearly everyone who meets the difference.
const std::map<std::string, std::string>& known() {
    static const std::map<std::string, std::string> table = {
        {"tomllib", "the package tomli, which has the same functions"},
        {"zoneinfo", "the package backports.zoneinfo"},
        {"graphlib", "the package graphlib-backport"},
        {"compression.zstd", "the package backports.zstd"},
        {"annotationlib", "typing_extensions, or inspect.get_annotations"},
        {"asyncio.TaskGroup", "anyio.create_task_group, or the package taskgroup"},
        {"asyncio.timeout", "asyncio.wait_for, or the package async-timeout"},
        {"asyncio.Runner", "asyncio.run"},
        {"asyncio.to_thread", "loop.run_in_executor(None, function)"},
        {"datetime.UTC", "datetime.timezone.utc"},
        {"enum.StrEnum", "class Name(str, enum.Enum) with its own __str__, or the package backports.strenum"},
        {"itertools.batched", "more_itertools.batched"},
        {"itertools.pairwise", "zip(items, items[1:]), or more_itertools.pairwise"},
        {"functools.cache", "functools.lru_cache(maxsize=None)"},
        {"ExceptionGroup", "the package exceptiongroup"},
        {"BaseExceptionGroup", "the package exceptiongroup"},
        {"anext", "await iterator.__anext__()"},
        {"aiter", "iterator.__aiter__()"},
        {"str.removeprefix", "s[len(prefix):] if s.startswith(prefix) else s"},
        {"str.removesuffix", "s[:-len(suffix)] if suffix and s.endswith(suffix) else s"},
        {"pathlib.Path.walk", "os.walk(path)"},
        {"pathlib.Path.is_relative_to", "other in (path, *path.parents)"},
        {"pathlib.PurePath.is_relative_to", "other in (path, *path.parents)"},
        {"pathlib.Path.readlink", "os.readlink(path)"},
        {"shutil.rmtree, parameter onexc",
         "onerror= (deprecated since 3.12, but on both), chosen by sys.version_info where its warning matters"},
        {"zip, parameter strict", "compare the lengths, or more_itertools.zip_equal"},
        {"inspect.getargspec", "inspect.getfullargspec, or inspect.signature"},
        {"inspect.formatargspec", "str(inspect.signature(function))"},
        {"asyncio.coroutine", "async def"},
        {"asyncio.get_event_loop_policy", "asyncio.Runner(loop_factory=...), or asyncio.run"},
        {"asyncio.set_event_loop_policy", "asyncio.Runner(loop_factory=...), or asyncio.run"},
        {"random.shuffle, parameter random", "random.Random(seed).shuffle(items)"},
        {"imp", "importlib"},
        {"imp.reload", "importlib.reload"},
        {"distutils", "setuptools, sysconfig, shutil or packaging, by what is used"},
        {"distutils.version", "packaging.version"},
        {"distutils.util", "sysconfig, or a few lines of your own for strtobool"},
        {"asyncore", "asyncio, or the package pyasyncore"},
        {"asynchat", "asyncio, or the package pyasynchat"},
        {"smtpd", "the package aiosmtpd"},
        {"cgi", "email.message and urllib.parse, or the package legacy-cgi"},
        {"cgitb", "traceback, or the package legacy-cgi"},
        {"crypt", "the package legacycrypt, or passlib"},
        {"imghdr", "the package filetype, or puremagic"},
        {"sndhdr", "the package filetype, or puremagic"},
        {"telnetlib", "the package telnetlib3"},
        {"pipes", "subprocess, and shlex.quote for pipes.quote"},
        {"pkgutil.ImpImporter", "importlib.machinery; a newer setuptools no longer asks for it"},
        {"pkgutil.find_loader", "importlib.util.find_spec"},
        {"unittest.makeSuite", "unittest.TestLoader().loadTestsFromTestCase"},
        {"unittest.findTestCases", "unittest.TestLoader().loadTestsFromModule"},
        {"unittest.TestCase.assertEquals", "assertEqual"},
        {"unittest.TestCase.assertNotEquals", "assertNotEqual"},
        {"unittest.TestCase.assertRegexpMatches", "assertRegex"},
        {"unittest.TestCase.assertNotRegexpMatches", "assertNotRegex"},
        {"unittest.TestCase.assertRaisesRegexp", "assertRaisesRegex"},
        {"unittest.TestCase.assert_", "assertTrue"},
        {"unittest.TestCase.assertItemsEqual", "assertCountEqual"},
        {"unittest.TestCase.assertAlmostEquals", "assertAlmostEqual"},
        {"unittest.TestCase.assertDictContainsSubset", "assertEqual(whole, {**whole, **subset})"},
        {"configparser.SafeConfigParser", "configparser.ConfigParser"},
        {"configparser.ConfigParser.readfp", "read_file"},
        {"configparser.RawConfigParser.readfp", "read_file"},
        {"ssl.wrap_socket", "ssl.SSLContext(...).wrap_socket"},
        {"ssl.match_hostname", "let SSLContext check it (check_hostname)"},
        {"locale.format", "locale.format_string"},
        {"base64.encodestring", "base64.encodebytes"},
        {"base64.decodestring", "base64.decodebytes"},
        {"threading.Thread.isAlive", "is_alive"},
        {"xml.etree.cElementTree", "xml.etree.ElementTree"},
        {"time.clock", "time.perf_counter or time.process_time"},
        {"array.array.tostring", "tobytes"},
        {"array.array.fromstring", "frombytes"},
        {"fractions.gcd", "math.gcd"},
        {"html.parser.HTMLParser.unescape", "html.unescape"},
        {"gettext.lgettext", "gettext.gettext"},
        {"ast.Num", "ast.Constant"},
        {"ast.Str", "ast.Constant"},
        {"ast.Bytes", "ast.Constant"},
        {"ast.NameConstant", "ast.Constant"},
        {"ast.Ellipsis", "ast.Constant"},
        {"X | Y", "typing.Union[X, Y], or from __future__ import annotations where it is only an annotation"},
        {"dict, the operator |", "{**a, **b}"},
        {"dict, the operator |=", "a.update(b)"},
        {"typing.io", "typing: IO, TextIO and BinaryIO"},
        {"typing.re", "typing: Pattern and Match"},
        {"sqlite3.enable_shared_cache", "a database URI with cache=shared"},
        {"webbrowser.MacOSX", "webbrowser.get()"},
        {"locale.resetlocale", "locale.setlocale(locale.LC_ALL, \"\")"},
        {"tempfile.mktemp", "tempfile.mkstemp"},
    };
    return table;
}

/// A public name that both versions have and that ends the same: collections.abc.Mapping for collections.Mapping.
std::string elsewhere(const CauseApi& api, const Atlas& atlas, int bad, int good) {
    const auto dot = api.name.rfind('.');
    if (dot == std::string::npos) return "";
    const auto gone = atlas.entry(api.name, good);
    if (!gone || (gone->kind != 'c' && gone->kind != 'f')) return "";
    const std::string package = api.name.substr(0, api.name.find('.'));
    std::string best;
    for (const auto& name : atlas.with_last_part(api.name.substr(dot + 1))) {
        if (name == api.name || name.substr(0, name.find('.')) != package) continue;
        const auto other = atlas.entry(name, good);
        if (!other || other->name != gone->name || atlas.has(name, bad) != Known::yes)
            continue;  // the very same object, on the side that has both
        if (best.empty() || name.size() < best.size()) best = name;
    }
    return best;
}

}  // namespace

std::string instead_of(const CauseApi& api, const Atlas& atlas, int bad, int good) {
    for (const auto& key : {api.name + ", " + api.what, api.name})
        if (const auto found = known().find(key);
            found != known().end() && (key != api.name || api.what.empty() || api.what == "module" ||
                                       api.what.starts_with("deprecated") || api.what == "the union of types"))
            return found->second;
    if (api.name.starts_with("typing.")) return "typing_extensions." + api.name.substr(7);
    if (api.name.starts_with("importlib.metadata")) return "the package importlib-metadata";
    if (api.name.starts_with("importlib.resources")) return "the package importlib-resources";
    if (api.name.starts_with("distutils.")) return known().at("distutils");
    if (api.name.starts_with("asyncio.") && api.what == "parameter loop")
        return "leave it out: the running loop is taken";
    if (api.what.starts_with("subscripts"))
        return "from __future__ import annotations where it is only an annotation, else the generic of typing";
    if (const auto other = elsewhere(api, atlas, bad, good); !other.empty()) return other;
    if (api.what.starts_with("deprecated")) return "";
    const int boundary = atlas.find_version(api.since.empty() ? api.until : api.since).value_or(-1);
    if (boundary < 0) return "";
    std::string version = atlas.minor(boundary);
    std::replace(version.begin(), version.end(), '.', ',');
    version.insert(version.find(',') + 1, " ");
    return fmt::format("{} only where sys.version_info {} ({})",
                       api.what.starts_with("parameter") ? "pass it" : "use it",
                       api.since.empty() ? "<" : ">=", version);
}

}  // namespace testskew::explain
