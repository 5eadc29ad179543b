#include "sides/selection.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::sides;
using Words = std::vector<std::string>;

namespace {
const Selection ci{{"tests"}, {"-m", "integration"}, Invocation::pytest};
const Selection local{{"tests/b.py", "tests/c.py"}, {}, Invocation::pytest};
const Collected in_ci{
    {"tests/a.py", "tests/b.py", "tests/c.py"}, {"tests/b.py::t", "tests/c.py::t"}, "", "pyproject.toml"};
const Collected in_local{{"tests/b.py", "tests/c.py"}, {"tests/b.py::t", "tests/c.py::t"}, "", "pyproject.toml"};
}  // namespace

TEST_CASE("selection_differences names options, targets and the modules of one side") {
    const auto d = selection_differences(ci, in_ci, local, in_local);
    CHECK(d.options.size() == 1);
    CHECK(d.targets);
    CHECK(d.modules == Words{"tests/a.py"});
    CHECK(d.count() == 3);
}

TEST_CASE("mixed_selection gives both sides back exactly") {
    const auto d = selection_differences(ci, in_ci, local, in_local);
    CHECK(mixed_selection(d, {false, false, false}) == ci);
    CHECK(mixed_selection(d, {true, true, true}) == local);
}

TEST_CASE("mixed_selection drops a module by --ignore and adds one as a target") {
    const auto d = selection_differences(ci, in_ci, local, in_local);
    const auto without = mixed_selection(d, {false, false, true});
    REQUIRE(without);
    CHECK(without->targets == Words{"tests"});
    CHECK(without->options == Words{"-m", "integration", "--ignore=tests/a.py"});
    const auto with = mixed_selection(d, {true, true, false});
    REQUIRE(with);
    CHECK(with->targets == Words{"tests/a.py", "tests/b.py", "tests/c.py"});
    CHECK(with->options == Words{"-c", "pyproject.toml", "--rootdir=."});
}

TEST_CASE("a module that is a target itself is dropped from the targets") {
    const Selection all{{"tests/a.py", "tests/b.py"}, {}, Invocation::pytest};
    const Selection one{{"tests/b.py"}, {}, Invocation::pytest};
    auto d = selection_differences(all, {{"tests/a.py", "tests/b.py"}, {}, "", ""}, one, {{"tests/b.py"}, {}, "", ""});
    const auto without = mixed_selection(d, {false, true});
    REQUIRE(without);
    CHECK(without->targets == Words{"tests/b.py"});
    CHECK(without->options.empty());
}

TEST_CASE("selections that are written the same do not differ whatever was collected") {
    CHECK(selection_differences(ci, in_ci, ci, in_local).count() == 0);
}

TEST_CASE("an added module runs where its own side runs it") {
    const Collected all{{"t/a.py", "t/b.py", "t/c.py", "t/d.py"}, {}, "", ""}, some{{"t/b.py", "t/d.py"}, {}, "", ""};
    const auto files =
        selection_differences({{"t"}, {}, {}}, all, {{"t/b.py", "t/d.py"}, {}, {}}, some);  // the bits: targets, a, c
    CHECK(mixed_selection(files, {true, false, false})->targets == Words{"t/a.py", "t/b.py", "t/c.py", "t/d.py"});
    CHECK(mixed_selection(files, {true, true, false})->targets == Words{"t/b.py", "t/c.py", "t/d.py"});
    const auto folder = selection_differences(
        {{"t", "x/a.py"}, {}, {}}, {{"t/a.py", "t/b.py", "t/c.py", "x/a.py"}, {}, "", ""},
        {{"t"}, {"--ignore=t/b.py"}, {}}, {{"t/a.py", "t/c.py"}, {}, "", ""});  // the bits: option, targets, b, x/a
    CHECK(mixed_selection(folder, {true, true, false, true})->targets == Words{"t/a.py", "t/b.py", "t/c.py"});
    CHECK(mixed_selection(folder, {true, true, true, false})->targets == Words{"t", "x/a.py"});
}

TEST_CASE("a module that is added where there is no target does not replace the others") {
    const auto d = selection_differences({{}, {}, {}}, {{"a.py", "b.py", "c.py"}, {}, "", ""},
                                         {{"b.py", "x.py"}, {}, {}}, {{"b.py", "x.py"}, {}, "", ""});
    REQUIRE(d.modules == Words{"a.py", "c.py", "x.py"});
    CHECK(mixed_selection(d, {false, false, true, true})->targets == Words{"a.py", "b.py", "x.py"});
}

TEST_CASE("single tests are deselected and added") {
    const Selection file{{"t.py"}, {}, Invocation::pytest};
    const Selection one{{"t.py::victim"}, {}, Invocation::pytest};
    const auto d = selection_differences(file, {{"t.py"}, {"t.py::polluter", "t.py::victim"}, "", ""}, one,
                                         {{"t.py"}, {"t.py::victim"}, "", ""});
    CHECK(d.tests == Words{"t.py::polluter"});
    CHECK(mixed_selection(d, {false, true})->options == Words{"--deselect=t.py::polluter"});
    CHECK(mixed_selection(d, {true, false})->targets == Words{"t.py::polluter", "t.py::victim"});
}

TEST_CASE("targets are relative to the project where rootdir is not") {
    const auto isolated = isolated_selection(ci, {"tests/b.py::t[a/b]"}, {{}, {}, "..", ""});
    CHECK(isolated.targets == Words{"../tests/b.py::t[a/b]"});
    CHECK(isolated.options.back() == "--rootdir=..");
}
