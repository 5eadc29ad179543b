#include "cli/render.hpp"

#include <fmt/core.h>

#include "cli/terminal.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "report/report.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::cli {

bool give_json(const Options& options, const std::string& document) {
    if (!options.json) return false;
    if (*options.json != "-") {
        write_file(*options.json, document);
        return false;
    }
    print(document);
    return true;
}

void render(const Options& options, const Report& report) {
    const Secrets secrets(process::environ_without_git());
    if (options.json && give_json(options, report::json(report, secrets))) return;
    const std::vector<std::string> formats =
        options.formats.empty() ? std::vector<std::string>{"text"} : options.formats;
    for (const auto& format : formats) {
        if (format == "text") {
            auto layout = text_options(options);
            layout.plan = options.explain_plan;
            print(report::text(report, secrets, layout));
        } else if (format == "markdown")
            print(report::markdown(report, secrets));
        else if (format == "json")
            print(report::json(report, secrets));
        else {
            const std::string meant = nearest(format, {"text", "markdown", "json"});
            throw Error(fmt::format("unknown format '{}'{}: text, markdown or json", format,
                                    meant.empty() ? "" : fmt::format(" (did you mean {}?)", meant)));
        }
    }
}

}  // namespace testskew::cli
