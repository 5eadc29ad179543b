#pragma once
// Macros that make both directions of a struct's JSON from one list of its fields. This header includes the whole of
// nlohmann/json, so only the few files that define the JSON of a struct include it.
#include <nlohmann/json.hpp>
#include <optional>

#include "model/json.hpp"

/// A missing optional value is written as null.
template <typename T>
struct nlohmann::adl_serializer<std::optional<T>> {
    static void to_json(nlohmann::json& json, const std::optional<T>& value) {
        if (value)
            json = *value;
        else
            json = nullptr;
    }
    static void from_json(const nlohmann::json& json, std::optional<T>& value) {
        if (json.is_null())
            value.reset();
        else
            value = json.get<T>();
    }
};

/// Defines the two directions under names of their own, for a struct whose JSON has more than the list of fields.
#define TESTSKEW_JSON_PART(write, read, Type, ...)                                              \
    void write(nlohmann::json& nlohmann_json_j, const Type& nlohmann_json_t) {                  \
        NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_TO, __VA_ARGS__))                \
    }                                                                                           \
    void read(const nlohmann::json& nlohmann_json_j, Type& nlohmann_json_t) {                   \
        const Type nlohmann_json_default_obj{};                                                 \
        NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_FROM_WITH_DEFAULT, __VA_ARGS__)) \
    }

#define TESTSKEW_JSON(Type, ...) TESTSKEW_JSON_PART(to_json, from_json, Type, __VA_ARGS__)

/// Writes an enum by the name that to_string gives it. When it is read, an unknown name becomes the default value.
#define TESTSKEW_JSON_ENUM(Type, first, last)                                               \
    void to_json(nlohmann::json& json, const Type& value) { json = to_string(value); }      \
    void from_json(const nlohmann::json& json, Type& value) {                               \
        const auto text = json.get<std::string>();                                          \
        for (int i = static_cast<int>(Type::first); i <= static_cast<int>(Type::last); ++i) \
            if (to_string(static_cast<Type>(i)) == text) value = static_cast<Type>(i);      \
    }
