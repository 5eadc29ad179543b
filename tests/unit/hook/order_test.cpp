#include "hook/order.hpp"

#include "catch.hpp"
#include "hook/imports.hpp"

using namespace testskew::hook;

using List = std::vector<std::string>;

TEST_CASE("the imports of a source are seen wherever they stand") {
    CHECK(imported_modules("import a.b as c, d  # e\n") == List{"a.b", "d"});
    CHECK(imported_modules("from a.b import c as x, d\n") == List{"a.b", "a.b.c", "a.b.d"});
    CHECK(imported_modules("def f():\n    from . import g\n    from ..h.i import j") ==
          List{".", ".g", "..h.i", "..h.i.j"});
    CHECK(imported_modules("from a import (  # why\n    b,\n    c,\n)\nimport d\n") == List{"a", "a.b", "a.c", "d"});
    CHECK(imported_modules("from a import b, \\\n    c\n") == List{"a", "a.b", "a.c"});
    CHECK(imported_modules("from a import *\n") == List{"a"});
    CHECK(imported_modules("'''\nfrom here to there\n'''\nimportant = 1\n") == List{});
    CHECK(imported_modules("from a import (b") == List{"a", "a.b"});
    CHECK(imported_modules("") == List{});
}

TEST_CASE("test modules that reach a changed file come first, the nearest before the others") {
    const Sources sources = {
        {"src/app/__init__.py", ""},
        {"src/app/store.py", ""},
        {"src/app/views.py", "from .store import load\n"},
        {"tests/test_store.py", "import app.store\n"},
        {"tests/test_views.py", "from app import views\n"},
        {"tests/test_other.py", "import json\n"},
    };
    CHECK(modules_first(sources, {"src/app/store.py"}, {}) == List{"tests/test_store.py", "tests/test_views.py"});
    CHECK(modules_first(sources, {"src/app/views.py"}, {}) == List{"tests/test_views.py"});
    CHECK(modules_first(sources, {"src/app/__init__.py"}, {}) == List{"tests/test_store.py", "tests/test_views.py"});
    CHECK(modules_first(sources, {"tests/test_other.py"}, {}) == List{"tests/test_other.py"});
    CHECK(modules_first(sources, {"tests/test_other.py"}, {"tests/test_views.py", "tests/gone.py"}) ==
          List{"tests/test_views.py", "tests/test_other.py"});
    CHECK(modules_first(sources, {}, {}) == List{});
}

TEST_CASE("a name counts below each folder that may be on sys.path") {
    const Sources sources = {
        {"pkg/__init__.py", ""},
        {"pkg/json.py", ""},
        {"lib/helper.py", ""},
        {"test_a.py", "import json\n"},
        {"test_b.py", "import helper\n"},
        {"test_c.py", "import pkg.json\n"},
    };
    CHECK(modules_first(sources, {"pkg/json.py"}, {}) == List{"test_c.py"});
    CHECK(modules_first(sources, {"lib/helper.py"}, {}) == List{"test_b.py"});
}

TEST_CASE("a conftest.py reaches the tests below it, a data file those that name it") {
    const Sources sources = {
        {"conftest.py", ""},
        {"a/conftest.py", ""},
        {"a/test_one.py", "open('rates.csv')\n"},
        {"b/test_two.py", ""},
    };
    CHECK(modules_first(sources, {"a/conftest.py"}, {}) == List{"a/test_one.py"});
    CHECK(modules_first(sources, {"conftest.py"}, {}) == List{"a/test_one.py", "b/test_two.py"});
    CHECK(modules_first(sources, {"data/rates.csv"}, {}) == List{"a/test_one.py"});
}

TEST_CASE("imports in a circle end") {
    const Sources sources = {{"a.py", "import b\n"}, {"b.py", "import a\n"}, {"test_a.py", "import a\n"}};
    CHECK(modules_first(sources, {"b.py"}, {}) == List{"test_a.py"});
}
