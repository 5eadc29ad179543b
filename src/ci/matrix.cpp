#include "ci/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

using nlohmann::json;

// GitHub makes 256 legs of a matrix at most. One with more axes or rows was made to take long.
constexpr size_t most_axes = 20, most_rows = 256;

/// Whether two values of a matrix are the same to GitHub, which compares their texts: '3.13' and 3.13 are.
bool same(const json& a, const json& b) {
    if (a.is_structured() || b.is_structured()) return a == b;
    return lower(text_of(a)) == lower(text_of(b));
}

/// Says of an unquoted 3.10 that it is 3.1 to GitHub.
void note_numbers(const Yaml& node, const std::string& where, std::vector<std::string>& notes) {
    if (node.is(Yaml::Kind::scalar) && !node.quoted && plain_value(node) != node.text &&
        node.text.find('.') != std::string::npos)
        append_once(notes, fmt::format("{} is not quoted ({}:{}): YAML reads the number {}, and so does GitHub",
                                       node.text, where, node.line, plain_value(node)));
    for (const auto& item : node.items) note_numbers(item, where, notes);
    for (const auto& member : node.members) note_numbers(member.value, where, notes);
}

/// The keys and values of one row of include or exclude.
Axes row_of(const json& row) {
    Axes result;
    if (row.is_object())
        for (const auto& [name, value] : row.items()) result.emplace_back(name, value);
    return result;
}

/// A row keeps the order of the file, which a JSON object loses.
Axes row_of(const Yaml& node, const Lookup& lookup, Matrix& matrix) {
    if (!node.is(Yaml::Kind::map)) return row_of(typed_value(node, lookup, matrix.unknown));
    Axes result;
    for (const auto& member : node.members) {
        const size_t before = matrix.unknown.size();
        json value = typed_value(member.value, lookup, matrix.unknown);
        if (matrix.unknown.size() == before)
            result.emplace_back(member.name, std::move(value));
        else  // null would be a value that is known
            matrix.open_axes[lower(member.name)] = matrix.unknown.back();
    }
    return result;
}

std::vector<Axes> rows_of(const json& list) {
    std::vector<Axes> result;
    if (list.is_array())
        for (const auto& row : list)
            if (result.size() < most_rows) result.push_back(row_of(row));
    return result;
}

std::vector<Axes> rows_of(const Yaml* list, const Lookup& lookup, Matrix& matrix) {
    std::vector<Axes> result;
    if (!list) return result;
    if (list->is(Yaml::Kind::scalar)) {  // include: ${{ fromJSON(...) }}
        const size_t before = matrix.unknown.size();
        result = rows_of(typed_value(*list, lookup, matrix.unknown));
        if (matrix.unknown.size() > before) matrix.open = matrix.unknown.back();
    }
    for (const auto& item : list->items)
        if (result.size() < most_rows) result.push_back(row_of(item, lookup, matrix));
    return result;
}

void exclude(std::vector<Axes>& legs, const std::vector<Axes>& rows) {
    std::erase_if(legs, [&](const Axes& leg) {
        return std::any_of(rows.begin(), rows.end(), [&](const Axes& row) {
            return !row.empty() && std::all_of(row.begin(), row.end(), [&](const auto& pair) {
                const json* value = axis(leg, pair.first);
                return value && same(*value, pair.second);
            });
        });
    });
}

/// A row that changes no value of the product is added to every leg that it fits; another one is a leg of its own.
void include(std::vector<Axes>& legs, const std::vector<Axes>& rows) {
    const std::vector<Axes> originals = legs;
    for (const auto& row : rows) {
        bool added = false;
        for (size_t i = 0; i < originals.size(); ++i) {
            const bool fits = std::all_of(row.begin(), row.end(), [&](const auto& pair) {
                const json* value = axis(originals[i], pair.first);
                return !value || same(*value, pair.second);
            });
            if (!fits) continue;
            added = true;
            for (const auto& [name, value] : row) {
                const auto known =
                    std::find_if(legs[i].begin(), legs[i].end(), [&n = name](const auto& p) { return p.first == n; });
                if (known == legs[i].end() && legs[i].size() >= 2 * most_axes) continue;
                if (known == legs[i].end())
                    legs[i].emplace_back(name, value);
                else if (!axis(originals[i], name))
                    known->second = value;
            }
        }
        if (!added && legs.size() < 2 * most_legs) legs.push_back(row);
    }
}

}  // namespace

const json* axis(const Axes& axes, const std::string& name) {
    const auto same_letter = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
    for (const auto& [key, value] : axes)
        if (std::equal(key.begin(), key.end(), name.begin(), name.end(), same_letter)) return &value;
    return nullptr;
}

json typed_value(const Yaml& node, const Lookup& lookup, std::vector<std::string>& unknown) {
    if (node.is(Yaml::Kind::list)) {
        json list = json::array();
        for (const auto& item : node.items) list.push_back(typed_value(item, lookup, unknown));
        return list;
    }
    if (node.is(Yaml::Kind::map)) {
        json map = json::object();
        for (const auto& member : node.members) map[member.name] = typed_value(member.value, lookup, unknown);
        return map;
    }
    if (node.is(Yaml::Kind::null)) return json();
    const std::string text(trim(node.text));
    if (text.starts_with("${{") && text.find("}}") == text.size() - 2) {
        const Worth worth = evaluate(text.substr(3, text.size() - 5), lookup);
        if (!worth.known) unknown.push_back(worth.why);
        return worth.value;
    }
    if (text.find("${{") != std::string::npos) return interpolated(node.text, lookup, unknown);
    if (node.quoted) return node.text;
    const std::string plain = plain_value(node);
    if (plain == "true" || plain == "false") return plain == "true";
    char* end = nullptr;
    const double number = std::strtod(plain.c_str(), &end);
    const bool numeric = !plain.empty() && *end == 0 && plain.find_first_not_of("0123456789.+-eE") == std::string::npos;
    if (numeric && plain.find_first_of(".eE") == std::string::npos && plain.size() < 16) return std::stoll(plain);
    return numeric ? json(number) : json(node.text);
}

std::vector<Axes> product(std::vector<Axes> legs, const std::string& name, const std::vector<json>& values,
                          size_t most) {
    std::vector<Axes> result;
    if (!legs.empty() && legs[0].size() >= most_axes) return legs;
    for (const auto& leg : legs)
        for (const auto& value : values) {
            if (result.size() >= most) break;
            result.push_back(leg);
            result.back().emplace_back(name, value);
        }
    return result;
}

std::vector<json> plain_values(const std::vector<Yaml>& items) {
    std::vector<json> values;
    for (const auto& item : items) values.emplace_back(plain_value(item));
    return values;
}

namespace {

/// The values of one axis that the file says.
std::vector<json> values_of(const Yaml& axis, const std::string& name, const Lookup& lookup, Matrix& matrix) {
    std::vector<json> result;
    const size_t before = matrix.unknown.size();
    const auto take = [&](const Yaml& node) {
        const size_t known = matrix.unknown.size();
        json value = typed_value(node, lookup, matrix.unknown);
        if (matrix.unknown.size() == known) result.push_back(std::move(value));
    };
    if (axis.is(Yaml::Kind::list)) {
        for (const auto& item : axis.items) take(item);
    } else {
        take(axis);
        result = result.empty() || !result[0].is_array() ? std::vector<json>{} : result[0].get<std::vector<json>>();
    }
    if (result.empty() && matrix.unknown.size() > before) matrix.open_axes[lower(name)] = matrix.unknown.back();
    return result;
}

/// The parts of a matrix before its legs are made.
struct MatrixParts {
    std::vector<std::pair<std::string, std::vector<json>>> axes;
    std::vector<Axes> excluded, included;
};

/// `matrix: ${{ fromJSON(...) }}`, whose text a job or the file itself may say.
MatrixParts parts_of(const json& whole) {
    MatrixParts parts;
    for (const auto& [name, value] : whole.items()) {
        if (name == "include")
            parts.included = rows_of(value);
        else if (name == "exclude")
            parts.excluded = rows_of(value);
        else if (value.is_array())
            parts.axes.emplace_back(name, value.get<std::vector<json>>());
    }
    return parts;
}

/// The rows of `exclude` that the file says. That a leg may be excluded makes no axis unknown.
std::vector<Axes> excluded_rows(const Yaml* list, const Lookup& lookup, Matrix& matrix) {
    std::vector<Axes> result;
    const auto take = [&](const Yaml& rows) {
        Matrix aside;
        auto found = rows_of(&rows, lookup, aside);
        if (aside.unknown.empty()) result.insert(result.end(), found.begin(), found.end());
        for (auto& why : aside.unknown) matrix.unknown.push_back(std::move(why));
    };
    if (!list) return result;
    if (list->items.empty()) take(*list);
    for (const auto& item : list->items) {
        if (result.size() >= most_rows) break;
        Yaml one;
        one.kind = Yaml::Kind::list;
        one.items = {item};
        take(one);
    }
    return result;
}

MatrixParts parts_of(const Yaml& matrix, const Lookup& lookup, Matrix& result) {
    if (matrix.is(Yaml::Kind::scalar)) {
        const json whole = typed_value(matrix, lookup, result.unknown);
        if (!result.unknown.empty()) result.open = result.unknown.back();
        return whole.is_object() ? parts_of(whole) : MatrixParts();
    }
    MatrixParts parts;
    for (const auto& member : matrix.members)
        if (member.name != "include" && member.name != "exclude")
            parts.axes.emplace_back(member.name, values_of(member.value, member.name, lookup, result));
    parts.excluded = excluded_rows(matrix.find("exclude"), lookup, result);
    parts.included = rows_of(matrix.find("include"), lookup, result);
    return parts;
}

}  // namespace

Matrix matrix_of(const Yaml& matrix, const Lookup& lookup, const std::string& where) {
    Matrix result;
    result.legs.emplace_back();
    note_numbers(matrix, where, result.notes);
    size_t all = 1;
    bool axes = false;
    const MatrixParts parts = parts_of(matrix, lookup, result);
    for (const auto& [name, values] : parts.axes) {
        if (values.empty()) continue;
        axes = true;
        if (result.legs[0].size() >= most_axes)
            append_once(result.notes,
                        fmt::format("{}: a matrix has more than the {} axes that are read", where, most_axes));
        all = all > 1'000'000'000 / values.size() ? 1'000'000'000 : all * values.size();
        // Excluded legs do not count, so that more than the limit is made before they are taken out.
        result.legs = product(std::move(result.legs), name, values, 8 * most_legs);
    }
    const size_t made = result.legs.size();
    if (!axes) result.legs.clear();
    exclude(result.legs, parts.excluded);
    include(result.legs, parts.included);
    // A matrix whose legs are all excluded has none; one that says nothing is a job like others.
    if (result.legs.empty() && (!axes || !result.unknown.empty())) result.legs.emplace_back();
    if (result.legs.size() > most_legs || all > made) {
        const size_t kept = std::min(result.legs.size(), most_legs);
        result.left_out = std::max(all, result.legs.size()) - kept;
        result.legs.resize(kept);
    }
    return result;
}

}  // namespace testskew::ci
