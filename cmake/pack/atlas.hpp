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
/// The line of a name begins with one digit: the number of parts that the name shares with the name before it. Then
/// come its other parts, its text in the first version, and each change with the digit of its version. Throws
/// std::runtime_error that names the file if one is wrong.
std::string merged_atlas(std::vector<Source> sources);

}  // namespace testskew::pack
