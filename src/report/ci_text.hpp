#pragma once
#include <string>

#include "model/ci_report.hpp"
#include "report/report.hpp"

namespace testskew::report {

/// What `testskew ci` found, for a terminal or a log: the legs, and the report of each comparison that tells something
/// which the ones before it do not. Recordings that could not be used are not told: the command says so on stderr.
std::string ci_text(const CiReport& report, const Secrets& secrets, const TextOptions& options = {});

/// The same as a JSON document, described by docs/ci.schema.json: the legs, the problems, and the report.json of each
/// comparison.
std::string ci_json(const CiReport& report, const Secrets& secrets);

}  // namespace testskew::report
