#include "investigation/clues.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "drill/suspects.hpp"
#include "investigation/symptoms.hpp"
#include "util/text.hpp"

namespace testskew::investigation {
namespace {

using Kind = sides::SwapDelta::Kind;

bool is_word_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// True if `name` stands in `text` as a word of its own.
bool has_word(const std::string& text, const std::string& name) {
    for (std::size_t at = text.find(name); at != std::string::npos && !name.empty(); at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        const bool begins = at == 0 || !is_word_letter(text[at - 1]);
        if (begins && (end == text.size() || !is_word_letter(text[end]))) return true;
    }
    return false;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// A distribution and its import package may differ in these: "Typing_Extensions" and "typing-extensions".
std::string plain(std::string name) {
    name = lower(name);
    std::replace_if(name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
    return name;
}

/// "<site>/httpx/_client.py" -> "httpx"; "" for other paths.
std::string package_of(const std::string& path) {
    constexpr std::string_view site = "<site>/";
    if (!path.starts_with(site)) return "";
    std::string name = path.substr(site.size());
    name = name.substr(0, name.find('/'));
    return name.ends_with(".py") ? name.substr(0, name.size() - 3) : name;
}

/// True for a warning that something will stop working.
bool foretells(const OneSidedWarning& warning) {
    return contains(warning.category, "Deprecat") || contains(warning.category, "Removed") ||
           contains(warning.category, "FutureWarning");
}

/// The import package whose warning it is: that of its class ("pytest.PytestRemovedIn8Warning"), else that of the file
/// which gave it.
std::string owner_of(const OneSidedWarning& warning) {
    const std::size_t dot = warning.category.find('.');
    return dot == std::string::npos ? package_of(warning.path) : warning.category.substr(0, dot);
}

/// The texts of a failure in which names are looked for, and what its kind is.
struct Text {
    std::string all;  ///< types, messages and pytest's own words
    std::string source_lines;
    std::set<std::string> types;
};

void add(Text& text, const ExceptionChain& chain) {
    for (const auto& exception : chain) {
        text.types.insert(exception.type.substr(exception.type.rfind('.') + 1));
        text.all += exception.type + ": " + exception.message + "\n";
        for (const auto& frame : exception.frames)
            if (frame.project) text.source_lines += frame.source + "\n";
    }
}

Text text_of(const Cluster& cluster) {
    Text text;
    const Failure& error = cluster.error;
    text.all = error.type + ": " + error.message + "\n" + error.assertion + "\n";
    text.source_lines = error.source + "\n";
    text.types.insert(error.type.substr(error.type.rfind('.') + 1));
    add(text, error.chain);
    for (const auto& swallowed : cluster.swallowed) {
        text.types.insert(swallowed.type.substr(swallowed.type.rfind('.') + 1));
        text.all += swallowed.type + ": " + swallowed.message + "\n";
        add(text, swallowed.chain);
    }
    return text;
}

class Finder {
public:
    explicit Finder(const ClueSources& sources) : s_(sources), text_(text_of(sources.cluster)) {}

    std::vector<Clue> run() {
        changed_names();
        for (std::size_t d = 0; d < s_.deltas.size(); ++d) {
            switch (s_.deltas[d].kind) {
                case Kind::variable: variable(d); break;
                case Kind::path: file(d); break;
                case Kind::package: package(d); break;
                default: break;
            }
        }
        left_state();
        mocks();
        symptoms();
        std::stable_sort(clues_.begin(), clues_.end(),
                         [](const Clue& a, const Clue& b) { return a.weight > b.weight; });
        std::set<std::vector<std::size_t>> named;
        std::erase_if(clues_, [&](const Clue& clue) { return !named.insert(clue.deltas).second; });
        return std::move(clues_);
    }

private:
    void add_clue(std::size_t delta, int weight, SuspicionKind why, std::string what, std::string path = {},
                  int line = 0) {
        clues_.push_back({{delta}, weight, why, std::move(what), std::move(path), line});
    }

    /// What the atlas and the notes know to differ between the versions of the two sides.
    void changed_names() {
        for (const CauseApi& api : s_.changed)
            for (std::size_t d = 0; d < s_.deltas.size(); ++d) {
                const auto& delta = s_.deltas[d];
                const bool is_it = api.package.empty() ? delta.kind == Kind::interpreter
                                                       : delta.kind == Kind::package && delta.name == api.package;
                if (is_it) add_clue(d, 95, SuspicionKind::changed, api.name, api.swallowed_at);
            }
    }

    void variable(std::size_t d) {
        const std::string& name = s_.deltas[d].name;
        const auto& parted = s_.cluster.divergence;
        if (parted && has_word(parted->text, name))
            add_clue(d, parted->certain ? 100 : 75, SuspicionKind::asked, name, parted->path, parted->line);
        const auto warning = std::find_if(text_.types.begin(), text_.types.end(),
                                          [](const std::string& type) { return type.ends_with("Warning"); });
        if (name == "PYTHONWARNINGS" && warning != text_.types.end()) add_clue(d, 97, SuspicionKind::symptom, *warning);
        if (has_word(text_.all, name)) add_clue(d, 90, SuspicionKind::mentioned, name);
        if (has_word(text_.source_lines, name)) add_clue(d, 85, SuspicionKind::mentioned, name);
        for (const auto& lookup : s_.bad.missing)
            if (lookup.kind == "environ" && lookup.name == name && concerns(lookup.test))
                add_clue(d, lookup.test.empty() ? 58 : 62, SuspicionKind::asked, name, lookup.at.path, lookup.at.line);
    }

    bool concerns(const std::string& test) const {
        return test.empty() || std::any_of(s_.cluster.tests.begin(), s_.cluster.tests.end(),
                                           [&](const ClusterTest& one) { return one.id == test; });
    }

    void file(std::size_t d) {
        const auto& delta = s_.deltas[d];
        const std::string name = file_name(delta.name);
        if (contains(text_.all, delta.name) || (name.size() > 4 && has_word(text_.all, name)))
            add_clue(d, 90, SuspicionKind::mentioned, delta.name);
        if (delta.bad) return;
        const std::string module = name.ends_with(".py") ? name.substr(0, name.size() - 3) : name;
        if (text_.types.count("ModuleNotFoundError") && has_word(text_.all, module))
            add_clue(d, 92, SuspicionKind::missing, module);
        for (const auto& lookup : s_.cluster.missing)
            if (lookup.kind == "file" && (lookup.name == delta.name || lookup.name.ends_with("/" + delta.name) ||
                                          contains(lookup.name, delta.name + "/")))
                add_clue(d, 80, SuspicionKind::missing, delta.name, lookup.at.path, lookup.at.line);
    }

    void package(std::size_t d) {
        const auto& delta = s_.deltas[d];
        const std::string name = plain(delta.name);
        const bool absent = !delta.bad;
        if (absent && text_.types.count("ModuleNotFoundError") && contains(plain(text_.all), "'" + name))
            add_clue(d, 95, SuspicionKind::missing, delta.name);
        const auto passed = [&](const ExceptionChain& chain) {
            for (auto exception = chain.rbegin(); exception != chain.rend(); ++exception) {
                if (exception->subject &&
                    plain(exception->subject->name.substr(0, exception->subject->name.find('.'))) == name)
                    add_clue(d, 88, SuspicionKind::mentioned, exception->subject->name);
                // The last frame raised. Those before it belong to whatever called, often pytest's own plugins.
                if (!exception->frames.empty() && plain(package_of(exception->frames.back().path)) == name)
                    add_clue(d, 70, SuspicionKind::passed, delta.name, exception->frames.back().path,
                             exception->frames.back().line);
            }
        };
        passed(s_.cluster.error.chain);
        for (const auto& swallowed : s_.cluster.swallowed) passed(swallowed.chain);
        for (const OneSidedWarning& warning : s_.cluster.warnings)
            if (!warning.bad && foretells(warning) && plain(owner_of(warning)) == name)
                add_clue(d, 84, SuspicionKind::warned, warning.category, warning.path, warning.line);
        if (!contains(plain(text_.all), name + "_") && has_word(plain(text_.all), name))
            add_clue(d, 65, SuspicionKind::mentioned, delta.name);
    }

    /// What other modules and tests left changed. All that leave the same piece of state changed are suspected
    /// together, as each of them may be enough.
    void left_state() {
        if (!s_.states) return;
        std::vector<std::string> nodes;
        for (const auto& delta : s_.deltas)
            if (runs_on_bad(delta)) nodes.push_back(delta.name);
        const auto ranked =
            drill::rank_suspects(s_.states->states, nodes, s_.cluster.error, drill::reaches_of(*s_.states, s_.cluster));
        if (ranked.empty() || !ranked.front().related) return;
        const StateChange& piece = ranked.front().change;
        Clue clue{{}, 82, SuspicionKind::state, drill::state_named(piece), "", 0};
        for (std::size_t d = 0; d < s_.deltas.size(); ++d)
            if (runs_on_bad(s_.deltas[d]) &&
                std::any_of(ranked.begin(), ranked.end(), [&](const drill::Suspect& other) {
                    return other.change.kind == piece.kind && other.change.name == piece.name &&
                           drill::is_of(other.id, {s_.deltas[d].name});
                }))
                clue.deltas.push_back(d);
        if (!clue.deltas.empty()) clues_.push_back(std::move(clue));
    }

    /// A mock where a value should be comes from a test or module that ran before: from one whose source speaks of
    /// mocks, if there is any.
    void mocks() {
        const auto& parted = s_.cluster.divergence;
        const bool said = contains(text_.all, "Mock");
        const bool seen = parted && (contains(parted->bad, "Mock") || contains(parted->text, "Mock"));
        if (!said && !seen) return;
        Clue all{{}, said ? 93 : 80, SuspicionKind::mock, "", parted ? parted->path : "", parted ? parted->line : 0};
        Clue speaking = all;
        for (std::size_t d = 0; d < s_.deltas.size(); ++d) {
            const auto& delta = s_.deltas[d];
            if (delta.factor == Factor::selection) all.deltas.push_back(d);
            if (delta.kind == Kind::module && runs_on_bad(delta) && s_.mocking.count(delta.name))
                speaking.deltas.push_back(d);
        }
        Clue& best = speaking.deltas.empty() ? all : speaking;
        if (!best.deltas.empty()) clues_.push_back(std::move(best));
    }

    void symptoms() {
        std::string text = text_.all + text_.source_lines;
        if (const auto& parted = s_.cluster.divergence) text += parted->text + "\n" + parted->source;
        for (std::size_t d = 0; d < s_.deltas.size(); ++d)
            if (std::string word = symptom_of(s_.deltas[d], text); !word.empty())
                add_clue(d, 55, SuspicionKind::symptom, std::move(word));
    }

    const ClueSources& s_;
    const Text text_;
    std::vector<Clue> clues_;
};

}  // namespace

bool runs_on_bad(const sides::SwapDelta& delta) {
    return (delta.kind == Kind::module || delta.kind == Kind::test) && delta.bad && !delta.good;
}

std::vector<Clue> clues_of(const ClueSources& sources) { return Finder(sources).run(); }

}  // namespace testskew::investigation
