#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "ci/expression.hpp"
#include "ci/yaml.hpp"

namespace testskew::ci {

/// One leg of a matrix: its keys in the order of the file, with their values.
using Axes = std::vector<std::pair<std::string, nlohmann::json>>;

/// The legs of `strategy.matrix` of a GitHub job.
struct Matrix {
    std::vector<Axes> legs;
    std::vector<std::string> unknown;  ///< axes that only a run knows (fromJSON of a job's output), with the reason
    std::map<std::string, std::string> open_axes;  ///< the names of those axes in lower case, with the reason
    std::string open;                ///< why only a run knows which axes there are; "" if the file says it
    std::vector<std::string> notes;  ///< what is remarkable: an unquoted 3.10
    size_t left_out = 0;             ///< legs beyond the limit
};

/// GitHub makes at most 256 jobs of one matrix.
constexpr size_t most_legs = 256;

/// The legs of a matrix: the product of its axes without `exclude`, and what `include` adds. `where` begins the place
/// of a note ("ci.yml").
Matrix matrix_of(const Yaml& matrix, const Lookup& lookup, const std::string& where);

/// Each of the legs with each value of one more axis: no more than `most` of them.
std::vector<Axes> product(std::vector<Axes> legs, const std::string& name, const std::vector<nlohmann::json>& values,
                          size_t most);

/// The values of these items, each as plain_value() has it.
std::vector<nlohmann::json> plain_values(const std::vector<Yaml>& items);

/// A YAML value as an expression sees it: numbers and booleans typed, as GitHub reads them.
nlohmann::json typed_value(const Yaml& node, const Lookup& lookup, std::vector<std::string>& unknown);

/// The value of a key of a leg; nullptr if it has none. GitHub's names know no case.
const nlohmann::json* axis(const Axes& axes, const std::string& name);

}  // namespace testskew::ci
