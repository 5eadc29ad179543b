#include "notes.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace testskew::pack {
namespace {

using Keys = std::vector<std::string>;

/// The fields of a packed line, in this order: first the texts, then the lists. src/explain/notes.cpp reads them in the
/// same order.
const Keys texts = {"id", "subject", "kind", "package", "since", "until", "what", "instead"};
const Keys lists = {"types", "message", "code"};
/// Only the people who maintain the notes need these, so the program does not contain them.
const Keys left_out = {"source", "snippet", "before", "after"};

bool contains(const Keys& keys, std::string_view key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

/// One note, and the file that it is in.
class NoteReader {
public:
    NoteReader(const std::string& path, const toml::table& note) : path_(path), note_(note), id_(text("id")) {}

    const std::string& id() const { return id_; }

    [[noreturn]] void fail(const std::string& why) const {
        throw std::runtime_error(path_ + ": note \"" + id_ + "\": " + why);
    }

    void check() const {
        if (id_.empty()) fail("has no id");
        for (const auto& [key, value] : note_)
            if (!contains(texts, key.str()) && !contains(lists, key.str()) && !contains(left_out, key.str()))
                fail("has an unknown key " + std::string(key.str()));
        for (const char* key : {"subject", "since", "what"})
            if (text(key).empty()) fail(std::string("has no ") + key);
        const std::string kind = text("kind");
        if (kind != "python" && kind != "package") fail("kind is python or package");
        if ((kind == "package") == text("package").empty())
            fail("package is named where kind is package, and only there");
    }

    std::string line() const {
        std::string line;
        for (const auto& key : texts) line += clean(text(key)) + "\x1f";
        for (const auto& key : lists) {
            for (const auto& item : items(key)) line += clean(item) + "\x1e";
            line += "\x1f";
        }
        return line + "\n";
    }

private:
    std::string text(const std::string& key) const { return note_[key].value_or(std::string()); }

    std::vector<std::string> items(const std::string& key) const {
        std::vector<std::string> result;
        const auto* list = note_[key].as_array();
        if (!list) return result;
        for (const auto& item : *list) {
            result.push_back(item.value_or(std::string()));
            if (!item.is_string() || result.back().empty()) fail(key + " is a list of texts, none of them empty");
        }
        return result;
    }

    static std::string clean(std::string text) {
        std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
        return text;
    }

    const std::string& path_;
    const toml::table& note_;
    std::string id_;
};

}  // namespace

std::string merged_notes(const std::vector<Source>& sources) {
    std::set<std::string> ids;
    std::string result;
    for (const Source& source : sources) {
        const toml::table document = toml::parse(source.text, source.path);
        const auto* notes = document["note"].as_array();
        if (!notes) throw std::runtime_error(source.path + ": no [[note]]");
        for (const auto& item : *notes) {
            const auto* table = item.as_table();
            if (!table) throw std::runtime_error(source.path + ": a note is a table");
            const NoteReader note(source.path, *table);
            note.check();
            if (!ids.insert(note.id()).second) note.fail("its id is there twice");
            result += note.line();
        }
    }
    return result;
}

}  // namespace testskew::pack
