#include "explain/symptoms.hpp"

#include <set>

#include "explain/statement.hpp"
#include "explain/swallowed.hpp"
#include "util/text.hpp"

namespace testskew::explain {
namespace {

constexpr std::string_view raises = "raises ";

/// Adds a source line and, if the file can be read, the whole statement that begins with it.
void add_line(Symptom& symptom, const Frame& frame, const ReadSource& read) {
    if (frame.source.empty()) return;
    symptom.sources.push_back(frame.source);
    if (!read || !frame.project) return;
    if (const auto text = read(frame.path))
        if (auto whole = whole_statement(*text, frame.line, frame.source); !whole.empty())
            symptom.sources.push_back(std::move(whole));
}

/// Adds what pytest says of the parts of an assertion: "+  where 'a' = datetime.fromisoformat('b')". The statement
/// called these parts or looked them up, whatever its first line says.
void add_parts(Symptom& symptom, const std::string& message) {
    for (const auto& line : split(message, '\n')) {
        const auto part = trim(line);
        if (part.starts_with("+") && (part.find(" where ") != part.npos || part.find(" and ") != part.npos))
            symptom.sources.emplace_back(part);
    }
}

Symptom symptom_of(const Failure& failure, const ReadSource& read) {
    Symptom result;
    for (const auto& exception : failure.chain) {
        result.types.push_back(exception.type);
        result.messages += exception.message + "\n";
        for (const auto& frame : exception.frames) add_line(result, frame, read);
        if (exception.subject) result.sources.push_back(exception.subject->expression);
        add_parts(result, exception.message);
    }
    if (failure.chain.empty()) result.types.push_back(failure.type);
    result.messages += failure.message + "\n" + failure.assertion;
    result.sources.push_back(failure.source);
    return result;
}

/// Adds the place of a divergence and its values on both sides.
void add_parting(Symptom& symptom, const Divergence& divergence, const ReadSource& read) {
    add_line(symptom, {divergence.path, divergence.line, divergence.function, divergence.source, true}, read);
    symptom.sources.push_back(divergence.text);
    for (const auto& value : {divergence.bad, divergence.good}) symptom.messages += "\n" + value;
}

/// The exceptions that only one side raised where the runs diverge. Only their types are known, and no message. The
/// failure itself is left out, because its message is known.
std::vector<Symptom> raised_at(const Divergence& divergence, const Failure& failure) {
    Symptom result{{}, "", {divergence.source, divergence.text}, true};
    for (const auto& value : {divergence.bad, divergence.good}) {
        const std::string type = value.starts_with(raises) ? value.substr(raises.size()) : "";
        const bool known = type == failure.type || failure.type.ends_with("." + type) || type == "AssertionError";
        if (!type.empty() && !known) result.types.push_back(type);
    }
    return result.types.empty() ? std::vector<Symptom>() : std::vector<Symptom>{result};
}

Symptom symptom_of(const Swallowed& swallowed, const ReadSource& read) {
    Symptom result{{swallowed.type}, swallowed.message, {}, false, swallowing_place(swallowed)};
    for (const auto& frame : {swallowed.raised_at, swallowed.handled_at})
        if (frame) add_line(result, *frame, read);
    return result;
}

}  // namespace

std::vector<Symptom> symptoms_of(const Cluster& cluster, const ReadSource& read) {
    std::vector<Symptom> result = {symptom_of(cluster.error, read)};
    if (cluster.divergence) {
        add_parting(result.front(), *cluster.divergence, read);
        for (auto& symptom : raised_at(*cluster.divergence, cluster.error)) result.push_back(std::move(symptom));
    }
    if (cluster.good_error) result.push_back(symptom_of(*cluster.good_error, read));
    for (const auto& swallowed : cluster.swallowed) result.push_back(symptom_of(swallowed, read));
    return result;
}

namespace {

/// False if the file was changed since the frame was recorded, or is another one of that name.
bool is_as_recorded(const std::string& text, const std::string& source, int line) {
    return source.empty() || !whole_statement(text, line, source).empty();
}

}  // namespace

Symptom surroundings_of(const Cluster& cluster, const ReadSource& read) {
    Symptom result = symptom_of(cluster.error, {});
    result.sources.clear();
    std::set<std::string> paths;
    const auto add = [&](const std::string& path, const std::string& source, int line) {
        if (paths.count(path)) return;
        auto text = read(path);
        if (!text || !is_as_recorded(*text, source, line)) return;
        paths.insert(path);
        result.sources.push_back(std::move(*text));
        result.paths.push_back(path);
    };
    for (const auto& exception : cluster.error.chain) {
        // The outermost frame of the project is the test, whose file holds much that other tests use.
        bool in_test = true;
        for (const auto& frame : exception.frames) {
            if (frame.project && !in_test) add(frame.path, frame.source, frame.line);
            if (frame.project) in_test = false;
        }
    }
    const auto& parting = cluster.divergence;
    if (parting && (parting->path != cluster.error.path || parting->line != cluster.error.line))
        add(parting->path, parting->source, parting->line);
    return result;
}

}  // namespace testskew::explain
