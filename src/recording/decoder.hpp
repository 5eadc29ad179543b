#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/recording.hpp"
#include "recording/test_table.hpp"

namespace testskew::recording {

/// Turns the lines of a recording into a Recording, one by one. Each kind of record has a handler of its own (see the
/// table in decoder.cpp); to read a new kind, add a line to the table and a handler.
class Decoder {
public:
    /// `outline`: of tests that passed in plain steps only the ids are kept, and what tells neither of a session as a
    /// whole nor of a failure is left out (RecordingOutline).
    explicit Decoder(bool outline = false) : outline_(outline) {}
    /// Takes one line. Returns false if it could not be read.
    bool line(std::string_view text);
    /// Returns what was decoded, with the outcome of every test decided. The caller must set `Recording::truncated`.
    Recording finish();
    /// The same of an outline.
    RecordingOutline finish_outline();
    /// How many records of a known kind were seen. If there was none, the file is not a recording.
    long known() const { return known_; }
    /// The number of the recording's form; 0 if the recording names an impossible one.
    int schema() const { return schema_; }

private:
    using Handler = void (Decoder::*)(const nlohmann::json&);
    static Handler handler_of(std::string_view kind);

    bool plain(std::string_view text);
    bool flat_line(std::string_view text);
    /// Whether the selection that a line tells of, which names tests or only deselected ones, is one that counts.
    bool takes_selection(bool names_tests);
    void collect(const nlohmann::json& value);
    void cut(const nlohmann::json& value);
    void end(const nlohmann::json& value);
    void facts(const nlohmann::json& value);
    void finished(const nlohmann::json& value);
    void internal(const nlohmann::json& value);
    void leg(const nlohmann::json& value);
    void loaded(const nlohmann::json& value);
    void missing(const nlohmann::json& value);
    void made(const nlohmann::json& value);
    void module(const nlohmann::json& value);
    void phase(const nlohmann::json& value);
    void reach(const nlohmann::json& value);
    void refused(const nlohmann::json& value);
    void selected(const nlohmann::json& value);
    void server(const nlohmann::json& value);
    void session(const nlohmann::json& value);
    void start(const nlohmann::json& value);
    void state(const nlohmann::json& value);
    void trace(const nlohmann::json& value);
    void trouble(const nlohmann::json& value);
    void undone(const nlohmann::json& value);
    void usage(const nlohmann::json& value);
    void warning(const nlohmann::json& value);
    void watch(const nlohmann::json& value);

    /// Appends a record of `kind` to its list, or counts it as left out if the list has `most` already.
    template <typename Record>
    void keep(std::vector<Record>& list, std::size_t most, const char* kind, Record record) {
        if (list.size() < most)
            list.push_back(std::move(record));
        else
            ++recording_.left_out[kind];
    }

    bool outline_;
    Recording recording_;
    TestTable tests_;
    std::string worker_;                            ///< the worker that wrote the current lines; "" for the controller
    std::string modules_from_, selection_from_;     ///< the one worker whose `module` and `selected` records are taken
    std::map<std::string, std::size_t> collected_;  ///< node id -> index in recording_.collection
    bool selection_names_tests_ = false;            ///< a selection that was taken names tests
    bool finished_ = false;                         ///< pytest reached pytest_sessionfinish
    bool damaged_ = false;                          ///< the present line is a record that says something impossible
    long known_ = 0;
    int sessions_ = 0;  ///< how many `session` records were seen: the lines from the second one on are not taken
    int schema_ = 1;
};

}  // namespace testskew::recording
