#include "explain/explain.hpp"

#include "catch.hpp"

using namespace testskew;

namespace {

Failure failure(const std::string& name, const std::string& member, const std::string& kind = "l") {
    Failure result;
    ExceptionRecord exception;
    exception.type = "TypeError";
    exception.message = "something";
    exception.subject = Subject{name, member, "x", kind};
    result.chain = {exception};
    return result;
}

Cause cause(VerdictKind verdict = VerdictKind::proven, Factor factor = Factor::interpreter) {
    Cause result;
    result.factors = {factor};
    result.verdict = verdict;
    return result;
}

std::vector<CauseApi> said(const Failure& error, const std::string& bad, const std::string& good,
                           const Cause& of = cause()) {
    return explain::explain(of, error, std::nullopt, bad, good, explain::Atlas::standard(), {});
}

}  // namespace

TEST_CASE("what one side has and the other has not is named with its version") {
    auto found = said(failure("shutil.rmtree", "parameter onexc"), "3.8.18", "3.13.0");
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "shutil.rmtree");
    CHECK((found[0].what == ApiPart{ApiKind::parameters, {"onexc"}}));
    CHECK(found[0].since == "3.12");
    CHECK(!found[0].instead.empty());
    found = said(failure("pathlib.PosixPath", "attribute walk"), "3.11.7", "3.12.1");
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "pathlib.Path.walk");
    found = said(failure("collections", "attribute Mapping"), "3.12.1", "3.9.18");
    REQUIRE(found.size() == 1);
    CHECK(found[0].until == "3.10");
    CHECK(found[0].instead == "collections.abc.Mapping");
    found = said(failure("random.shuffle", "arguments 2 3"), "3.11.7", "3.10.13");
    REQUIRE(found.size() == 1);
    CHECK((found[0].what == ApiPart{ApiKind::parameters, {"random"}}));
    found = said(failure("builtins.zip", "keywords strict"), "3.9.18", "3.10.13");
    REQUIRE(found.size() == 1);
    CHECK(found[0].since == "3.10");
}

TEST_CASE("what a patch release brought is told by the exact versions") {
    const auto filter = failure("tarfile.TarFile.extractall", "parameter filter");
    auto found = said(filter, "3.8.10", "3.12.1");
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "tarfile.TarFile.extractall");
    CHECK((found[0].what == ApiPart{ApiKind::parameters, {"filter"}, false, "3.8.17"}));
    CHECK(found[0].since == "3.12");
    CHECK(found[0].instead == "Python 3.8.17 or a later release of 3.8");
    found = said(filter, "3.11.3", "3.11.9");  // both sides have the same minor version
    REQUIRE(found.size() == 1);
    CHECK((found[0].what == ApiPart{ApiKind::parameters, {"filter"}}));
    CHECK(found[0].since == "3.11.4");
    found = said(filter, "3.12.1", "3.11.3");
    CHECK(found.empty());                             // it is the good side that lacks it
    CHECK(said(filter, "3.8.17", "3.12.1").empty());  // both versions have it, so another filter= was meant
    found = said(failure("tarfile", "attribute LinkFallbackError"), "3.8.20", "3.13.5");
    REQUIRE(found.size() == 1);  // 3.8 never got it
    CHECK((found[0].what == ApiPart{}));
    CHECK(found[0].since == "3.13.4");
    found = said(failure("sys", "attribute set_int_max_str_digits"), "3.10.6", "3.11.0");
    REQUIRE(found.size() == 1);
    CHECK(found[0].since == "3.11");
}

TEST_CASE("notes of a package are those of the release that was the first to fail") {
    Cause package = cause(VerdictKind::proven, Factor::packages);
    package.packages.push_back({"pkg", "3.0", "1.0", "2.0", "1.9", {}});
    Failure error;
    error.type = "ValueError";
    error.message = "it broke";
    const auto note = [](const std::string& since) {
        return explain::Note{"id", "pkg.f", "package", "pkg", since, "", "is stricter", "", {}, {"it broke"}, {}};
    };
    const auto told = [&](const std::string& since) {
        return explain::explain(package, error, std::nullopt, "3.11.7", "3.11.7", explain::Atlas::standard(),
                                {note(since)});
    };
    REQUIRE(told("2.0").size() == 1);
    CHECK(told("2.0")[0].package == "pkg");
    CHECK(told("2.5").empty());  // the failure began before this release
    CHECK(told("1.5").empty());  // the failure began after this release
}

TEST_CASE("nothing is said where the atlas has it on both sides or on none") {
    CHECK(said(failure("shutil.rmtree", "parameter onexc"), "3.12.1", "3.13.0").empty());
    CHECK(said(failure("shutil.rmtree", "parameter onexec"), "3.11.7", "3.12.1").empty());
    CHECK(said(failure("shutil", "attribute rmtree"), "3.11.7", "3.12.1").empty());
    CHECK(said(failure("shutil.rmtree", "parameter onexc"), "3.12.1", "3.11.7")
              .empty());  // it is the good side that lacks it
    // The name is that of a package.
    CHECK(said(failure("shutil.rmtree", "parameter onexc", "s"), "3.11.7", "3.12.1").empty());
    CHECK(said(failure("not_a_module", "module", "?"), "3.11.7", "3.12.1").empty());
    CHECK(said(failure("", ""), "3.11.7", "3.12.1").empty());
    CHECK(said(failure("random.shuffle", "arguments x"), "3.11.7", "3.10.13").empty());
}

TEST_CASE("explanations follow a shown verdict and never make one") {
    const auto error = failure("tomllib", "module", "?");
    CHECK(said(error, "3.10.13", "3.11.7").size() == 1);
    CHECK(said(error, "3.10.13", "3.11.7", cause(VerdictKind::supported)).size() == 1);
    CHECK(said(error, "3.10.13", "3.11.7", cause(VerdictKind::interaction)).empty());
    CHECK(said(error, "3.10.13", "3.11.7", cause(VerdictKind::unproven)).empty());
    CHECK(said(error, "3.10.13", "3.11.7", cause(VerdictKind::proven, Factor::packages)).empty());
    CHECK(said(error, "2.7.18", "3.11.7").empty());
}

TEST_CASE("a note that lists a name which is explained already says nothing new") {
    const Failure error = failure("configparser", "attribute SafeConfigParser");
    const auto& atlas = explain::Atlas::standard();
    explain::Note note{
        "n", "configparser.ConfigParser", "python", "", "3.12", "", "SafeConfigParser is gone", "", {}, {}, {}};
    note.types = {"TypeError"}, note.message = {"something"};
    const auto names = [&] {
        std::vector<std::string> result;
        for (const auto& api : explain::explain(cause(), error, {}, "3.12.1", "3.11.7", atlas, {note}))
            result.push_back(api.name);
        return result;
    };
    CHECK(names() == std::vector<std::string>{"configparser.SafeConfigParser"});
    note.what = "readfp is gone";
    CHECK(names().size() == 2);
    note.subject = "configparser.SafeConfigParser";
    CHECK(names().size() == 1);
}

TEST_CASE("a note on another exception says nothing where something else explains that there is one") {
    Failure error;
    error.type = "ValueError";
    error.message = "it broke";
    const auto note = [](const char* subject, const char* instead) {
        return explain::Note{"id", subject, "python", "", "3.12", "", "changed", instead, {}, {"it broke"}, {}};
    };
    const auto names = [&](const std::vector<explain::Note>& notes) {
        std::vector<std::string> result;
        for (const auto& api :
             explain::explain(cause(), error, {}, "3.12.1", "3.11.7", explain::Atlas::standard(), notes))
            result.push_back(api.name);
        return result;
    };
    const auto raises = note("a.f", "except (TypeError, ValueError)"), stricter = note("b.g", "b.h()");
    CHECK(names({raises, stricter}) == std::vector<std::string>{"b.g"});
    CHECK(names({raises}) == std::vector<std::string>{"a.f"});
}

TEST_CASE("that a seed is missing is explained by what the interpreter's environments hold") {
    Cause of = cause(VerdictKind::proven, Factor::packages);
    CausePackage package;
    package.name = "setuptools";
    package.good = "65.5.0";
    of.packages = {package};
    Failure error;
    ExceptionRecord exception;
    exception.type = "ModuleNotFoundError";
    exception.message = "No module named 'pkg_resources'";
    exception.frames.push_back({});
    exception.frames.back().source = "import pkg_resources";
    error.chain = {exception};
    const auto found =
        explain::explain(of, error, std::nullopt, "3.13.0", "3.11.7", explain::Atlas::standard(), explain::notes());
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "pkg_resources");
    of.packages[0].bad = "70.0.0";
    CHECK(explain::explain(of, error, std::nullopt, "3.13.0", "3.11.7", explain::Atlas::standard(), explain::notes())
              .empty());
}
