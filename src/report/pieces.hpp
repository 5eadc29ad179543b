#pragma once
#include <string>
#include <vector>

/// How a report that may not be longer than so many bytes is shortened: from the end on.
namespace testskew::report {

/// A part of a report, and the shorter form that it takes when there is too much.
struct Piece {
    std::string full, brief;
};

/// Lines of which the last ones are left out if they do not fit into `most` bytes: "and 3 more problems".
std::string fitting(const std::vector<std::string>& lines, std::size_t most, const char* what);

/// All pieces within `most` bytes. What is too much takes its shorter form, from the end on; then it is left out.
/// `note` says so at the end.
std::string folded(const std::vector<Piece>& pieces, std::size_t most, const std::string& note);

}  // namespace testskew::report
