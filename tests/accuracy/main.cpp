// testskew_accuracy: plays the engine against simulated worlds with a hidden truth and prints what it got right.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "accuracy/explain.hpp"
#include "accuracy/measure.hpp"
#include "accuracy/tables.hpp"
#include "worlds/kinds.hpp"

namespace {

struct Arguments {
    int worlds = 1000;
    std::uint64_t seed = 1;
    std::string kind;    ///< "" for all kinds
    std::string commit;  ///< the commit that the table names
    testskew::attribute::Options options;
    /// How often the evidence points to a delta of the truth; none, and there is no evidence.
    std::optional<double> evidence;
    bool explain = false, table = false, rounds = false, wrong = false;
};

constexpr const char* usage =
    "usage: testskew_accuracy [--worlds N] [--kind KIND] [--seed N] [--repeats N] [--quick] "
    "[--slots N] [--evidence RIGHT] [--explain] "
    "[--table COMMIT] [--rounds COMMIT]\n";

Arguments parse(int argc, char** argv) {
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        const auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
        const auto read_number = [&](auto& number) {  // a text that is no number becomes 0
            const std::string text = value();
            number = 0;
            std::from_chars(text.data(), text.data() + text.size(), number);
        };
        if (option == "--worlds")
            read_number(arguments.worlds);
        else if (option == "--kind")
            arguments.kind = value();
        else if (option == "--seed")
            read_number(arguments.seed);
        else if (option == "--quick")
            arguments.options.quick = true;
        else if (option == "--repeats")
            read_number(arguments.options.repeats);
        else if (option == "--slots")
            read_number(arguments.options.slots);
        else if (option == "--rounds")
            arguments.rounds = true, arguments.commit = value();
        else if (option == "--evidence")
            read_number(arguments.evidence.emplace());
        else if (option == "--explain")
            arguments.explain = true;
        else if (option == "--table")
            arguments.table = true, arguments.commit = value();
        else
            arguments.wrong = true;
    }
    arguments.wrong = arguments.wrong || arguments.worlds < 1 || arguments.options.slots < 1;
    return arguments;
}

/// Prints how many rounds a verdict takes, by the number of slots.
int print_rounds(const Arguments& arguments) {
    using namespace testskew;
    std::vector<accuracy::RoundsRow> rows;
    for (const auto& kind : worlds::world_kinds()) {
        if ((!arguments.kind.empty() && kind != arguments.kind) || worlds::has_chance(kind)) continue;
        accuracy::RoundsRow row{kind, {}};
        for (const int slots : accuracy::slots_of_rounds) {
            auto options = arguments.options;
            options.slots = slots;
            options.machines = std::max(1, slots / accuracy::slots_of_a_machine);
            row.by_slots.push_back(
                accuracy::measure(kind, arguments.worlds, arguments.seed, options, arguments.evidence));
        }
        rows.push_back(std::move(row));
        fmt::print(stderr, "{}\n", kind);
    }
    fmt::print("{}", accuracy::rounds_markdown(rows, arguments.commit));
    int wrong = 0;
    for (const auto& row : rows)
        for (const auto& one : row.by_slots) wrong += one.false_proven + one.false_ruled_out;
    return wrong ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace testskew;
    const auto arguments = parse(argc, argv);
    if (arguments.wrong) {
        fmt::print(stderr, "{}", usage);
        return 2;
    }
    if (arguments.rounds) return print_rounds(arguments);
    if (arguments.explain) {
        accuracy::explain(arguments.kind, arguments.seed, arguments.options, arguments.evidence);
        return 0;
    }
    // Only the table goes to stdout, so that it can be written to a file.
    std::FILE* progress = arguments.table ? stderr : stdout;
    fmt::print(progress, "{}\n", accuracy::heading());
    std::vector<accuracy::Row> rows;
    int wrong = 0;
    for (const auto& kind : worlds::world_kinds()) {
        if (!arguments.kind.empty() && kind != arguments.kind) continue;
        rows.push_back(
            accuracy::measure(kind, arguments.worlds, arguments.seed, arguments.options, arguments.evidence));
        fmt::print(progress, "{}\n", accuracy::line(rows.back()));
        std::fflush(progress);
        if (!rows.back().chance) wrong += rows.back().false_proven + rows.back().false_ruled_out;
    }
    if (rows.empty()) {
        fmt::print(stderr, "there is no kind of world '{}'\n", arguments.kind);
        return 2;
    }
    if (arguments.table) fmt::print("{}", accuracy::markdown(rows, arguments.commit));
    return wrong ? 1 : 0;
}
