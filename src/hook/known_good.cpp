#include "hook/known_good.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "process/environ.hpp"
#include "util/error.hpp"
#include "util/file_times.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/json_members.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;
using nlohmann::json;

namespace testskew::hook {
namespace {

constexpr int good_schema = 1;
constexpr auto kept_for = std::chrono::hours(24 * 30);
constexpr const char* kinds[] = {"file", "folder", "variable", "variables"};

std::string file_now(const std::string& path) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return std::to_string(status.st_size) + " " + std::to_string(modified_nanoseconds(status));
}

std::string folder_now(const std::string& path) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error))
        names.push_back(entry->path().filename().string());
    if (names.empty()) return {};
    std::sort(names.begin(), names.end());
    std::string text;
    for (const auto& name : names) text += name + '\0';
    return short_hash(text);
}

/// A digest of the variables that a pattern like "DB_*" means now.
std::string variables_now(const std::string& pattern, const std::string& salt) {
    const std::string start = pattern.substr(0, pattern.find('*'));
    std::string text;
    for (const auto& [name, value] : process::own_environ())
        if (name.starts_with(start)) text += name + '=' + value + '\0';
    return text.empty() ? "" : keyed_digest(salt, text);
}

std::string name_of(const GoodKey& key) {
    std::string text = "good 1";
    for (const std::string& part : {key.tree, key.version, key.project, key.configuration})
        text += '\0' + std::to_string(part.size()) + ' ' + part;
    for (const auto& profile : key.profiles) text += '\0' + profile;
    return sha256(text).substr(0, 32) + ".json";
}

Good read_good(const json& document) {
    Good good;
    good.salt = members::text(document, "salt");
    good.checked = members::names(document, "checked");
    const json* list = members::find(document, "conditions");
    if (!list || !list->is_array()) return good;
    for (const auto& item : *list) {
        const std::string kind = members::text(item, "kind");
        const auto found = std::find(std::begin(kinds), std::end(kinds), kind);
        // A kind of a newer testskew never holds.
        good.conditions.push_back(
            {found == std::end(kinds) ? Condition::Kind::file : static_cast<Condition::Kind>(found - std::begin(kinds)),
             members::text(item, "name"), found == std::end(kinds) ? "unknown" : members::text(item, "value")});
    }
    return good;
}

}  // namespace

std::string value_now(Condition::Kind kind, const std::string& name, const std::string& salt) {
    if (kind == Condition::Kind::file) return file_now(name);
    if (kind == Condition::Kind::folder) return folder_now(name);
    if (kind == Condition::Kind::variables) return variables_now(name, salt);
    const auto value = environment_variable(name.c_str());
    return value ? keyed_digest(salt, *value) : "";
}

void Good::depends_on(Condition::Kind kind, const std::string& name) {
    if (salt.empty()) salt = random_hex(16);
    const bool known = std::any_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
        return condition.kind == kind && condition.name == name;
    });
    if (!known) conditions.push_back({kind, name, value_now(kind, name, salt)});
}

bool Good::still() const {
    return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
        return value_now(condition.kind, condition.name, salt) == condition.value;
    });
}

bool KnownGood::holds(const GoodKey& key) const {
    const fs::path file = folder_ / name_of(key);
    const auto text = read_file(file);
    if (!text) return false;
    const json document = json::parse(*text, nullptr, false);
    if (members::integer(document, "schema") != good_schema || !read_good(document).still()) return false;
    std::error_code ignored;
    fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);
    return true;
}

void KnownGood::remember(const GoodKey& key, const Good& good) const {
    json document = {
        {"schema", good_schema}, {"salt", good.salt}, {"checked", good.checked}, {"conditions", json::array()}};
    for (const auto& condition : good.conditions)
        document["conditions"].push_back(
            {{"kind", kinds[static_cast<int>(condition.kind)]}, {"name", condition.name}, {"value", condition.value}});
    std::error_code ignored;
    fs::create_directories(folder_, ignored);
    const auto oldest = fs::file_time_type::clock::now() - kept_for;
    for (fs::directory_iterator entry(folder_, ignored), end; entry != end; entry.increment(ignored)) {
        std::error_code error;
        if (entry->last_write_time(error) < oldest && !error) fs::remove(entry->path(), error);
        if (ignored) break;
    }
    try {
        write_file(folder_ / name_of(key), document.dump(1, ' ', false, json::error_handler_t::replace) + "\n", 0600);
    } catch (const Error&) {
    }
}

long KnownGood::count() const {
    long count = 0;
    std::error_code error;
    for (fs::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error))
        if (entry->path().extension() == ".json") ++count;
    return count;
}

}  // namespace testskew::hook
