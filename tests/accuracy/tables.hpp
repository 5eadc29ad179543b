#pragma once
#include <string>
#include <vector>

#include "accuracy/measure.hpp"

namespace testskew::accuracy {

/// The heading of the table for a terminal, and one line of it.
std::string heading();
std::string line(const Row& row);

/// The tables of docs/accuracy.md in Markdown: the worlds without chance, then those with it. Each row has its seed and
/// `commit`.
std::string markdown(const std::vector<Row>& rows, const std::string& commit);

}  // namespace testskew::accuracy
