#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "ci/choose.hpp"
#include "ci/leg_toml.hpp"

namespace testskew::cli {

/// What `init` is asked for.
struct LegAsk {
    std::string source;            ///< a workflow file or a log; "" for the project's own CI files
    std::string log, junit;        ///< files; "" for none
    std::vector<std::string> leg;  ///< "py=3.11"
    std::filesystem::path from;    ///< the folder to start in; empty for the current one
};

/// One leg, and the testskew.toml that it makes.
struct LegSource {
    std::string root;  ///< the folder of testskew.toml
    ci::LegChoice choice;
    std::vector<std::string> failing;
    std::string toml;
    nlohmann::ordered_json log;  ///< what a log said; null without one
};

/// Reads the CI of the project around the current folder. Throws Error (usage) if it says nothing of tests.
LegSource leg_source(const LegAsk& ask);

}  // namespace testskew::cli
