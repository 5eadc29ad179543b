#pragma once
#include <set>
#include <string>
#include <vector>

#include "model/interpreter.hpp"
#include "sides/side.hpp"

namespace testskew::sides {

/// True if the file is an extension module that only `interpreter` loads, as its name ends in the interpreter's SOABI:
/// "pkg/_speed.cpython-310-x86_64-linux-gnu.so" (PEP 3149). A name without a SOABI, or with that of the stable ABI
/// (".abi3.so"), is for more than one interpreter.
bool is_only_for(const std::string& path, const Interpreter& interpreter);

/// True if the work tree may hold files that only one side's interpreter can load: both sides see the work tree, and
/// their interpreters have different ABIs.
bool may_have_left_over(const SidePair& sides);

/// Turns the extension modules in the tree that are for the interpreter of one side only into differences between the
/// sides. Such files are usually left over from a build in place. Without this, the other side would lack them
/// silently, and the interpreter would seem to be the reason. So the other side's files are said not to have them.
/// `untracked` are the extension modules of the work tree that git does not track. `built_bad` and `built_good` are the
/// paths that the build of the project writes for each side; the build replaces a file that lies there.
void separate_left_over(SidePair& sides, const std::vector<std::string>& untracked,
                        const std::set<std::string>& built_bad, const std::set<std::string>& built_good);

/// The paths that separate_left_over() took from one of the two file states, as differences.
std::vector<workspace::FileDelta> left_over(const Side& bad, const Side& good);

}  // namespace testskew::sides
