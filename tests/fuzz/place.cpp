#include "place.hpp"

#include <cstdlib>
#include <fstream>

#include "util/files.hpp"

namespace testskew::fuzz {
namespace fs = std::filesystem;
namespace {

fs::path make_project() {
    const fs::path folder = fs::canonical(make_temporary_directory(fs::temp_directory_path(), "testskew-fuzz-"));
    fs::create_directories(folder / "tests");
    fs::create_directories(folder / ".github/workflows");
    fs::create_directories(folder / ".circleci");
    const auto write = [&](const char* name, const char* text) { std::ofstream(folder / name) << text; };
    write("pyproject.toml",
          "[project]\nname = \"shop\"\nversion = \"1\"\ndependencies = [\"attrs>=22\"]\n"
          "[project.optional-dependencies]\ntest = [\"pytest>=7\"]\n[dependency-groups]\ndev = [\"pytest-mock\"]\n");
    write("tox.ini",
          "[tox]\nenvlist = py{39,311}-{a,b}\n[testenv]\ndeps = pytest\n a: mock\nsetenv =\n X = {env:Y:z}\n"
          "commands = pytest {posargs:tests}\n");
    write("Makefile", "PYTEST ?= pytest\ntest: deps\n\t$(PYTEST) tests $(ARGS)\ndeps:\n\tpip install -r reqs.txt\n");
    write("reqs.txt", "pytest==8.0.0\nattrs\n-c limits.txt\n");
    write("limits.txt", "attrs<24\n");
    write("test.sh", "#!/bin/sh\nset -e\nexport CI=1\npython -m pytest \"$@\"\n");
    write("tests/test_shop.py", "class TestShop:\n    def test_a(self):\n        assert 1\n");
    return folder;
}

}  // namespace

const fs::path& project_folder() {
    static const fs::path folder = make_project();
    return folder;
}

fs::path written(const std::string& name, const std::string& text) {
    const fs::path path = project_folder() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

std::pair<std::string, std::string> in_two(const std::string& text) {
    constexpr std::string_view line = "\n-----\n";
    const std::size_t at = text.find(line);
    if (at == std::string::npos) return {text, ""};
    return {text.substr(0, at + 1), text.substr(at + line.size())};
}

}  // namespace testskew::fuzz
