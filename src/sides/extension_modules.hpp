#pragma once
#include <set>
#include <string>
#include <vector>

#include "model/interpreter.hpp"
#include "sides/side.hpp"

namespace testskew::sides {

/// True if the file is an extension module that `interpreter` loads and others do not, as its name ends in the
/// interpreter's SOABI: "pkg/_speed.cpython-310-x86_64-linux-gnu.so" (PEP 3149). Names without one, and those of the
/// stable ABI (".abi3.so"), are for more than one interpreter.
bool is_only_for(const std::string& path, const Interpreter& interpreter);

/// True if one side may see a file of the work tree that only its interpreter can load: both see the work tree, by
/// interpreters of different ABIs.
bool may_have_left_over(const SidePair& sides);

/// Makes differences of the extension modules that lie in the tree for the interpreter of one side only. Nobody keeps
/// them there on purpose: they are left over from a build in place. Without this, the other side would lack them
/// silently, as if the interpreter were the reason; so the other side's files are said not to have them.
/// `untracked` are such files of the work tree, and `built_bad` and `built_good` what the build of the project writes
/// for each side, which wins over what lies there.
void separate_left_over(SidePair& sides, const std::vector<std::string>& untracked,
                        const std::set<std::string>& built_bad, const std::set<std::string>& built_good);

/// The paths that one of the two file states lacks by separate_left_over(), as differences.
std::vector<workspace::FileDelta> left_over(const Side& bad, const Side& good);

}  // namespace testskew::sides
