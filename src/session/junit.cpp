#include "session/junit.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "util/text.hpp"

using nlohmann::json;

namespace testskew::session {
namespace {

constexpr std::size_t message_cap = 20'000;

std::string attribute(const pugi::xml_node& tag, const char* name) { return tag.attribute(name).value(); }

/// Returns "tests.test_a" for "tests/test_a.py", which is how pytest names a file in `classname`.
std::string dotted(std::string file) {
    if (file.ends_with(".py")) file.resize(file.size() - 3);
    for (auto& c : file)
        if (c == '/') c = '.';
    return file;
}

/// Returns the node id. The classes are what `classname` has after the file.
std::string node_id(const pugi::xml_node& test) {
    const auto file = attribute(test, "file"), classname = attribute(test, "classname"), name = attribute(test, "name");
    if (file.empty()) return classname.empty() ? name : classname + "::" + name;
    const auto prefix = dotted(file) + ".";
    std::string id = file;
    if (classname.starts_with(prefix))
        for (const auto& part : split(classname.substr(prefix.size()), '.')) id += "::" + part;
    return id + "::" + name;
}

/// Returns the id of a module that could not be collected. Such a module stands as a test without a class and is named
/// by its dotted path. Newer versions of pytest name its file as well.
std::string module_id(const pugi::xml_node& test) {
    if (const auto file = attribute(test, "file"); !file.empty()) return file;
    std::string path = attribute(test, "name");
    for (auto& c : path)
        if (c == '.') c = '/';
    return path + ".py";
}

/// Takes what a <failure>, <error> or <skipped> below a test says about the test.
void take_result(JunitTest& test, const pugi::xml_node& result) {
    const std::string_view kind = result.name();
    test.message = attribute(result, "message").substr(0, message_cap);
    if (kind == "failure") {
        test.outcome = "failed";
    } else if (kind == "error") {
        if (test.message.starts_with("collection failure"))
            test.outcome = "collect";
        else if (test.outcome != "failed")
            test.outcome = "error";
        test.phase = test.message.find("teardown") != std::string::npos ? "teardown" : "setup";
    } else {
        test.outcome = attribute(result, "type") == "pytest.xfail" ? "xfailed" : "skipped";
    }
    for (const auto& part : result.children())
        if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata)
            test.text += std::string(part.value()).substr(0, message_cap);
}

JunitTest test_of(const pugi::xml_node& node) {
    JunitTest test{node_id(node), "passed", "", "", "", std::strtod(attribute(node, "time").c_str(), nullptr)};
    for (const auto& child : node.children()) {
        const std::string_view kind = child.name();
        if (kind == "failure" || kind == "error" || kind == "skipped") take_result(test, child);
    }
    if (test.outcome == "collect") test.id = module_id(node);
    return test;
}

/// Collects the <testcase> nodes of a document, however deep they are.
struct Tests : pugi::xml_tree_walker {
    std::vector<pugi::xml_node> nodes;
    bool for_each(pugi::xml_node& node) override {
        if (std::string_view(node.name()) == "testcase") nodes.push_back(node);
        return true;
    }
};

/// Returns true if the document's last test has its end. Without the end it is not known how the test ended.
bool has_end(const pugi::xml_node& last, std::string_view xml) {
    const auto rest = xml.substr(static_cast<std::size_t>(std::max<std::ptrdiff_t>(last.offset_debug(), 0)));
    return rest.find("</testcase>") != std::string_view::npos ||
           (!last.first_child() && rest.find("/>") != std::string_view::npos);
}

std::string dumped(const json& record) { return record.dump(-1, ' ', false, json::error_handler_t::replace); }

json phase_record(const JunitTest& test, const char* when, const char* outcome) {
    return {{"t", "phase"}, {"id", test.id}, {"when", when}, {"outcome", outcome}, {"s", test.seconds}};
}

/// Appends the records of one test that was collected.
void append_records(std::vector<std::string>& lines, const JunitTest& test) {
    lines.push_back(dumped({{"t", "start"}, {"id", test.id}}));
    json phase = phase_record(test, "call", "passed");
    if (test.outcome == "failed") {
        phase["outcome"] = "failed";
        phase["message"] = test.message;
    } else if (test.outcome == "error") {
        phase["when"] = test.phase;
        phase["outcome"] = "failed";
        phase["message"] = test.text.empty() ? test.message : test.text;
    } else if (test.outcome == "skipped") {
        phase["when"] = "setup";
        phase["outcome"] = "skipped";
        phase["skip"] = test.message;
    } else if (test.outcome == "xfailed") {
        phase["outcome"] = "skipped";
        phase["xfail"] = true;
    }
    if (test.outcome == "error" && test.phase == "teardown")
        lines.push_back(dumped(phase_record(test, "call", "passed")));
    lines.push_back(dumped(phase));
}

}  // namespace

std::vector<JunitTest> read_junit(std::string_view xml) {
    pugi::xml_document document;
    // The file's own entities are never expanded, and texts stay as pytest wrote them.
    const auto options = pugi::parse_escapes | pugi::parse_cdata | pugi::parse_ws_pcdata;
    const auto parsed = document.load_buffer(xml.data(), xml.size(), options, pugi::encoding_utf8);
    Tests found;
    document.traverse(found);
    if (!parsed && !found.nodes.empty() && !has_end(found.nodes.back(), xml)) found.nodes.pop_back();
    std::vector<JunitTest> tests;
    tests.reserve(found.nodes.size());
    for (const auto& node : found.nodes) tests.push_back(test_of(node));
    return tests;
}

std::vector<std::string> junit_records(const std::vector<JunitTest>& tests) {
    std::vector<std::string> lines;
    json ids = json::array();
    for (const auto& test : tests) {
        if (test.outcome == "collect")
            lines.push_back(dumped({{"t", "collect"},
                                    {"id", test.id},
                                    {"outcome", "failed"},
                                    {"message", test.text.empty() ? test.message : test.text}}));
        else
            ids.push_back(test.id);
    }
    lines.push_back(dumped({{"t", "selected"}, {"ids", ids}}));
    for (const auto& test : tests)
        if (test.outcome != "collect") append_records(lines, test);
    return lines;
}

}  // namespace testskew::session
