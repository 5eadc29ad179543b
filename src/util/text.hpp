#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew {

/// The parts of `text` between `separator`s; empty parts are kept.
std::vector<std::string> split(std::string_view text, char separator);

/// `parts` with `separator` between them.
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// `text` without white space at both ends.
std::string_view trim(std::string_view text);

std::string lower(std::string_view text);

/// One argument as a POSIX shell would have to be given it: quoted only where it must be.
std::string shell_quoted(std::string_view argument);

/// A command line for people to copy; testskew itself never uses a shell.
std::string shell_command(const std::vector<std::string>& argv);

/// The Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions, transpositions.
int edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, "" where none is near enough to be meant (distance over a third of the length).
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "1 test", "2 tests".
std::string count_of(long count, std::string_view singular, std::string_view plural = {});

/// Valid UTF-8: bytes that are not are replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

/// Without ANSI escape sequences and control characters (tab and newline stay): safe to print to a terminal.
std::string printable(std::string_view text);

}  // namespace testskew
