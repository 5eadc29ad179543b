#include "session/junit.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>

#include "session/xml.hpp"
#include "util/text.hpp"

using nlohmann::json;

namespace testskew::session {
namespace {

constexpr std::size_t message_cap = 20'000;

std::string attribute(const XmlToken& tag, const char* name) {
    const auto found = tag.attributes.find(name);
    return found == tag.attributes.end() ? "" : found->second;
}

/// "tests.test_a" of "tests/test_a.py": how pytest names a file in `classname`.
std::string dotted(std::string file) {
    if (file.size() > 3 && file.substr(file.size() - 3) == ".py") file.resize(file.size() - 3);
    for (auto& c : file)
        if (c == '/') c = '.';
    return file;
}

/// The node id: the classes are what `classname` has after the file.
std::string node_id(const XmlToken& test) {
    const auto file = attribute(test, "file"), classname = attribute(test, "classname"), name = attribute(test, "name");
    if (file.empty()) return classname.empty() ? name : classname + "::" + name;
    const auto prefix = dotted(file);
    std::string id = file;
    if (classname.size() > prefix.size() && classname.compare(0, prefix.size() + 1, prefix + ".") == 0)
        for (const auto& part : split(classname.substr(prefix.size() + 1), '.')) id += "::" + part;
    return id + "::" + name;
}

/// A module that could not be collected stands as a test without a class, named by its dotted path; its file is there
/// in newer pytests.
std::string module_id(const XmlToken& test) {
    if (const auto file = attribute(test, "file"); !file.empty()) return file;
    std::string path = attribute(test, "name");
    for (auto& c : path)
        if (c == '.') c = '/';
    return path + ".py";
}

void take_result(JunitTest& test, const XmlToken& tag) {
    test.message = attribute(tag, "message").substr(0, message_cap);
    if (tag.name == "failure") {
        test.outcome = "failed";
    } else if (tag.name == "error") {
        if (test.message.rfind("collection failure", 0) == 0)
            test.outcome = "collect";
        else if (test.outcome != "failed")
            test.outcome = "error";
        test.phase = test.message.find("teardown") != std::string::npos ? "teardown" : "setup";
    } else {
        test.outcome = attribute(tag, "type") == "pytest.xfail" ? "xfailed" : "skipped";
    }
}

std::string dumped(const json& record) { return record.dump(-1, ' ', false, json::error_handler_t::replace); }

}  // namespace

std::vector<JunitTest> read_junit(std::string_view xml) {
    std::vector<JunitTest> tests;
    XmlReader reader(xml);
    bool inside = false, result = false;
    XmlToken test;
    while (const auto token = reader.next()) {
        if (token->kind == XmlToken::Kind::start && token->name == "testcase") {
            const auto seconds = std::strtod(attribute(*token, "time").c_str(), nullptr);
            tests.push_back({node_id(*token), "passed", "", "", "", seconds});
            test = *token;
            inside = !token->empty;
        } else if (inside && token->kind == XmlToken::Kind::start &&
                   (token->name == "failure" || token->name == "error" || token->name == "skipped")) {
            take_result(tests.back(), *token);
            if (tests.back().outcome == "collect") tests.back().id = module_id(test);
            result = !token->empty;
        } else if (inside && result && token->kind == XmlToken::Kind::text) {
            tests.back().text += token->text.substr(0, message_cap);
        } else if (token->kind == XmlToken::Kind::end) {
            if (token->name == "testcase") inside = false;
            result = false;
        }
    }
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
    for (const auto& test : tests) {
        if (test.outcome == "collect") continue;
        lines.push_back(dumped({{"t", "start"}, {"id", test.id}}));
        json phase = {{"t", "phase"}, {"id", test.id}, {"when", "call"}, {"outcome", "passed"}, {"s", test.seconds}};
        if (test.outcome == "failed") phase["outcome"] = "failed", phase["message"] = test.message;
        if (test.outcome == "error")
            phase["when"] = test.phase, phase["outcome"] = "failed",
            phase["message"] = test.text.empty() ? test.message : test.text;
        if (test.outcome == "skipped")
            phase["when"] = "setup", phase["outcome"] = "skipped", phase["skip"] = test.message;
        if (test.outcome == "xfailed") phase["outcome"] = "skipped", phase["xfail"] = true;
        if (test.outcome == "error" && test.phase == "teardown")
            lines.push_back(dumped(
                {{"t", "phase"}, {"id", test.id}, {"when", "call"}, {"outcome", "passed"}, {"s", test.seconds}}));
        lines.push_back(dumped(phase));
    }
    return lines;
}

}  // namespace testskew::session
