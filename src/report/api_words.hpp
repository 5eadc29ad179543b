#pragma once
#include <string>

#include "model/attribution.hpp"
#include "report/side_names.hpp"

namespace testskew::report {

/// "parameter onexc", "calls without Loader": what of the name it is about, as report.json has it.
std::string api_part_words(const CauseApi& api);

/// "shutil.rmtree(onexc=) is new in Python 3.12": what an explanation says.
std::string api_sentence(const CauseApi& api, const SideNames& names);

}  // namespace testskew::report
