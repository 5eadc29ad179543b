#include "environment/unavailable.hpp"

#include <set>

#include "catch.hpp"
#include "environment/failure.hpp"

using namespace testskew;
using namespace testskew::environment;
using Lines = std::vector<std::string>;

namespace {

/// A fake index that lacks some of the lines, and stops at the first of these.
struct PoorIndex {
    std::set<std::string> lacks;
    Lines last{};

    PackageSet operator()(const Lines& lines) {
        last = lines;
        PackageSet found;
        for (const auto& line : lines) {
            const std::string name = line.substr(0, line.find_first_of(" ="));
            if (lacks.count(line))
                throw BuildError("cannot be resolved", {"no " + line, {"other", name}, false, false});
            found[name] = {"", line};
        }
        return found;
    }
};

struct Outcome {
    PackageSet packages;
    Lines notes;
    std::vector<Fidelity> fidelity;
};

Outcome outcome(const InstalledPackages& installed, PoorIndex index) {
    Outcome result;
    result.packages = available(installed, index, result.notes, result.fidelity);
    return result;
}

}  // namespace

TEST_CASE("what cannot be had again is named and left out") {
    InstalledPackages installed;
    installed.packages = {{"a", {"1", "a==1"}}, {"b", {"2", "b==2"}}, {"c", {"3", "c @ git+https://u:p@h/c@0"}}};
    installed.sources = {{"b", "/tmp/b.whl"}, {"c", "git+https://u:p@h/c@0"}};
    const auto all = outcome(installed, {{"a==1", "b==2", "c @ git+https://u:p@h/c@0"}});
    CHECK(all.packages.empty());
    CHECK(all.notes == Lines{"cannot be had again: a 1, which the package index does not have",
                             "cannot be had again: b 2, installed from /tmp/b.whl",
                             "cannot be had again: c 3, installed from git+https://***@h/c@0"});
    const auto one = outcome(installed, {{"b==2"}});
    CHECK(one.packages == PackageSet{{"a", {"1", "a==1"}}, {"c", {"3", "c @ git+https://u:p@h/c@0"}}});
    CHECK(one.fidelity.empty());
}

TEST_CASE("of a file that is gone the index may have the version") {
    InstalledPackages installed;
    installed.packages = {{"b", {"2", "b==2"}}};
    installed.sources = {{"b", "/tmp/b.whl"}};
    const auto found = outcome(installed, {});
    CHECK(found.packages.size() == 1);
    CHECK(found.notes == Lines{"b 2 was installed from /tmp/b.whl, which cannot be used again: b==2 is taken from the "
                               "package index"});
}

TEST_CASE("a version with a local label may be had without it") {
    InstalledPackages installed;
    installed.packages = {{"torch", {"2.1.0+cu118", "torch==2.1.0+cu118"}}};
    const auto found = outcome(installed, {{"torch==2.1.0+cu118"}});
    CHECK(found.packages.at("torch").requirement == "torch==2.1.0");
    REQUIRE(found.fidelity.size() == 1);
    CHECK((found.fidelity[0].asked == "2.1.0+cu118" && found.fidelity[0].got == "2.1.0"));
    const auto none = outcome(installed, {{"torch==2.1.0+cu118", "torch==2.1.0"}});
    CHECK(none.fidelity.empty());
    CHECK(none.notes == Lines{"cannot be had again: torch 2.1.0+cu118, which the package index does not have"});
}

TEST_CASE("an index that does not answer is an error, and so is a failure of nothing that was asked") {
    InstalledPackages installed;
    installed.packages = {{"a", {"1", "a==1"}}};
    Lines notes;
    std::vector<Fidelity> fidelity;
    const auto failing = [](BuildFailure failure) {
        return [failure](const Lines&) -> PackageSet { throw BuildError("x", failure); };
    };
    CHECK_THROWS_AS(available(installed, failing({"no network", {"a"}, true, false}), notes, fidelity), BuildError);
    CHECK_THROWS_AS(available(installed, failing({"strange", {"other"}, false, false}), notes, fidelity), BuildError);
    CHECK(notes.empty());
}
