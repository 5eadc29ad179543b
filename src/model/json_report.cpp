#include "model/json_fields.hpp"
#include "util/error.hpp"

namespace testskew {

TESTSKEW_JSON(Package, version, requirement)
TESTSKEW_JSON(Fidelity, what, asked, got)
TESTSKEW_JSON(ReportSide, name, python, packages, fidelity, notes, requirements_origin, selection, outcomes, seconds,
              ended, missing)
TESTSKEW_JSON(Report, run, run_directory, workspace, bad, good, comparison, attribution, sessions, notes, seconds,
              exit_code)

std::string report_to_json(const Report& report) {
    nlohmann::json document = report;
    document["schema"] = 1;
    redact_document(document);
    return document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Report report_from_json(std::string_view text) {
    try {
        const auto document = nlohmann::json::parse(text);
        if (!document.is_object() || !document.contains("comparison"))
            throw Error("this is not the run.json of a run: run testskew again");
        if (document.value("schema", 1) > 1) throw Error("this run was made by a newer testskew: update testskew");
        return document.get<Report>();
    } catch (const nlohmann::json::exception&) {
        throw Error("the run's run.json is damaged: run testskew again");
    }
}

}  // namespace testskew
