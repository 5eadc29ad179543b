#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "rounds/documents.hpp"
#include "rounds/imagined.hpp"
#include "runner/elsewhere.hpp"

namespace testskew::rounds {

/// The folder of a run in which its rounds lie: ground.json, ID.json for each session that is asked for, and
/// ID.answer.json for each that was run.
std::filesystem::path folder_of(const std::filesystem::path& run_folder);
std::filesystem::path ground_file(const std::filesystem::path& run_folder);
std::filesystem::path task_file(const std::filesystem::path& run_folder, const std::string& id);
std::filesystem::path answer_file(const std::filesystem::path& run_folder, const std::string& id);

/// Answers sessions from the files of earlier rounds. The attribution is done from its beginning each time, and its
/// sessions are known by what they ask: the nth session that asks the same gets the nth answer, so that no answer
/// counts twice.
class Rounds : public runner::Elsewhere {
public:
    /// If `here` is true, sessions without an answer are handed back, to run on this machine. `told` is called with
    /// one line for each file that cannot be used.
    Rounds(std::filesystem::path run_folder, Ground ground, bool here, std::function<void(const std::string&)> told);

    /// From now on sessions without an answer that are in the guess end as it says, like one of these recordings.
    void imagine(Guess guess, std::string like_bad, std::string like_good);

    void announce(const runner::SessionRequestData& request) override;
    /// Throws Interrupted for a session that has no answer.
    std::optional<runner::SessionAnswerData> run(const runner::SessionRequestData& request, Status& status,
                                                 const std::string& status_key) override;
    std::string lost() override { return ""; }

    /// The sessions that have no answer, in the order in which they were asked for.
    std::vector<Task> missing() const;
    int answered() const;  ///< how many sessions had an answer
    int left() const;      ///< how many sessions were handed back
    /// How many answers lie in the folder that no round has asked for.
    int unused() const;

private:
    Task task_of(const runner::SessionRequestData& request);
    std::optional<runner::SessionAnswerData> answer_of(const Task& task);

    const std::filesystem::path folder_;
    const Ground ground_;
    const bool here_;
    const std::function<void(const std::string&)> told_;
    mutable std::mutex mutex_;
    std::map<std::string, int> times_;        ///< how often the same was asked for
    std::map<std::string, std::string> ids_;  ///< of tasks, by the numbers of their sessions
    std::map<int, Task> missing_;             ///< by the numbers of their sessions
    std::map<std::string, bool> looked_for_;  ///< the ids of tasks; true if they had an answer
    int left_ = 0;
    Guess guess_;
    std::string like_bad_, like_good_;
};

}  // namespace testskew::rounds
