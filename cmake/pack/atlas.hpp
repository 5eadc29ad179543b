#pragma once
#include <string>
#include <vector>

#include "source.hpp"

namespace testskew::pack {

/// The files of data/atlas (docs/explain.md), one for each minor version of Python and backports.txt, as one text:
///
///     atlas 1
///     3.8.18 3.9.18 ...                        the versions, the oldest first
///     #tarfile.TarFile.extractall filter ...   a line of backports.txt
///     0shutil TAB m                            the names, sorted
///     1rmtree TAB f(path) TAB 4f(path,onexc=)
///
/// A line of a name begins with how many parts it shares with the name before it, in one digit; then come its other
/// parts, what the first version has, and each change with the digit of its version. Throws std::runtime_error naming
/// the file that is wrong.
std::string merged_atlas(std::vector<Source> sources);

}  // namespace testskew::pack
