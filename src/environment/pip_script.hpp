#pragma once
#include <string>
#include <vector>

#include "environment/options.hpp"
#include "model/interpreter.hpp"
#include "process/process.hpp"

namespace testskew::environment {

/// Runs a Python script with the pip of this interpreter's ensurepip. uv has no command for what such a script asks
/// the package index. The script begins with what pip_script.cpp gives to all of them. `words` are the script's
/// arguments; the index options of uv in `arguments` follow them under their names in pip, and the index variables of
/// uv are given to pip as well. Throws BuildError if pip cannot be had.
process::Exit run_with_pip(const std::string& script, const std::vector<std::string>& words,
                           const Interpreter& interpreter, const std::vector<std::string>& arguments,
                           const BuildOptions& options);

}  // namespace testskew::environment
