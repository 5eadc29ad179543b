#pragma once
#include <string>

#include "model/matrix.hpp"
#include "report/formats.hpp"

/// Many legs compared at once, in each format: a table of failures by legs, and what describes the legs.
namespace testskew::report {

std::string matrix_text(const MatrixReport& report, const Secrets& secrets, const TextOptions& options = {});
/// At most `most` bytes: details, and then lines, are left out from the end, and that is said.
std::string matrix_markdown(const MatrixReport& report, const Secrets& secrets, std::size_t most = comment_budget);
std::string matrix_html(const MatrixReport& report, const Secrets& secrets);
/// Described by docs/matrix.schema.json.
std::string matrix_json(const MatrixReport& report, const Secrets& secrets);

/// True of the formats that there are for many legs.
bool has_matrix(Format format);
/// The report in one of these formats.
std::string matrix_in_format(Format format, const MatrixReport& report, const Secrets& secrets,
                             const FormatOptions& options);

}  // namespace testskew::report
