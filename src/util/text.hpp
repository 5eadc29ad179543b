#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew {

/// The parts of `text` between `separator`s; empty parts are kept.
std::vector<std::string> split(std::string_view text, char separator);

/// `parts` with `separator` between them.
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// "a", "a and b", "a, b and c".
std::string enumerated(const std::vector<std::string>& words);

/// `text` without white space at both ends.
std::string_view trim(std::string_view text);

/// `text` with the letters of ASCII in lower case.
std::string lower(std::string_view text);

/// One argument as it must be typed into a POSIX shell: quoted only if it has to be.
std::string shell_quoted(std::string_view argument);

/// A command line that people can copy into a shell. testskew itself never uses one.
std::string shell_command(const std::vector<std::string>& argv);

/// The words of a command line as a POSIX shell reads them, with quotes and backslashes; nothing is expanded.
std::vector<std::string> shell_words(std::string_view command);

/// The Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions, transpositions.
int edit_distance(std::string_view a, std::string_view b);

/// The candidate that is nearest to `word`, without regard to case. Returns "" if none is near enough: the distance may
/// be at most a third of the length of the word.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "1 test", "2 tests"; `plural` is for words whose plural is not formed with an s.
std::string count_of(long count, std::string_view singular, std::string_view plural = {});

/// `text` as valid UTF-8: each byte that does not belong to a valid sequence is replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

/// `text` as valid UTF-8 without ANSI escape sequences and without control characters other than tab and newline, so
/// that it is safe to print to a terminal.
std::string printable(std::string_view text);

}  // namespace testskew
