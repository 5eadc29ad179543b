#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew::explain {

/// A change of behaviour that introspection cannot see. The notes are written by hand (data/notes/*.toml).
struct Note {
    std::string id, subject;
    std::string kind;     ///< "python" or "package"
    std::string package;  ///< the distribution, if kind is "package"
    std::string since;    ///< the first Python minor, or release of the package, that behaves in the new way
    std::string until;    ///< the first that no longer does; "" if all later ones do
    std::string what, instead;
    std::vector<std::string> types;    ///< exception types in which it shows; empty: any
    std::vector<std::string> message;  ///< any of these is in the failure's message; empty: not matched by message.
                                       ///< member_pattern stands for any member of an enumeration
    std::vector<std::string>
        code;  ///< any of these is on a source line of the failing frames; empty: not matched by code
};

/// In the messages of a note: a class and a member as an enumeration writes them, such as Colour.RED.
constexpr std::string_view member_pattern = "<Class.MEMBER>";

/// The embedded notes; unpacked when they are first asked for.
const std::vector<Note>& notes();

/// Reads the text that cmake/pack/notes.cpp writes.
std::vector<Note> read_notes(std::string_view text);

/// What is compared with notes: one failure of either side.
struct Symptom {
    std::vector<std::string> types;    ///< along the chain, as recorded
    std::string messages;              ///< along the chain, and pytest's own
    std::vector<std::string> sources;  ///< lines of the failing frames
    bool silent = false;  ///< only the types are known, as where one side raises and goes on: no message to look at
    std::string swallowed_at = {};  ///< where it was swallowed, if it is not of the failure itself
};

/// The part of the environment that was shown to matter, and its version on both sides.
struct Versions {
    std::string package;  ///< "" is the interpreter
    std::string bad, good;
};

/// True if the note tells of this failure. Every list of the note that is not empty must match, at least one of message
/// and code must be there, and exactly one of the two versions must behave in the new way. A note of a package matches
/// that package only, and a note of Python the interpreter only. Of a silent symptom a note must match the types and
/// the code, and both must be there.
bool matches(const Note& note, const Symptom& symptom, const Versions& versions);

}  // namespace testskew::explain
