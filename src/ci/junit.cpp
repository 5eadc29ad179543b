#include "ci/junit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <pugixml.hpp>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

/// "tests.unit.test_a.TestX" and "test_y" as "tests/unit/test_a.py::TestX::test_y": a class begins with a capital.
std::string id_of(const std::string& classname, const std::string& name, const std::string& file) {
    std::string path, rest;
    for (const auto& part : split(classname, '.')) {
        const bool is_class = !part.empty() && part[0] >= 'A' && part[0] <= 'Z';
        if (is_class || !rest.empty())
            rest += part + "::";
        else
            path += (path.empty() ? "" : "/") + part;
    }
    return (file.empty() ? path + ".py" : file) + "::" + rest + name;
}

void add_cases(const pugi::xml_node& node, std::vector<std::string>& failing, int depth) {
    if (depth > 20) return;
    for (const auto& child : node.children()) {
        const std::string name = child.name();
        if (name == "testsuite" || name == "testsuites") add_cases(child, failing, depth + 1);
        if (name == "testcase" && (child.child("failure") || child.child("error")))
            append_once(failing, id_of(child.attribute("classname").value(), child.attribute("name").value(),
                                       child.attribute("file").value()));
    }
}

}  // namespace

std::vector<std::string> failing_in_junit(const std::string& file) {
    const auto text = read_file(file);
    if (!text) throw Error(fmt::format("{}: cannot be read: {}", printable(file), std::strerror(errno)));
    pugi::xml_document document;
    const auto result = document.load_buffer(text->data(), text->size());
    if (!result) throw Error(fmt::format("{}: this is no JUnit XML: {}", printable(file), result.description()));
    const pugi::xml_node root = document.document_element();
    if (std::string(root.name()) != "testsuites" && std::string(root.name()) != "testsuite")
        throw Error(
            fmt::format("{}: this is no JUnit XML: it begins with <{}>", printable(file), printable(root.name())));
    std::vector<std::string> failing;
    add_cases(document, failing, 0);
    return failing;
}

}  // namespace testskew::ci
