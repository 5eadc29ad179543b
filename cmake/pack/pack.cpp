// Runs during the build: merges the tables of data/, compresses them, and writes them as C++ arrays that become part of
// the program.
//     usage: testskew_pack OUT FILE...
// Writes OUT.hpp and OUT.cpp. A FILE that is missing or wrong stops the build.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "atlas.hpp"
#include "compress.hpp"
#include "instead.hpp"
#include "notes.hpp"

namespace {

using testskew::pack::Source;

constexpr std::size_t most_bytes = 160000;

/// One table of the program: data/FOLDER, merged and compressed.
struct Table {
    std::string name, says, packed;
};

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + " cannot be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Table> tables_of(const std::vector<std::string>& paths) {
    std::vector<Source> atlas, notes, instead;
    for (const std::string& path : paths) {
        const bool is_atlas = path.ends_with(".txt"), is_instead = path.ends_with("/instead.toml");
        (is_atlas ? atlas : is_instead ? instead : notes).push_back({path, read(path)});
    }
    using namespace testskew::pack;
    return {{"atlas", "data/atlas", compressed(merged_atlas(std::move(atlas)))},
            {"notes", "data/notes", compressed(merged_notes(notes))},
            {"instead", "data/instead.toml", compressed(merged_instead(instead))}};
}

std::string array_of(const Table& table) {
    std::string text = "constexpr unsigned char " + table.name + "_bytes[] = {";
    for (std::size_t i = 0; i < table.packed.size(); ++i)
        text += (i % 64 ? "" : "\n") + std::to_string(static_cast<unsigned char>(table.packed[i])) + ",";
    return text + "};\n";
}

void write_header(const std::string& path, const std::vector<Table>& tables) {
    std::ofstream header(path);
    header << "#pragma once\n#include <string_view>\n\nnamespace testskew::embedded {\n";
    for (const Table& table : tables)
        header << "/// " << table.says << ", merged, as .xz.\nstd::string_view " << table.name << "();\n";
    header << "}\n";
    if (!header.flush()) throw std::runtime_error(path + " cannot be written");
}

void write_source(const std::string& path, const std::string& header, const std::vector<Table>& tables) {
    std::ofstream source(path);
    source << "#include \"" << header << "\"\n\nnamespace testskew::embedded {\nnamespace {\n";
    for (const Table& table : tables) source << array_of(table);
    source << "}\n";
    for (const Table& table : tables)
        source << "std::string_view " << table.name << "() { return {reinterpret_cast<const char*>(" << table.name
               << "_bytes), sizeof " << table.name << "_bytes}; }\n";
    source << "}\n";
    if (!source.flush()) throw std::runtime_error(path + " cannot be written");
}

}  // namespace

int main(int argc, char* argv[]) try {
    if (argc < 3) throw std::runtime_error("usage: testskew_pack OUT FILE...");
    const std::string out = argv[1];
    const std::vector<Table> tables = tables_of({argv + 2, argv + argc});
    std::size_t bytes = 0;
    for (const Table& table : tables) bytes += table.packed.size();
    if (bytes > most_bytes)
        throw std::runtime_error("the tables of data/ take " + std::to_string(bytes) + " bytes, more than " +
                                 std::to_string(most_bytes));
    write_header(out + ".hpp", tables);
    write_source(out + ".cpp", out.substr(out.rfind('/') + 1) + ".hpp", tables);
    for (const Table& table : tables) std::printf("packed: %s %zu bytes\n", table.name.c_str(), table.packed.size());
    return 0;
} catch (const std::exception& error) {
    std::cerr << "testskew_pack: " << error.what() << "\n";
    return 1;
}
