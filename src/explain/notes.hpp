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
    std::string since;    ///< the first minor version of Python, or release of the package, that behaves in the new way
    std::string until;    ///< the first that no longer does; "" if all later ones do
    std::string what, instead;
    std::vector<std::string> types;  ///< the exception types in which it shows; if empty, any type
    /// Any of these must be in the failure's message; if empty, the message does not matter. member_pattern stands for
    /// any member of an enumeration.
    std::vector<std::string> message;
    std::vector<std::string>
        code;  ///< any of these must be on a source line of the failing frames; if empty, the code does not matter
};

/// In the messages of a note, this stands for a class and a member as an enumeration writes them, such as Colour.RED.
constexpr std::string_view member_pattern = "<Class.MEMBER>";

/// The embedded notes. They are unpacked when they are first asked for.
const std::vector<Note>& notes();

/// Reads the text that cmake/pack/notes.cpp writes.
std::vector<Note> read_notes(std::string_view text);

/// One failure of either side, in the form in which it is compared with notes.
struct Symptom {
    std::vector<std::string> types;    ///< of the exceptions of the chain, as recorded
    std::string messages;              ///< of the exceptions of the chain, and pytest's own
    std::vector<std::string> sources;  ///< lines of the failing frames
    bool silent = false;               ///< only the types are known and no message, because one side raised and went on
    std::string swallowed_at = {};     ///< where it was swallowed; "" if it belongs to the failure itself
    std::vector<std::string> paths = {};  ///< of the sources, if these are whole files
};

/// The part of the environment that was shown to matter, and its version on both sides.
struct Versions {
    std::string package;  ///< "" for the interpreter
    std::string bad, good;
};

/// True if the note explains this failure. Every list of the note that is not empty must match, the note must have a
/// message or code, and exactly one of the two versions must behave in the new way. A note about a package matches only
/// that package, and a note about Python only the interpreter. For a silent symptom the note must have both types and
/// code, and both must match.
bool matches(const Note& note, const Symptom& symptom, const Versions& versions);

}  // namespace testskew::explain
