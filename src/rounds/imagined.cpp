#include "rounds/imagined.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "util/text.hpp"

namespace testskew::rounds {
namespace {

using nlohmann::json;

constexpr size_t most_open = 2;  // sessions of which each may end in either way, before they are taken together

/// The name of the kind of a line; "" if it has none.
std::string kind_of(const std::string& line) {
    const json parsed = json::parse(line, nullptr, false);
    return parsed.is_object() ? parsed.value("t", "") : "";
}

/// How the engine expects a session to end, if it does.
std::optional<SideName> expected(const runner::SessionSpec& spec) {
    if (spec.predicted == "F") return SideName::bad;
    if (spec.predicted == "P") return SideName::good;
    if (spec.phase == Phase::observe) return spec.from;  // a traced session of a side, which ends as that side did
    return std::nullopt;
}

}  // namespace

std::string imagined(const std::string& recording) {
    static const std::set<std::string> kept = {"start", "phase", "collect", "finish"};
    std::string result = R"({"t":"session","schema":1,"id":"","profile":""})"
                         "\n";
    for (const std::string& line : split(recording, '\n'))
        if (kept.count(kind_of(line))) result += line + "\n";
    return result;
}

std::vector<Guess> guesses_after(const Guess& guess, const std::vector<Task>& missing) {
    Guess sure = guess;
    std::vector<std::string> open;
    for (const Task& task : missing) {
        if (const auto side = expected(task.request.spec))
            sure[task.id] = *side;
        else
            open.push_back(task.id);
    }
    std::vector<Guess> guesses = {sure};
    const auto branch = [&](const std::vector<std::string>& together) {
        std::vector<Guess> both;
        for (const Guess& one : guesses)
            for (const SideName side : {SideName::bad, SideName::good}) {
                both.push_back(one);
                for (const std::string& id : together) both.back()[id] = side;
            }
        guesses = std::move(both);
    };
    if (open.size() > most_open)
        branch(open);
    else
        for (const std::string& id : open) branch({id});
    return guesses;
}

}  // namespace testskew::rounds
