#include "rounds/documents.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace testskew::rounds {

using nlohmann::json;

namespace {

constexpr std::size_t most_words = 60, id_digits = 12;
constexpr int most_levels = 64;  // what is nested deeper was made to exhaust the stack

std::string dumped(const json& document) { return document.dump(-1, ' ', false, json::error_handler_t::replace); }

json parsed(const std::string& text) {
    bool deep = false;
    json content = json::parse(text, [&](int depth, json::parse_event_t, json&) {
        deep = deep || depth > most_levels;
        return !deep;
    });
    return deep ? json() : content;
}

std::string with_digest(const std::string& kind, json content) {
    content["version"] = version();
    content["kind"] = kind;
    const std::string digest = sha256(dumped(content));
    content["digest"] = digest;
    return dumped(content) + "\n";
}

/// Reads a document of this kind by `fill`. Returns why there is none.
template <class Fill>
std::string read_document(const std::string& text, const std::string& kind, std::string& written_by, Fill fill) {
    try {
        json content = parsed(text);
        if (content.at("kind") != kind) return "is something else";
        content.at("version").get_to(written_by);
        // Another version may say the rest in another way.
        if (written_by != version())
            return fmt::format("is of testskew {}, and this is {}", printable(written_by), version());
        const std::string digest = content.at("digest");
        content.erase("digest");
        if (digest != sha256(dumped(content))) return "is damaged: its digest is another one";
        fill(content);
        return "";
    } catch (const json::exception&) {
        return "is damaged or was cut off";
    }
}

}  // namespace

std::string asked_of(const runner::SessionRequestData& request) {
    json asked = runner::to_data(request);
    for (const char* name : {"version", "id", "spec_timeout", "timeout", "offline", "key", "beside"}) asked.erase(name);
    asked["side"]["interpreter"].erase("executable");
    return sha256(dumped(asked));
}

std::string id_of(const std::string& asked, int number) {
    return fmt::format("{}-{}", asked.substr(0, id_digits), number);
}

bool is_id(const std::string& text) {
    const auto digits = [](std::string_view part, std::string_view which) {
        return !part.empty() && part.find_first_not_of(which) == std::string_view::npos;
    };
    const std::string_view whole = text;
    return whole.size() > id_digits + 1 && whole.size() < id_digits + 8 && whole[id_digits] == '-' &&
           digits(whole.substr(0, id_digits), "0123456789abcdef") && digits(whole.substr(id_digits + 1), "0123456789");
}

std::string short_words(const runner::SessionSpec& spec) {
    std::string words = printable(fmt::format("{}: {}", to_string(spec.phase), spec.reason));
    std::replace(words.begin(), words.end(), '\n', ' ');
    if (words.size() <= most_words) return words;
    size_t end = most_words - 3;
    while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) --end;  // not inside a character
    return words.substr(0, end) + "...";
}

std::string unlike(const Interpreter& one, const Interpreter& other) {
    if (one.version != other.version) return fmt::format("Python {}, not {}", one.version, other.version);
    if (one.libc != other.libc) return fmt::format("{}, not {}", one.libc, other.libc);
    if (one.build != other.build) return fmt::format("another build of Python {}: {}", one.version, one.build);
    return "";
}

std::string why_not(const Answer& answer, const Task& task) {
    if (answer.run != task.run) return "is an answer of another run";
    if (answer.id != task.id || answer.asked != task.asked) return "answers another session";
    if (answer.files != task.files) return "comes from other files of the project";
    if (answer.machine != task.machine)
        return fmt::format("comes from another kind of machine ({}) than the base pair ({})", printable(answer.machine),
                           task.machine);
    const std::string differs = unlike(answer.interpreter, task.request.spec.side.interpreter);
    return differs.empty() ? "" : fmt::format("comes from another interpreter: {}", printable(differs));
}

std::string text_of(const Ground& ground) {
    return with_digest("ground", {{"run", ground.run},
                                  {"machine", ground.machine},
                                  {"files", ground.files},
                                  {"slots", ground.slots},
                                  {"repeats", ground.repeats},
                                  {"quick", ground.quick},
                                  {"observe", ground.observe},
                                  {"bad", runner::to_data(ground.sides.bad)},
                                  {"good", runner::to_data(ground.sides.good)}});
}

std::string read(const std::string& text, Ground& ground) {
    return read_document(text, "ground", ground.version, [&](const json& content) {
        content.at("run").get_to(ground.run);
        content.at("machine").get_to(ground.machine);
        content.at("files").get_to(ground.files);
        content.at("slots").get_to(ground.slots);
        content.at("repeats").get_to(ground.repeats);
        content.at("quick").get_to(ground.quick);
        content.at("observe").get_to(ground.observe);
        ground.sides.bad = runner::side_from(content.at("bad"));
        ground.sides.good = runner::side_from(content.at("good"));
    });
}

std::string text_of(const Task& task) {
    return with_digest("task", {{"run", task.run},
                                {"id", task.id},
                                {"asked", task.asked},
                                {"machine", task.machine},
                                {"files", task.files},
                                {"words", task.words},
                                {"request", runner::to_data(task.request)}});
}

std::string read(const std::string& text, Task& task) {
    std::string written_by;
    return read_document(text, "task", written_by, [&](const json& content) {
        content.at("run").get_to(task.run);
        content.at("id").get_to(task.id);
        content.at("asked").get_to(task.asked);
        content.at("machine").get_to(task.machine);
        content.at("files").get_to(task.files);
        content.at("words").get_to(task.words);
        task.request = runner::request_from(content.at("request"));
    });
}

std::string text_of(const Answer& answer) {
    return with_digest("answer", {{"run", answer.run},
                                  {"id", answer.id},
                                  {"asked", answer.asked},
                                  {"machine", answer.machine},
                                  {"files", answer.files},
                                  {"interpreter", answer.interpreter},
                                  {"answer", runner::to_data(answer.data)}});
}

std::string read(const std::string& text, Answer& answer) {
    return read_document(text, "answer", answer.version, [&](const json& content) {
        content.at("run").get_to(answer.run);
        content.at("id").get_to(answer.id);
        content.at("asked").get_to(answer.asked);
        content.at("machine").get_to(answer.machine);
        content.at("files").get_to(answer.files);
        content.at("interpreter").get_to(answer.interpreter);
        answer.data = runner::answer_from(content.at("answer"));
    });
}

std::string runner_label(const std::string& image_os, const std::string& arch) {
    constexpr std::string_view ubuntu = "ubuntu";
    std::string label = "ubuntu-latest";
    if (image_os.size() == ubuntu.size() + 2 && image_os.starts_with(ubuntu))
        label = fmt::format("ubuntu-{}.04", image_os.substr(ubuntu.size()));
    else if (arch == "ARM64")
        label = "ubuntu-24.04";
    return arch == "ARM64" ? label + "-arm" : label;
}

nlohmann::ordered_json matrix_json(const std::vector<Task>& tasks, const std::string& label) {
    nlohmann::ordered_json legs = nlohmann::ordered_json::array();
    for (const Task& task : tasks)
        legs.push_back({{"session", task.id},
                        {"python", task.request.spec.side.interpreter.version},
                        {"os", label},
                        {"name", task.words}});
    return {{"include", legs}};
}

}  // namespace testskew::rounds
