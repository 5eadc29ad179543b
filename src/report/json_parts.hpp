#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/json.hpp"

/// Values of report.json that several of its parts have.
namespace testskew::report {

using OrderedJson = nlohmann::ordered_json;

template <typename T>
OrderedJson optional(const std::optional<T>& value) {
    return value ? OrderedJson(*value) : OrderedJson(nullptr);
}
inline OrderedJson text_or_null(const std::string& value) {
    return value.empty() ? OrderedJson(nullptr) : OrderedJson(value);
}

/// The tests of a cluster, or of a list of other outcomes.
inline OrderedJson tests(const std::vector<ClusterTest>& all) {
    OrderedJson result = OrderedJson::array();
    for (const ClusterTest& t : all)
        result.push_back({{"id", t.id}, {"bad", to_string(t.bad)}, {"good", to_string(t.good)}});
    return result;
}

}  // namespace testskew::report
