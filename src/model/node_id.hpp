#pragma once
#include <string>
#include <string_view>

/// Node ids are pytest's names of tests: "tests/test_a.py::TestC::test_x[1]". The id of a module is its path.
namespace testskew {

/// The path of the module that a node id is in.
std::string module_of(std::string_view id);

/// The name of the function or method, without parameters: "test_x"; "" if the id is that of a module.
std::string function_of(std::string_view id);

/// True if the id is that of a test or class, false if it is that of a module or folder.
bool within_module(std::string_view id);

/// True if `id` is the node itself or stands below it: "a.py::TestC::test_x" below "a.py" and "a.py::TestC".
bool is_below(std::string_view id, std::string_view node);

/// True if a failure to collect `collected_id` keeps `test_id` from being collected, because `collected_id` is the
/// test's module, class or package, or a folder above it.
bool holds(std::string_view collected_id, std::string_view test_id);

/// What failed to be collected if it was everything, because of a conftest.py or a plugin: pytest's root.
constexpr const char* whole_collection_id = ".";

/// The id that a session which failed as a whole has among the tests, if the other side ran none either.
constexpr const char* whole_session_id = "(session)";

}  // namespace testskew
