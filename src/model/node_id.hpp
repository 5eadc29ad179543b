#pragma once
#include <string>
#include <string_view>

/// Node ids are pytest's names of tests: "tests/test_a.py::TestC::test_x[1]". The id of a module is its path.
namespace testskew {

/// The path of the module that a node id is in.
std::string module_of(std::string_view id);

/// True if the id is that of a test or class, false if it is that of a module or folder.
bool within_module(std::string_view id);

}  // namespace testskew
