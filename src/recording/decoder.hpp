#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/recording.hpp"
#include "recording/line_parser.hpp"
#include "recording/test_table.hpp"
#include "recording/values.hpp"

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
    using Handler = void (Decoder::*)(const Value&);
    static Handler handler_of(std::string_view kind);

    bool plain(std::string_view text);
    bool flat_line(std::string_view text);
    /// Whether the selection that a line tells of, which names tests or only deselected ones, is one that counts.
    bool takes_selection(bool names_tests);
    void collect(const Value& value);
    void cut(const Value& value);
    void end(const Value& value);
    void facts(const Value& value);
    void finished(const Value& value);
    void internal(const Value& value);
    void leg(const Value& value);
    void loaded(const Value& value);
    void missing(const Value& value);
    void made(const Value& value);
    void module(const Value& value);
    void phase(const Value& value);
    void reach(const Value& value);
    void refused(const Value& value);
    void selected(const Value& value);
    void server(const Value& value);
    void session(const Value& value);
    void start(const Value& value);
    void state(const Value& value);
    void trace(const Value& value);
    void trouble(const Value& value);
    void undone(const Value& value);
    void usage(const Value& value);
    void warning(const Value& value);
    void watch(const Value& value);

    /// Appends a record of `kind` to its list, or counts it as left out if the list has `most` already.
    template <typename Record>
    void keep(std::vector<Record>& list, std::size_t most, const char* kind, Record record) {
        if (list.size() < most)
            list.push_back(std::move(record));
        else
            ++recording_.left_out[kind];
    }

    bool outline_;
    LineParser parser_;
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
