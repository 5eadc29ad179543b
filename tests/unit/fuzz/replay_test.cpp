// Reads every text of tests/fuzz/corpus with its target, and damaged ones: what a fuzzer has found once is not lost,
// and this needs no clang. A hang or memory that grows is seen as well.
#include <sys/resource.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <random>

#include "catch.hpp"
#include "fuzz/targets.hpp"
#include "util/files.hpp"

using namespace testskew;
namespace fs = std::filesystem;

namespace {

const fs::path corpus = "tests/fuzz/corpus";
constexpr double longest = 10;      // seconds of the processor for one text: about one without sanitizers
constexpr long most_memory = 1500;  // MB, with what the address sanitizer keeps

/// The texts of a target, by their file names.
std::vector<fs::path> texts_of(std::string_view target) {
    std::vector<fs::path> result;
    for (const auto& entry : fs::directory_iterator(corpus / target)) result.push_back(entry.path());
    std::sort(result.begin(), result.end());
    return result;
}

/// The most memory that this process has had, in MB.
long peak_memory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

/// The text with a few places changed: pieces of it removed, doubled and swapped, and signs that mean something.
std::string damaged(std::string text, std::mt19937& random) {
    static const std::vector<std::string> signs{"\"",   "'",   "\n",   "[",        "]",  "{", "}",
                                                "\\",   "$",   "${{",  "<",        "&",  "*", std::string(1, '\0'),
                                                "\xff", "-r ", "null", "99999999", ": ", "= "};
    for (unsigned deeds = 1 + random() % 4; deeds > 0; --deeds) {
        const std::size_t at = random() % (text.size() + 1), length = random() % 40;
        const unsigned deed = random() % 4;
        if (deed == 0) text.erase(at, length);
        if (deed == 1) text.insert(at, text.substr(random() % (text.size() + 1), length));
        if (deed == 2) text.insert(at, signs[random() % signs.size()]);
        if (deed == 3) text.replace(at, std::min<std::size_t>(length, 1), signs[random() % signs.size()]);
    }
    return text;
}

void read_in_time(const fuzz::Target& target, const std::string& text, const std::string& what) {
    INFO(what);
    const std::clock_t begin = std::clock();
    try {
        fuzz::read_with(target, text);
    } catch (const std::exception& error) {
        FAIL(what << ": " << error.what() << "\n" << text);
    }
    CHECK(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC < longest);
}

}  // namespace

TEST_CASE("every text of the corpus is read without harm") {
    for (const auto& target : fuzz::targets()) {
        const auto texts = texts_of(target.name);
        CHECK_FALSE(texts.empty());
        for (const auto& path : texts) read_in_time(target, read_file(path).value_or(""), path.string());
    }
    CHECK(peak_memory() < most_memory);
}

TEST_CASE("every text of the corpus is read without harm when it is damaged") {
    std::mt19937 random(20261128);
    for (const auto& target : fuzz::targets())
        for (const auto& path : texts_of(target.name)) {
            const std::string text = read_file(path).value_or("");
            if (text.size() > 10'000) continue;
            for (int i = 0; i < 50; ++i)
                read_in_time(target, damaged(text, random), path.string() + ", damaged " + std::to_string(i));
        }
}

TEST_CASE("the corpus is small and has a folder for each target alone") {
    std::uintmax_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(corpus))
        if (entry.is_regular_file()) bytes += entry.file_size();
    CHECK(bytes < 400'000);
    for (const auto& entry : fs::directory_iterator(corpus)) {
        INFO(entry.path().string());
        CHECK(fuzz::target(entry.path().filename().string()) != nullptr);
    }
}
