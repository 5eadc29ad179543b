// Runs while building: merges data/atlas/*.txt to one sorted text and data/notes/*.toml to another, compresses both,
// and writes them as C++ arrays. usage: testskew_pack OUT FILE...      writes OUT.hpp and OUT.cpp; a file that cannot
// be read right stops the build.
#include <lzma.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Entries = std::map<std::string, std::string>;

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + " cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The minor version in ".../3.12.txt".
int minor_of(const std::string& path) {
    const auto slash = path.rfind('/') + 1;
    return std::stoi(path.substr(path.find('.', slash) + 1));
}

/// Applies one file of the atlas to the entries of the version before; gives its patch version.
std::string apply_file(const std::string& path, Entries& entries) {
    std::istringstream lines(read(path));
    std::string line, python;
    while (std::getline(lines, line)) {
        if (line.rfind("# python ", 0) == 0) python = line.substr(9);
        if (line.empty() || line[0] == '#') continue;
        const auto space = line.find(' ');
        if (line[0] == '-')
            entries.erase(line.substr(1));
        else if (space == std::string::npos)
            throw std::runtime_error(path + ": not an entry: " + line);
        else
            entries[line.substr(0, space)] = line.substr(space + 1);
    }
    if (python.empty()) throw std::runtime_error(path + ": no line `# python VERSION`");
    return python;
}

char digit(size_t version) { return static_cast<char>(version < 10 ? '0' + version : 'a' + (version - 10)); }

/// One line a name: how many parts it shares with the name before it, the other parts, then the texts: the first
/// version's, and each change after it with its version.
std::string merged_atlas(std::vector<std::string> paths) {
    std::string backports;  // a line each, after "#"
    const auto of_patches = std::find_if(paths.begin(), paths.end(), [](const std::string& path) {
        return path.size() > 14 && path.substr(path.size() - 14) == "/backports.txt";
    });
    if (of_patches != paths.end()) {
        std::istringstream lines(read(*of_patches));
        for (std::string line; std::getline(lines, line);)
            if (!line.empty() && line[0] != '#') backports += "#" + line + "\n";
        paths.erase(of_patches);
    }
    std::sort(paths.begin(), paths.end(), [](const auto& a, const auto& b) { return minor_of(a) < minor_of(b); });
    std::map<std::string, std::vector<std::string>> names;
    Entries entries;
    std::string result = "atlas 1\n";
    for (size_t version = 0; version < paths.size(); ++version) {
        if (version && minor_of(paths[version]) != minor_of(paths[version - 1]) + 1)
            throw std::runtime_error("data/atlas: a version is missing before " + paths[version]);
        result += (version ? " " : "") + apply_file(paths[version], entries);
        for (const auto& [name, text] : entries) {
            auto& texts = names[name];
            texts.resize(paths.size());
            texts[version] = text;
        }
    }
    result += "\n" + backports;
    std::vector<std::string> before;
    for (auto& [name, texts] : names) {
        // Private names, a platform's constants and modules within modules that no version changed take a quarter of
        // the space and explain nothing: of them nothing is known.
        const auto private_part = name.find("._");
        const bool is_private = private_part != std::string::npos && name.compare(private_part, 3, ".__") != 0 &&
                                texts.front()[0] != 'm' && texts.front()[0] != 'M';
        if (!texts.front().empty() &&
            (is_private || texts.front() == "dp" ||
             (texts.front().rfind("m=", 0) == 0 && name.substr(name.rfind('.') + 1) == texts.front().substr(2))) &&
            std::all_of(texts.begin(), texts.end(), [&](const std::string& text) { return text == texts.front(); }))
            continue;
        // So do parameters of methods that never changed.
        const bool never_changed =
            std::all_of(texts.begin(), texts.end(), [&](const std::string& text) { return text == texts.front(); });
        const auto open = texts.front().find('(');
        if (never_changed && texts.front()[0] == 'f' && open != std::string::npos &&
            std::count(name.begin(), name.end(), '.') >= 2)
            for (auto& text : texts) text.resize(text[open - 1] == '~' ? open - 1 : open);
        std::vector<std::string> parts;
        std::istringstream stream(name);
        for (std::string part; std::getline(stream, part, '.');) parts.push_back(part);
        size_t shared = 0;
        while (shared + 1 < parts.size() && shared < before.size() && parts[shared] == before[shared]) ++shared;
        result += digit(shared);
        for (size_t i = shared; i < parts.size(); ++i) result += (i > shared ? "." : "") + parts[i];
        for (size_t version = 0; version < texts.size(); ++version)
            if (version == 0 || texts[version] != texts[version - 1])
                result += "\t" + (version ? std::string(1, digit(version)) : "") + texts[version];
        result += "\n";
        before = std::move(parts);
    }
    return result;
}

/// One line a note, its fields separated by U+001F and the items of a list by U+001E.
std::string merged_notes(const std::vector<std::string>& paths) {
    static const std::vector<std::string> texts = {"id",    "subject", "kind", "package",
                                                   "since", "until",   "what", "instead"},
                                          lists = {"types", "message", "code"};
    static const std::vector<std::string> left_out = {"source", "snippet", "before",
                                                      "after"};  // for those who keep the notes
    const std::vector<std::string>* const known[] = {&texts, &lists, &left_out};
    const auto clean = [](std::string text) {
        std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
        return text;
    };
    std::set<std::string> ids;
    std::string result;
    for (const auto& path : paths) {
        const toml::table document = toml::parse(read(path), path);
        const auto* notes = document["note"].as_array();
        if (!notes) throw std::runtime_error(path + ": no [[note]]");
        for (const auto& item : *notes) {
            const auto* note = item.as_table();
            const std::string id = note ? (*note)["id"].value_or(std::string()) : "";
            const auto fail = [&](const std::string& why) {
                throw std::runtime_error(path + ": note \"" + id + "\": " + why);
            };
            if (id.empty()) fail("has no id");
            if (!ids.insert(id).second) fail("its id is there twice");
            for (const auto& [key, value] : *note)
                if (std::none_of(std::begin(known), std::end(known), [&](const auto* keys) {
                        return std::find(keys->begin(), keys->end(), key.str()) != keys->end();
                    }))
                    fail("has an unknown key " + std::string(key.str()));
            std::string line;
            for (const auto& key : texts) line += clean((*note)[key].value_or(std::string())) + "\x1f";
            for (const auto& key : lists) {
                if (const auto* list = (*note)[key].as_array())
                    for (const auto& text : *list) {
                        if (!text.is_string() || text.value_or(std::string()).empty())
                            fail(key + " is a list of texts, none of them empty");
                        line += clean(text.value_or(std::string())) + "\x1e";
                    }
                line += "\x1f";
            }
            for (const char* key : {"subject", "since", "what"})
                if ((*note)[key].value_or(std::string()).empty()) fail(std::string("has no ") + key);
            const std::string kind = (*note)["kind"].value_or(std::string());
            if (kind != "python" && kind != "package") fail("kind is python or package");
            if ((kind == "package") == (*note)["package"].value_or(std::string()).empty())
                fail("package is named where kind is package, and only there");
            result += line + "\n";
        }
    }
    return result;
}

std::string compressed(const std::string& text) {
    lzma_options_lzma options;
    lzma_lzma_preset(&options, 9 | LZMA_PRESET_EXTREME);
    options.lc = 4, options.lp = 0, options.pb = 0;  // text
    options.dict_size = 1 << 22;
    const lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
    std::string out(lzma_stream_buffer_bound(text.size()), '\0');
    size_t size = 0;
    if (lzma_stream_buffer_encode(const_cast<lzma_filter*>(filters), LZMA_CHECK_CRC32, nullptr,
                                  reinterpret_cast<const uint8_t*>(text.data()), text.size(),
                                  reinterpret_cast<uint8_t*>(out.data()), &size, out.size()) != LZMA_OK)
        throw std::runtime_error("liblzma cannot compress");
    out.resize(size);
    return out;
}

std::string array(const std::string& name, const std::string& bytes) {
    std::string text = "constexpr unsigned char " + name + "_bytes[] = {";
    for (size_t i = 0; i < bytes.size(); ++i)
        text += (i % 64 ? "" : "\n") + std::to_string(static_cast<unsigned char>(bytes[i])) + ",";
    return text + "};\n";
}

}  // namespace

int main(int argc, char* argv[]) try {
    if (argc < 3) throw std::runtime_error("usage: testskew_pack OUT FILE...");
    std::vector<std::string> atlas, notes;
    for (int i = 2; i < argc; ++i) {
        const std::string path = argv[i];
        (path.size() > 4 && path.substr(path.size() - 4) == ".txt" ? atlas : notes).push_back(path);
    }
    const std::string packed_atlas = compressed(merged_atlas(atlas)), packed_notes = compressed(merged_notes(notes));
    if (packed_atlas.size() + packed_notes.size() > 150000)
        throw std::runtime_error("the atlas and the notes take more than 150 kB: " +
                                 std::to_string(packed_atlas.size() + packed_notes.size()));
    const std::string out = argv[1];
    std::ofstream(out + ".hpp") << "#pragma once\n#include <string_view>\nnamespace testskew::embedded {\n/// "
                                   "data/atlas merged, as .xz.\nstd::string_view atlas();\n"
                                   "/// data/notes merged, as .xz.\nstd::string_view notes();\n}\n";
    std::ofstream source(out + ".cpp");
    source << "#include \"atlas.hpp\"\nnamespace testskew::embedded {\nnamespace {\n"
           << array("atlas", packed_atlas) << array("notes", packed_notes) << "}\n";
    for (const char* name : {"atlas", "notes"})
        source << "std::string_view " << name << "() { return {reinterpret_cast<const char*>(" << name
               << "_bytes), sizeof " << name << "_bytes}; }\n";
    source << "}\n";
    if (!source.flush()) throw std::runtime_error(out + ".cpp cannot be written");
    std::printf("packed: atlas %zu bytes, notes %zu bytes\n", packed_atlas.size(), packed_notes.size());
    return 0;
} catch (const std::exception& error) {
    std::cerr << "testskew_pack: " << error.what() << "\n";
    return 1;
}
