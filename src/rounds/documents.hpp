#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "runner/session_data.hpp"
#include "sides/side.hpp"

/// The files that rounds of sessions leave in the folder of a run, and what is looked at before one is used. Pure
/// functions.
namespace testskew::rounds {

/// What all rounds of a run have in common. It is decided once, so that each later round asks for the same sessions as
/// the one before, as far as that one had come.
struct Ground {
    std::string version;  ///< of testskew
    std::string run;      ///< its id
    std::string machine;  ///< of the base pair: machine_name()
    std::string files;    ///< the state of the project's files, as KeptFiles::keep() names it
    int slots = 32;       ///< how many sessions a round has at most
    int repeats = 5;      ///< Options::repeats, and so on
    bool quick = false, observe = true;
    sides::SidePair sides;
};

/// One session that a round asks for.
struct Task {
    std::string id;     ///< "3f9c2ab41d07-1": what is asked, and how often it was asked before
    std::string asked;  ///< asked_of() its request
    std::string run, machine, files;
    runner::SessionRequestData request;
    std::string words;  ///< short, why it is run
};

/// What came of a task, with what tells whether it can be used.
struct Answer {
    std::string version, run, id, asked, machine, files;
    Interpreter interpreter;  ///< that it ran on
    runner::SessionAnswerData data;
};

/// A digest of what a request asks for: not of its number, of its limits of time, of where the interpreter lies, nor of
/// what runs beside it.
std::string asked_of(const runner::SessionRequestData& request);

/// The id of a task that is asked for the `number`th time.
std::string id_of(const std::string& asked, int number);

/// True if the text is an id, and so the name of a file in the folder of the run.
bool is_id(const std::string& text);

/// Why a session is run in at most 60 bytes: "confirm: all of ci, with click of local".
std::string short_words(const runner::SessionSpec& spec);

/// In what two interpreters of one version differ so that their sessions cannot be compared; "" if in nothing.
std::string unlike(const Interpreter& one, const Interpreter& other);

/// Why an answer cannot be used for a task: a predicate of which its file is the subject; "" if it can be used.
std::string why_not(const Answer& answer, const Task& task);

/// Documents, and their texts with a digest, by which a file that was cut off or changed is told.
std::string text_of(const Ground& ground);
std::string text_of(const Task& task);
std::string text_of(const Answer& answer);

/// Why the text is no such document: a predicate of which its file is the subject; "" if it is one, which is then read.
/// Of a document that another version wrote only the version is read.
std::string read(const std::string& text, Ground& ground);
std::string read(const std::string& text, Task& task);
std::string read(const std::string& text, Answer& answer);

/// The label of GitHub's runners that are like this one, of which its variables ImageOS and RUNNER_ARCH tell.
std::string runner_label(const std::string& image_os, const std::string& arch);

/// The value of `strategy.matrix`: {"include": [{"session": "3f9c2ab41d07-1", "python": "3.11.7", ...}]}.
nlohmann::ordered_json matrix_json(const std::vector<Task>& tasks, const std::string& label);

}  // namespace testskew::rounds
