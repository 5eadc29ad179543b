#include "explain/import_hint.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;

TEST_CASE("a module of the project's own folder that cannot be imported is told with what would help") {
    Folder folder;
    folder.write("app.py", "").write("shop/__init__.py", "");
    const auto hint = [&](const std::string& type, const std::string& message) {
        Comparison comparison;
        ExceptionRecord exception;
        exception.type = type, exception.message = message;
        comparison.clusters.emplace_back().error.chain = {exception};
        return explain::import_hint(comparison, folder.path);
    };
    CHECK_THAT(hint("ModuleNotFoundError", "No module named 'app'"),
               ContainsSubstring("app lies in the project's folder"));
    CHECK_THAT(hint("ModuleNotFoundError", "No module named 'shop.cart'"), ContainsSubstring("shop lies in"));
    CHECK(hint("ModuleNotFoundError", "No module named 'numpy'").empty());
    CHECK(hint("AttributeError", "module 'app' has no attribute 'x'").empty());
    CHECK(explain::import_hint({}, folder.path).empty());
}
