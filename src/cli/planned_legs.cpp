#include "cli/planned_legs.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

constexpr std::size_t largest = 1 << 20;  // GitHub's limit for an output
constexpr std::size_t most_legs = 2000;   // as many as `compare` takes

[[noreturn]] void no_plan(const std::string& file, const std::string& why) {
    throw Error(
        fmt::format("--plan {}: {}; what `testskew plan` prints is expected: "
                    "{{\"include\": [{{\"leg\": \"py3.11\"}}]}}",
                    printable(file), why));
}

}  // namespace

std::vector<std::string> planned_legs(const std::string& file) {
    const auto text = read_file(file, largest);
    if (!text) no_plan(file, "it cannot be read, or is larger than 1 MB");
    std::vector<std::string> legs;
    try {
        const auto document = nlohmann::json::parse(*text);
        for (const auto& one : document.at("include")) append_once(legs, one.at("leg").get<std::string>());
    } catch (const nlohmann::json::exception&) {
        no_plan(file, "it is no plan of legs");
    }
    if (legs.empty()) no_plan(file, "it has no legs");
    if (legs.size() > most_legs) no_plan(file, fmt::format("it has more than {} legs", most_legs));
    return legs;
}

}  // namespace testskew::cli
