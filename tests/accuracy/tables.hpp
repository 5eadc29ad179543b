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

/// The numbers of slots of the table of rounds.
inline constexpr int slots_of_rounds[] = {1, 2, 8, 32};
inline constexpr int slots_of_a_machine = 4;

/// One kind of world, measured with each of these numbers.
struct RoundsRow {
    std::string kind;
    std::vector<Row> by_slots;
};

/// The table of rounds of docs/cluster.md in Markdown: how many rounds a verdict takes, and how many sessions.
std::string rounds_markdown(const std::vector<RoundsRow>& rows, const std::string& commit);

}  // namespace testskew::accuracy
