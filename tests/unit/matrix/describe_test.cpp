#include "catch.hpp"
#include "matrix/matrix.hpp"
#include "unit/matrix/build.hpp"
#include "util/release.hpp"

using namespace testskew;
using build::Matrix;
using build::run;

namespace {

const std::vector<std::string> pythons = {"3.10.4", "3.11.9", "3.12.3", "3.13.1"};
const std::vector<std::string> numpys = {"1.26.4", "2.2.6", "2.3.1"};

/// Four Pythons by three releases of numpy; `fails` says which ones fail.
template <typename Fails>
Matrix grid(Fails fails) {
    Matrix matrix;
    for (const auto& python : pythons)
        for (const auto& numpy : numpys) {
            auto one = run("py" + python + "-np" + numpy, python, {{"numpy", numpy}});
            fails(python, numpy) ? matrix.fails(one) : matrix.passes(one);
        }
    return matrix;
}

MatrixCluster only(const Matrix& matrix) {
    const auto report = matrix::analyse(matrix.input);
    REQUIRE(report.clusters.size() == 1);
    return report.clusters[0];
}

std::vector<std::string> texts(const MatrixCluster& cluster) {
    std::vector<std::string> result;
    for (const auto& one : cluster.descriptions) result.push_back(build::text(one));
    return result;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the shortest description of the failing legs is found") {
    struct Row {
        const char* what;
        bool (*fails)(const std::string&, const std::string&);
        Texts expected;
    };
    const Row rows[] = {
        {"one version", [](const std::string& p, const std::string&) { return p == "3.12.3"; }, {"python 3.12"}},
        {"two things",
         [](const std::string& p, const std::string& n) { return p == "3.13.1" && n == "2.3.1"; },
         {"python 3.13 and numpy >= 2.3", "python 3.13 and numpy 2.3.1", "python >= 3.13 and numpy >= 2.3",
          "python >= 3.13 and numpy 2.3.1"}},
        {"a bound", [](const std::string& p, const std::string&) { return p >= "3.12"; }, {"python >= 3.12"}},
        {"a bound of a package",
         [](const std::string&, const std::string& n) { return n != "2.3.1"; },
         {"numpy < 2.3"}},
        {"a range",
         [](const std::string& p, const std::string&) { return p == "3.11.9" || p == "3.12.3"; },
         {"python >= 3.11 and python < 3.13"}},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        const auto cluster = only(grid(row.fails));
        CHECK(cluster.described == DescribedAs::exact);
        CHECK_FALSE(cluster.greedy);
        CHECK(texts(cluster) == row.expected);
    }
}

TEST_CASE("descriptions of things that go together are all told, and the leg that tells them apart") {
    Matrix matrix;
    for (const auto& python : pythons) {
        const bool last = python == "3.13.1";
        auto one = run("py" + python, python, {{"numpy", last ? "2.3.1" : "2.2.6"}});
        last ? matrix.fails(one) : matrix.passes(one);
    }
    const auto cluster = only(matrix);
    CHECK(texts(cluster) == Texts{"python 3.13", "numpy >= 2.3", "python >= 3.13", "numpy 2.3.1"});
    REQUIRE(cluster.telling);
    REQUIRE(cluster.telling->changed.size() == 1);
    CHECK(cluster.telling->like == 3);
    CHECK(cluster.telling->fails.size() == 2);
    CHECK(cluster.telling->passes.size() == 2);
}

TEST_CASE("a leg whose tests did not run is no evidence, and is the one that tells descriptions apart") {
    Matrix matrix;
    matrix.fails(run("a", "3.13.1", {{"numpy", "2.3.1"}})).passes(run("b", "3.12.3", {{"numpy", "2.2.6"}}));
    matrix.add(run("c", "3.13.1", {{"numpy", "2.2.6"}}), RunOutcome::nothing);
    auto other = run("d", "3.13.1", {{"numpy", "2.2.6"}});
    other.commit = "def";
    matrix.passes(other);
    const auto report = matrix::analyse(matrix.input);
    const auto& cluster = report.clusters.at(0);
    CHECK(report.commit == "abc");
    CHECK(report.commits == 2);
    CHECK(cluster.failing.size() == 1);
    CHECK(cluster.passing.size() == 1);
    CHECK(cluster.nothing == 1);
    CHECK(cluster.aside == 1);
    REQUIRE(cluster.telling);
    CHECK(cluster.telling->changed.empty());
    CHECK(report.legs[cluster.telling->like].name == "c");
}

TEST_CASE("a leg that fails in some of its recordings is flaky, and no evidence") {
    Matrix matrix;
    for (const auto& python : pythons) matrix.passes(run("py" + python, python));
    matrix.fails(run("py3.13.1", "3.13.1"));
    const auto report = matrix::analyse(matrix.input);
    const auto& cluster = report.clusters.at(0);
    CHECK(report.legs.size() == 4);
    CHECK(cluster.described == DescribedAs::unsteady);
    CHECK(cluster.flaky == 1);
    CHECK(cluster.failing.empty());
    CHECK(cluster.cells.back().runs_failed == 1);
    CHECK(cluster.cells.back().runs_ran == 2);
}

TEST_CASE("the nearest pair differs in the fewest things, and of several in the nearest values") {
    const auto cluster =
        only(grid([](const std::string& p, const std::string& n) { return p == "3.13.1" && n == "2.3.1"; }));
    REQUIRE(cluster.nearest);
    CHECK(cluster.nearest->differences == 1);
    CHECK(cluster.nearest->bad == 11);
    CHECK((cluster.nearest->good == 10 || cluster.nearest->good == 8));
}

TEST_CASE("recordings of one name that are several legs are told, with what makes them several") {
    Matrix matrix;
    matrix.fails(run("py313", "3.13.1", {}, {{"A", "1"}}))
        .passes(run("py313", "3.13.1"))
        .passes(run("py312", "3.12.3"));
    const auto report = matrix::analyse(matrix.input);
    CHECK(report.legs.size() == 3);
    CHECK(report.apart_names == 1);
    REQUIRE(report.apart.size() == 1);
    CHECK(report.apart[0].name == "A");
}

TEST_CASE("what no conjunction describes is described by two, or said to be without a description") {
    const auto either =
        only(grid([](const std::string& p, const std::string& n) { return p == "3.10.4" || n == "2.3.1"; }));
    CHECK(either.described == DescribedAs::either);
    REQUIRE_FALSE(either.descriptions.empty());
    CHECK(build::text(either.descriptions[0]) == "python 3.10 | numpy >= 2.3");

    Matrix matrix;  // four legs that are alike in all but their names; two are of one Python
    matrix.fails(run("a", "3.12.1", {}, {{"A", "1"}})).passes(run("b", "3.12.1", {}, {{"A", "2"}}));
    matrix.fails(run("c", "3.13.1", {}, {{"A", "2"}})).passes(run("d", "3.13.1", {}, {{"A", "1"}}));
    matrix.passes(run("e", "3.11.1", {}, {{"A", "1"}})).fails(run("f", "3.14.1", {}, {{"A", "3"}}));
    matrix.passes(run("g", "3.10.1", {}, {{"A", "2"}})).passes(run("h", "3.9.1", {}, {{"A", "3"}}));
    const auto near = only(matrix);
    CHECK(near.described == DescribedAs::near);
    CHECK(build::text(near.descriptions.at(0)) == "python >= 3.12");
    CHECK(near.wrongly.size() == 2);

    Matrix alike;
    alike.fails(run("a", "3.12.1", {}, {{"A", "1"}})).fails(run("b", "3.13.1", {}, {{"A", "2"}}));
    alike.passes(run("c", "3.12.1", {}, {{"A", "2"}})).passes(run("d", "3.13.1", {}, {{"A", "1"}}));
    CHECK(only(alike).described == DescribedAs::nowhere);
    Matrix everywhere;
    everywhere.fails(run("a", "3.12.1")).fails(run("b", "3.13.1"));
    CHECK(only(everywhere).described == DescribedAs::everywhere);
}

TEST_CASE("a value that not every leg tells is in no description") {
    Matrix matrix;
    auto silent = run("a", "3.13.1");
    silent.packages_told = false;
    matrix.fails(silent).passes(run("b", "3.13.1", {{"numpy", "2.3"}})).passes(run("c", "3.12.1", {{"numpy", "2.3"}}));
    CHECK(only(matrix).described == DescribedAs::near);
}

TEST_CASE("variables count by value, by digest under one key, or only as being there") {
    const auto with = [](bool clear, const std::string& key_of_last) {
        Matrix matrix;
        for (const std::string value : {"1", "2", "3"}) {
            auto one = run("leg" + value, "3.12.1", {}, {{"ZONE", value}});
            if (!clear) one.facts.back().kind = FactKind::digest, one.facts.back().value.clear();
            if (value == "3") one.environ_key = key_of_last;
            value == "3" ? matrix.fails(one) : matrix.passes(one);
        }
        auto none = run("none", "3.12.1");
        matrix.passes(none);
        return texts(only(matrix)).at(0);
    };
    CHECK(with(true, "key") == "ZONE 3");
    CHECK(with(false, "key") == "ZONE as in leg3");
    Matrix matrix;
    matrix.fails(run("a", "3.12.1", {}, {{"ZONE", "1"}})).passes(run("b", "3.12.1"));
    matrix.input.runs[0].facts.back().kind = FactKind::digest;
    matrix.input.runs[0].environ_key.clear();
    CHECK(texts(only(matrix)) == Texts{"ZONE there"});
}

namespace {

/// Whether a leg meets a condition, by its facts alone and not by anything that the room has made of them.
bool true_of(const MatrixCondition& condition, const MatrixRun& run) {
    const LegFact* fact = nullptr;
    for (const LegFact& one : run.facts)
        if (one.factor == condition.factor && one.name == condition.name) fact = &one;
    switch (condition.kind) {
        case ConditionKind::absent: return !fact;
        case ConditionKind::present: return fact != nullptr;
        case ConditionKind::is_not: return !fact || fact->value != condition.value;
        case ConditionKind::is:
            return fact && (fact->value == condition.value ||
                            (condition.name == "python" && minor_of(fact->value) == condition.value));
        case ConditionKind::at_least: return fact && compare_versions(fact->value, condition.value) >= 0;
        case ConditionKind::below: return fact && compare_versions(fact->value, condition.value) < 0;
        default: return false;
    }
}

bool true_of(const MatrixDescription& description, const MatrixRun& run) {
    for (const Conjunction& all : description.any) {
        bool every = true;
        for (const auto& condition : all) every = every && true_of(condition, run);
        if (every) return true;
    }
    return false;
}

/// Numbers from a seed (Marsaglia, Xorshift RNGs, 2003).
struct Numbers {
    std::uint64_t state;
    std::uint64_t next(std::uint64_t below) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        return (state >> 11) % below;
    }
};

/// A matrix of random legs, which fail by a random truth or at random.
Matrix random_matrix(Numbers& numbers) {
    const auto one_of = [&](const std::vector<std::string>& words) { return words[numbers.next(words.size())]; };
    Matrix matrix;
    const std::string truth_python = one_of(pythons), truth_package = one_of({"a", "b", "c"});
    const auto kind = numbers.next(4);
    const std::size_t legs = 2 + numbers.next(14);
    for (std::size_t i = 0; i < legs; ++i) {
        std::map<std::string, std::string> packages, variables;
        for (const std::string name : {"a", "b", "c"})
            if (numbers.next(4)) packages[name] = one_of({"1.0", "1.9.9", "1.10", "2.0rc1", "2.0", "2.0.1", "3"});
        if (numbers.next(2)) variables["V"] = one_of({"x", "y"});
        const std::string python = one_of({"3.8.20", "3.10.4", "3.11.9", "3.12.1", "3.12.3", "3.13.1", "3.14.0rc1"});
        const bool fails = kind == 0   ? numbers.next(2) == 0
                           : kind == 1 ? compare_versions(python, truth_python) >= 0 && packages.count(truth_package)
                           : kind == 2 ? variables.count("V") > 0 || python < truth_python
                                       : packages.count("a") && compare_versions(packages["a"], "2.0") < 0;
        auto one = run("leg" + std::to_string(i), python, packages, variables);
        fails ? matrix.fails(one) : matrix.passes(one);
    }
    return matrix;
}

}  // namespace

TEST_CASE("a description that is told as exact is true of every failing leg and of no passing one") {
    Numbers numbers{88172645463325252ULL};
    std::size_t exact = 0, either = 0;
    for (int i = 0; i < 600; ++i) {
        const Matrix matrix = random_matrix(numbers);
        const auto report = matrix::analyse(matrix.input);
        for (const MatrixCluster& cluster : report.clusters) {
            exact += cluster.described == DescribedAs::exact ? 1 : 0;
            either += cluster.described == DescribedAs::either ? 1 : 0;
            const std::set<std::size_t> wrongly(cluster.wrongly.begin(), cluster.wrongly.end());
            for (const MatrixDescription& description : cluster.descriptions) {
                INFO(i << ": " << build::text(description));
                for (const std::size_t leg : cluster.failing)
                    for (const MatrixRun& run : matrix.input.runs)
                        if (run.file == report.legs[leg].files[0]) CHECK(true_of(description, run));
                for (const std::size_t leg : cluster.passing)
                    for (const MatrixRun& run : matrix.input.runs)
                        if (run.file == report.legs[leg].files[0])
                            CHECK(true_of(description, run) == (wrongly.count(leg) > 0));
            }
        }
    }
    CHECK(exact > 100);
    CHECK(either > 5);
}

TEST_CASE("no conjunction is shorter than the one that is told") {
    // Every pair of conditions on one value each is tried; where one of them is exact, the told ones are as short.
    Numbers numbers{123456789};
    for (int i = 0; i < 50; ++i) {
        const Matrix matrix = random_matrix(numbers);
        const auto report = matrix::analyse(matrix.input);
        if (report.clusters.empty() || report.clusters[0].passing.empty() || report.clusters[0].failing.empty())
            continue;
        const MatrixCluster& cluster = report.clusters[0];
        std::set<std::pair<std::string, std::string>> values;
        for (const MatrixRun& run : matrix.input.runs)
            for (const LegFact& fact : run.facts) values.insert({fact.name, fact.value});
        const auto exact = [&](const Conjunction& all) {
            const MatrixDescription one{{all}};
            for (const MatrixRun& run : matrix.input.runs) {
                const bool fails = run.outcomes[0] == RunOutcome::failed;
                const auto leg = std::find_if(report.legs.begin(), report.legs.end(), [&](const MatrixLeg& l) {
                    return std::count(l.files.begin(), l.files.end(), run.file) > 0;
                });
                const auto at = static_cast<std::size_t>(leg - report.legs.begin());
                if (cluster.cells[at].result == LegResult::flaky) continue;
                if (true_of(one, run) != fails) return false;
            }
            return true;
        };
        std::size_t shortest = 9;
        std::vector<MatrixCondition> all;
        for (const auto& [name, value] : values) {
            const Factor factor = name == "python" ? Factor::interpreter
                                  : name == "V"    ? Factor::environ
                                                   : Factor::packages;
            for (const auto kind : {ConditionKind::is, ConditionKind::present, ConditionKind::absent})
                all.push_back({factor, name, kind, value});
            if (name != "V")
                for (const auto kind : {ConditionKind::at_least, ConditionKind::below})
                    all.push_back({factor, name, kind, value});
        }
        for (const auto& a : all) {
            if (exact({a})) shortest = std::min<std::size_t>(shortest, 1);
            for (const auto& b : all)
                if (shortest > 2 && exact({a, b})) shortest = 2;
        }
        INFO(i);
        if (shortest < 9) {
            REQUIRE(cluster.described == DescribedAs::exact);
            CHECK(cluster.descriptions.at(0).any.at(0).size() <= shortest);
        }
    }
}
