#include "rounds/rounds.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "process/interruption.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::rounds {
namespace {

constexpr std::size_t most_answer = std::size_t{1} << 30;  // bytes: a recording comes in one file
constexpr std::string_view ending = ".answer.json";

/// The number in the name of a session: 7 of "s7".
int number_of(const std::string& session) { return std::atoi(session.c_str() + std::min<size_t>(session.size(), 1)); }

}  // namespace

fs::path folder_of(const fs::path& run_folder) { return run_folder / "rounds"; }
fs::path ground_file(const fs::path& run_folder) { return folder_of(run_folder) / "ground.json"; }
fs::path task_file(const fs::path& run_folder, const std::string& id) { return folder_of(run_folder) / (id + ".json"); }
fs::path answer_file(const fs::path& run_folder, const std::string& id) {
    return folder_of(run_folder) / (id + std::string(ending));
}

Rounds::Rounds(fs::path run_folder, Ground ground, bool here, std::function<void(const std::string&)> told)
    : folder_(std::move(run_folder)), ground_(std::move(ground)), here_(here), told_(std::move(told)) {}

void Rounds::imagine(Guess guess, std::string like_bad, std::string like_good) {
    guess_ = std::move(guess);
    like_bad_ = std::move(like_bad);
    like_good_ = std::move(like_good);
}

void Rounds::announce(const runner::SessionRequestData& request) {
    const std::string asked = asked_of(request);
    const std::lock_guard lock(mutex_);
    ids_[request.id] = id_of(asked, ++times_[asked]);
}

Task Rounds::task_of(const runner::SessionRequestData& request) {
    Task task;
    {
        const std::lock_guard lock(mutex_);
        task.id = ids_.at(request.id);
    }
    task.asked = asked_of(request);
    task.run = ground_.run;
    task.machine = ground_.machine;
    task.files = ground_.files;
    task.request = request;
    task.request.beside = 0;  // each has a machine of its own
    task.words = short_words(request.spec);
    return task;
}

std::optional<runner::SessionAnswerData> Rounds::answer_of(const Task& task) {
    const fs::path file = answer_file(folder_, task.id);
    std::error_code error;
    if (!fs::exists(fs::symlink_status(file, error))) return std::nullopt;
    std::string reason;
    Answer answer;
    // What lies there may have been made by whoever can write into an artifact.
    if (const auto text = read_file(file, most_answer, Links::refuse))
        reason = read(*text, answer);
    else
        reason = errno == EFBIG ? "is too large" : "cannot be read";
    if (reason.empty()) reason = why_not(answer, task);
    if (reason.empty()) return std::move(answer.data);
    told_(fmt::format("{} {}: it is not used", file.filename().string(), reason));
    return std::nullopt;
}

std::optional<runner::SessionAnswerData> Rounds::run(const runner::SessionRequestData& request, Status&,
                                                     const std::string&) {
    process::check_interrupted();
    Task task = task_of(request);
    auto answer = answer_of(task);
    const std::lock_guard lock(mutex_);
    looked_for_[task.id] = answer.has_value();
    if (answer) return answer;
    if (const auto guessed = guess_.find(task.id); guessed != guess_.end()) {
        runner::SessionAnswerData data;
        data.recording = guessed->second == SideName::bad ? like_bad_ : like_good_;
        return data;
    }
    if (here_) {
        ++left_;
        return std::nullopt;
    }
    missing_[number_of(request.id)] = std::move(task);
    throw Interrupted("the session has no answer yet");
}

std::vector<Task> Rounds::missing() const {
    const std::lock_guard lock(mutex_);
    std::vector<Task> tasks;
    for (const auto& [number, task] : missing_) tasks.push_back(task);
    return tasks;
}

int Rounds::answered() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(
        std::count_if(looked_for_.begin(), looked_for_.end(), [](const auto& one) { return one.second; }));
}

int Rounds::left() const {
    const std::lock_guard lock(mutex_);
    return left_;
}

int Rounds::unused() const {
    const std::lock_guard lock(mutex_);
    int count = 0;
    std::error_code error;
    for (fs::directory_iterator it(folder_of(folder_), error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.ends_with(ending)) continue;
        const std::string id = name.substr(0, name.size() - ending.size());
        // What was asked for on a guess may not be needed.
        if (!looked_for_.count(id) && !fs::exists(task_file(folder_, id), error)) ++count;
    }
    return count;
}

}  // namespace testskew::rounds
