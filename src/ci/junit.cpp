#include "ci/junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <pugixml.hpp>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

namespace fs = std::filesystem;

/// How many of the parts of a dotted name are the module: as many as name a file of the project, else up to the last
/// one that is called as a module of tests, else up to the first with a capital, which is a class.
size_t parts_of_module(const std::vector<std::string>& parts, const std::string& root) {
    std::error_code error;
    for (size_t count = parts.size(); count > 0 && !root.empty(); --count) {
        const std::string path = join({parts.begin(), parts.begin() + static_cast<long>(count)}, "/") + ".py";
        if (path.size() < 4096 && fs::is_regular_file(fs::path(root) / path, error)) return count;
    }
    for (size_t count = parts.size(); count > 0; --count)
        if (parts[count - 1].starts_with("test_") || parts[count - 1].ends_with("_test")) return count;
    const auto capital = std::find_if(parts.begin(), parts.end(), [](const std::string& part) {
        return !part.empty() && part[0] >= 'A' && part[0] <= 'Z';
    });
    return static_cast<size_t>(capital - parts.begin());
}

/// "tests.unit.test_a.TestX" and "test_y" as "tests/unit/test_a.py::TestX::test_y". A module that cannot be collected
/// has no class name, and its own name with dots.
std::string id_of(const std::string& classname, const std::string& name, const std::string& file,
                  const std::string& root) {
    const bool module = classname.empty() && name.find_first_of("[ ") == std::string::npos;
    const auto parts = split(module ? name : classname, '.');
    const size_t count = module ? parts.size() : parts_of_module(parts, root);
    std::string id = file;
    if (id.empty()) id = join({parts.begin(), parts.begin() + static_cast<long>(count)}, "/") + ".py";
    if (module) return id;
    for (size_t i = count; i < parts.size(); ++i) id += "::" + parts[i];
    return id + "::" + name;
}

void add_cases(const pugi::xml_node& node, const std::string& root, std::vector<std::string>& failing, int depth) {
    if (depth > 20) return;
    for (const auto& child : node.children()) {
        const std::string name = child.name();
        if (name == "testsuite" || name == "testsuites") add_cases(child, root, failing, depth + 1);
        if (name == "testcase" && (child.child("failure") || child.child("error")))
            append_once(failing, id_of(child.attribute("classname").value(), child.attribute("name").value(),
                                       child.attribute("file").value(), root));
    }
}

}  // namespace

std::vector<std::string> failing_in_junit(const std::string& file, const std::string& root) {
    const auto text = read_file(file);
    if (!text) throw Error(fmt::format("{}: cannot be read: {}", printable(file), std::strerror(errno)));
    pugi::xml_document document;
    const auto result = document.load_buffer(text->data(), text->size());
    if (!result) throw Error(fmt::format("{}: this is no JUnit XML: {}", printable(file), result.description()));
    const pugi::xml_node top = document.document_element();
    if (std::string(top.name()) != "testsuites" && std::string(top.name()) != "testsuite")
        throw Error(
            fmt::format("{}: this is no JUnit XML: it begins with <{}>", printable(file), printable(top.name())));
    std::vector<std::string> failing;
    add_cases(document, root, failing, 0);
    return failing;
}

}  // namespace testskew::ci
