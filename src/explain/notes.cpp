#include "explain/notes.hpp"

#include <algorithm>
#include <cctype>
#include <tuple>

#include "embedded/atlas.hpp"
#include "explain/unpack.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

std::vector<std::string> list(const std::string& text) {
    std::vector<std::string> result;
    for (auto& item : split(text, '\x1e'))
        if (!item.empty()) result.push_back(std::move(item));
    return result;
}

/// "TypeError" for "builtins.TypeError" and "pkg.errors.TypeError" alike where the note names no module.
bool same_type(const std::string& wanted, const std::string& type) {
    return type == wanted || (wanted.find('.') == std::string::npos && type.size() > wanted.size() && type.ends_with("." + wanted));
}

std::string normalised(std::string_view name) {
    std::string result = lower(name);
    std::replace_if(result.begin(), result.end(), [](char c) { return c == '_' || c == '.'; }, '-');
    return result;
}

/// The parts of a version by which it is ordered.
struct Order {
    long epoch = 0;
    std::vector<long> release;
    int stage = 0;       ///< -4 dev, -3 a, -2 b, -1 rc, 0 final, 1 post
    long number = 0;
};

Order order(std::string_view text) {
    Order result;
    std::string v = lower(text);
    v = v.substr(0, v.find('+'));
    std::size_t at = !v.empty() && v[0] == 'v' ? 1 : 0;
    const auto number = [&] {
        long value = 0;
        while (at < v.size() && std::isdigit(static_cast<unsigned char>(v[at]))) value = std::min(value * 10 + (v[at++] - '0'), 100000000L);
        return value;
    };
    if (const auto bang = v.find('!'); bang != std::string::npos) result.epoch = number(), at = bang + 1;
    while (at < v.size() && std::isdigit(static_cast<unsigned char>(v[at]))) {
        result.release.push_back(number());
        if (at + 1 < v.size() && v[at] == '.' && std::isdigit(static_cast<unsigned char>(v[at + 1]))) ++at;
        else break;
    }
    while (!result.release.empty() && result.release.back() == 0) result.release.pop_back();
    while (at < v.size() && (v[at] == '.' || v[at] == '-' || v[at] == '_')) ++at;
    std::size_t end = at;
    while (end < v.size() && std::isalpha(static_cast<unsigned char>(v[end]))) ++end;
    const std::string word = v.substr(at, end - at);
    at = end;
    while (at < v.size() && (v[at] == '.' || v[at] == '-' || v[at] == '_')) ++at;
    if (word == "dev") result.stage = -4;
    else if (word == "a" || word == "alpha") result.stage = -3;
    else if (word == "b" || word == "beta") result.stage = -2;
    else if (word == "rc" || word == "c" || word == "pre" || word == "preview") result.stage = -1;
    else if (word == "post" || word == "rev" || word == "r") result.stage = 1;
    result.number = result.stage ? number() : 0;
    return result;
}

}  // namespace

const std::vector<Note>& notes() {
    static const std::vector<Note> all = read_notes(unpack(embedded::notes()));
    return all;
}

std::vector<Note> read_notes(std::string_view text) {
    std::vector<Note> result;
    for (const auto& line : split(text, '\n')) {
        const auto fields = split(line, '\x1f');
        if (fields.size() < 11) continue;   // as in cmake/pack.cpp
        result.push_back({fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], list(fields[8]), list(fields[9]), list(fields[10])});
    }
    return result;
}

int compare_versions(std::string_view a, std::string_view b) {
    const Order x = order(a), y = order(b);
    const auto key = [](const Order& o) { return std::tie(o.epoch, o.release, o.stage, o.number); };
    return key(x) < key(y) ? -1 : key(y) < key(x) ? 1 : 0;
}

bool matches(const Note& note, const Symptom& symptom, const Versions& versions) {
    if (note.message.empty() && note.code.empty()) return false;
    if (note.kind == "python" ? !versions.package.empty() : normalised(note.package) != normalised(versions.package)) return false;
    if (versions.bad.empty() || versions.good.empty()) return false;
    // 3.13.0rc1 is 3.13 for Python: the new behaviour is there in all of its pre-releases.
    const auto reached = [&](const std::string& version, const std::string& bound) {
        return note.kind == "package" ? compare_versions(version, bound) >= 0 : order(version).release >= order(bound).release;
    };
    const auto is_new = [&](const std::string& version) { return reached(version, note.since) && (note.until.empty() || !reached(version, note.until)); };
    if (is_new(versions.bad) == is_new(versions.good)) return false;
    const auto any = [](const std::vector<std::string>& wanted, const auto& test) { return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), test); };
    return any(note.types, [&](const std::string& type) { return std::any_of(symptom.types.begin(), symptom.types.end(), [&](const auto& t) { return same_type(type, t); }); }) &&
           any(note.message, [&](const std::string& part) { return symptom.messages.find(part) != std::string::npos; }) &&
           any(note.code, [&](const std::string& part) {
               return std::any_of(symptom.sources.begin(), symptom.sources.end(), [&](const auto& line) { return line.find(part) != std::string::npos; });
           });
}

}  // namespace testskew::explain
