// testskew compare --attribute: takes two of the compared recordings as the sides of a run.
#include "cli/compare_attribute.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "util/text.hpp"

namespace testskew::cli {

void check_attribute(const Options& options) {
    const bool text_alone =
        options.formats.empty() || (options.formats.size() == 1 && options.formats.front() == "text");
    if (options.attribute_failure && (options.json == "-" || (!text_alone && options.output.empty())))
        throw Error("--attribute prints the report of a run: give what is compared a file (--json FILE, -o FILE)");
}

ExitCode attribute_pair(const Options& options, const std::string& bad, const std::string& good) {
    Options run_options = options;
    run_options.bad = bad;
    run_options.good = good;
    // What was compared has been written there.
    run_options.formats.clear();
    run_options.output.clear();
    run_options.json.reset();
    print("\n" + shell_command({"testskew", "run", "--bad", bad, "--good", good}) + "\n\n");
    return run(run_options);
}

ExitCode attribute_nearest(const Options& options, const MatrixReport& report) {
    const int number = options.attribute_failure;
    const auto found = std::find_if(report.clusters.begin(), report.clusters.end(),
                                    [&](const MatrixCluster& cluster) { return cluster.number == number; });
    if (found == report.clusters.end())
        throw Error(fmt::format("--attribute={}: {} in the table", number,
                                report.clusters.empty()
                                    ? "no failure is"
                                    : fmt::format("the failures 1 to {} are", report.clusters.size())));
    if (!found->nearest)
        throw Error(
            fmt::format("--attribute={}: it takes a leg in which this fails and one in which it passes", number));
    return attribute_pair(options, report.legs[found->nearest->bad].files.front(),
                          report.legs[found->nearest->good].files.front());
}

}  // namespace testskew::cli
