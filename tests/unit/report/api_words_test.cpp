#include "report/api_words.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

const SideNames names{"ci", "local"};

/// The words for a part of a name that one release added or another one removed.
std::string said(const std::string& name, ApiPart part, const std::string& since, const std::string& until,
                 const std::string& package = "") {
    return api_sentence({name, std::move(part), since, until, "", package}, names);
}

std::string part(ApiPart what, const std::string& package = "") {
    return api_part_words({"pkg.f", std::move(what), "", "", "", package});
}

}  // namespace

TEST_CASE("what changed in a package is told with its releases") {
    CHECK(said("httpx.Client", {ApiKind::parameters, {"proxies"}}, "", "0.28.0", "httpx") ==
          "httpx.Client(proxies=) is gone since httpx 0.28.0");
    CHECK(said("yaml.load", {ApiKind::optional, {"Loader"}}, "", "6.0", "pyyaml") ==
          "yaml.load needs Loader since pyyaml 6.0");
    CHECK(said("yaml.load", {ApiKind::optional, {"Loader"}}, "", "", "pyyaml") ==
          "yaml.load needs Loader in ci and not in local");
    const ApiPart two{ApiKind::by_position, {"a", std::string("b")}};
    CHECK(said("pkg.f", two, "", "2.0", "pkg") == "pkg.f takes a, b by keyword only since pkg 2.0");
    CHECK(said("json.f", {ApiKind::by_position, {"a"}}, "3.9", "") ==
          "json.f takes a by position, too, since Python 3.9");
    ApiPart other{ApiKind::behaviour};
    other.release = "2.0", other.text = "the default of x is 2, and was 1 before";
    CHECK(said("pkg.f", other, "", "", "pkg") == "pkg.f, since pkg 2.0: the default of x is 2, and was 1 before");
    other.span = ApiSpan::up_to;
    CHECK(part(other, "pkg") == "up to pkg 2.0: the default of x is 2, and was 1 before");
    other.span = ApiSpan::in;
    CHECK(part(other) == "in Python 2.0: the default of x is 2, and was 1 before");
}

TEST_CASE("what a patch release brought, and what not every build has, is said") {
    ApiPart filter{ApiKind::parameters, {"filter"}};
    filter.patch = "3.8.17";
    CHECK(said("tarfile.TarFile.extractall", filter, "3.12", "") ==
          "tarfile.TarFile.extractall(filter=) is new in Python 3.12, and there from 3.8.17 on");
    CHECK(part(filter) == "parameter filter, there from 3.8.17 on");
    ApiPart whole;
    whole.patch = "3.8.17";
    CHECK(said("tarfile.data_filter", whole, "3.12", "") ==
          "tarfile.data_filter is new in Python 3.12, and there from 3.8.17 on");
    CHECK(part(whole) == "there from 3.8.17 on");
    ApiPart some;
    some.by_platform = true;
    CHECK(said("os.x", some, "3.12", "") ==
          "os.x is new in Python 3.12 (depends on the platform and on how Python was built)");
    CHECK(part(some) == "depends on the platform and on how Python was built");
}

TEST_CASE("each kind of part is named as one writes it") {
    CHECK(said("tomllib", {ApiKind::module}, "3.11", "") == "the module tomllib is new in Python 3.11");
    CHECK(said("X | Y", {ApiKind::union_type}, "3.10", "") == "X | Y is new in Python 3.10");
    CHECK(said("match", {ApiKind::syntax}, "3.10", "") == "match is new in Python 3.10");
    CHECK(said("dict", {ApiKind::operation, {"|"}}, "3.9", "") == "the operator | of dict is new in Python 3.9");
    CHECK(said("list", {ApiKind::subscript, {"list"}}, "3.9", "") == "list[...] is new in Python 3.9");
    CHECK(said("f", {ApiKind::any_count}, "3.9", "") == "f with any number of arguments is new in Python 3.9");
    const ApiPart two{ApiKind::parameters, {"a", std::string("b")}};
    CHECK(said("f", two, "3.9", "") == "f with the parameters a, b is new in Python 3.9");
    CHECK(said("f", {ApiKind::deprecated, {"3.12"}}, "", "") == "f is deprecated: it warns from Python 3.12 on");
    CHECK(said("os.f", {}, "", "") == "os.f is there in local and not in ci");
}

TEST_CASE("report.json has every part in words") {
    CHECK(part({}).empty());
    CHECK(part({ApiKind::module}) == "module");
    CHECK(part({ApiKind::syntax}) == "syntax");
    CHECK(part({ApiKind::union_type}) == "the union of types");
    CHECK(part({ApiKind::operation, {"|="}}) == "the operator |=");
    CHECK(part({ApiKind::subscript, {"list"}}) == "subscripts: list[...]");
    CHECK(part({ApiKind::optional, {"Loader"}}) == "calls without Loader");
    CHECK(part({ApiKind::any_count}) == "any number of arguments");
    CHECK(part({ApiKind::by_position, {"a"}}) == "parameter a by position");
    CHECK(part({ApiKind::deprecated, {"3.12"}}) == "deprecated: it warns from Python 3.12 on");
}

TEST_CASE("a changelog is quoted as the package's own, with its source") {
    CauseApi api{"click", {ApiKind::changelog, {"CHANGES.rst of click-8.2.0.tar.gz"}}, "", "", "", "click"};
    api.what.release = "8.2.0", api.what.text = "Remove it.";
    CHECK(report::api_sentence(api, {"ci", "local"}) ==
          "click's own CHANGES.rst of click-8.2.0.tar.gz says of 8.2.0: \"Remove it.\"");
    CHECK(report::api_lines({api}, {"ci", "local"}).size() == 1);
}
