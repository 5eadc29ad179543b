#pragma once
#include <string>
#include <vector>

#include "model/attribution.hpp"
#include "report/side_names.hpp"

namespace testskew::report {

/// The part of the name that an explanation is about, as report.json has it: "parameter onexc", "calls without Loader".
/// It is empty if the explanation is about the name itself.
std::string api_part_words(const CauseApi& api);

/// The sentence of an explanation: "shutil.rmtree(onexc=) is new in Python 3.12".
std::string api_sentence(const CauseApi& api, const SideNames& names);

/// The lines on these explanations: the sentence of each with the place that swallowed the exception, and what to write
/// instead.
std::vector<std::string> api_lines(const std::vector<CauseApi>& api, const SideNames& names);

}  // namespace testskew::report
