#include "accuracy/tables.hpp"

#include <fmt/core.h>

namespace testskew::accuracy {

namespace {

constexpr const char* columns = "{:<28} {:>7} {:>8} {:>8} {:>9} {:>7} {:>10} {:>6} {:>5} {:>9} {:>8}";

std::string clairvoyant(const Row& row) { return row.has_cause ? fmt::format("{:.2f}", row.clairvoyant) : "-"; }

std::string sessions(const Row& row) { return fmt::format("{:.1f} / {}", row.mean_sessions, row.p95_sessions); }

}  // namespace

std::string heading() {
    return fmt::format(columns, "kind", "worlds", "right %", "shown %", "proven %", "false", "false", "mean", "p95",
                       "vs clair-", "seconds") +
           "\n" + fmt::format(columns, "", "", "", "", "", "proven", "ruled out", "", "", "voyant", "");
}

std::string line(const Row& row) {
    const auto percent = [&](int number) { return fmt::format("{:.2f}", row.percent(number)); };
    auto text = fmt::format(columns, row.kind, row.worlds, percent(row.right), percent(row.shown), percent(row.proven),
                            row.false_proven, row.false_ruled_out, fmt::format("{:.1f}", row.mean_sessions),
                            row.p95_sessions, clairvoyant(row), fmt::format("{:.1f}", row.seconds));
    if (!row.what.empty()) text += fmt::format("   e.g. --seed {}: {}", row.example, row.what);
    return text;
}

std::string markdown(const std::vector<Row>& rows, const std::string& commit) {
    std::string steady =
        "| kind | worlds | right % | confirmed % | false proven | false ruled out | sessions, mean / p95 | clairvoyant "
        "| seed | commit |\n|---|---|---|---|---|---|---|---|---|---|\n";
    std::string chance =
        "| kind | worlds | false proven | of 1,000 | false ruled out | sessions, mean / p95 | seed | commit |\n"
        "|---|---|---|---|---|---|---|---|\n";
    for (const auto& row : rows) {
        if (row.chance)
            chance +=
                fmt::format("| {} | {} | {} | {:.1f} | {} | {} | {} | {} |\n", row.kind, row.worlds, row.false_proven,
                            10 * row.percent(row.false_proven), row.false_ruled_out, sessions(row), row.seed, commit);
        else
            steady += fmt::format("| {} | {} | {:.2f} | {:.2f} | {} | {} | {} | x {} | {} | {} |\n", row.kind,
                                  row.worlds, row.percent(row.right), row.percent(row.shown), row.false_proven,
                                  row.false_ruled_out, sessions(row), clairvoyant(row), row.seed, commit);
    }
    return "Worlds without chance:\n\n" + steady + "\nWorlds with chance:\n\n" + chance;
}

std::string rounds_markdown(const std::vector<RoundsRow>& rows, const std::string& commit) {
    std::string text = "| kind | worlds |", line = "|---|---|";
    for (const int slots : slots_of_rounds) {
        text += fmt::format(" {} {} |", slots, slots == 1 ? "slot" : "slots");
        line += "---|";
    }
    text += " right %, 1 / 32 slots | seed | commit |\n" + line + "---|---|---|\n";
    for (const auto& row : rows) {
        text += fmt::format("| {} | {} |", row.kind, row.by_slots.front().worlds);
        for (const auto& one : row.by_slots)
            text += fmt::format(" {:.1f} / {} ({:.0f}) |", one.mean_rounds, one.p95_rounds, one.mean_sessions);
        const Row &least = row.by_slots.front(), &most = row.by_slots.back();
        text += fmt::format(" {:.2f} / {:.2f} | {} | {} |\n", least.percent(least.right), most.percent(most.right),
                            least.seed, commit);
    }
    return text;
}

}  // namespace testskew::accuracy
