#include "report/junit.hpp"

#include <fmt/core.h>

#include <pugixml.hpp>
#include <set>

#include "model/node_id.hpp"
#include "report/ci_words.hpp"
#include "report/layout.hpp"
#include "report/markdown_problem.hpp"
#include "report/text_problem.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t longest_text = 64'000;       // readers refuse long texts
constexpr std::size_t room_for_texts = 8'000'000;  // after that, failures have their cause alone
constexpr int width = 120;

/// Text without what XML 1.0 does not allow, not even escaped. pugixml does the escaping.
std::string xml_text(std::string_view text) {
    std::string result = printable(text);
    for (std::size_t at = 0; (at = result.find("\xEF\xBF", at)) != std::string::npos; at += 3)
        if (result.size() > at + 2 && (result[at + 2] == '\xBE' || result[at + 2] == '\xBF')) result[at + 2] = '\xBD';
    return result;
}

/// An attribute, on one line.
void attribute(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name) = xml_text(one_line(value, 1000)).c_str();
}

/// The classname that pytest would give: "tests.test_a.TestC" for "tests/test_a.py::TestC::test_x[1]".
std::string class_name(const std::string& id) {
    std::string path = module_of(id);
    const std::string rest = id.substr(path.size());
    if (path.ends_with(".py")) path.resize(path.size() - 3);
    for (char& c : path)
        if (c == '/') c = '.';
    const std::string inner = rest.substr(0, rest.find('['));  // a parameter may have colons, too
    for (std::size_t at = 0, next = 0; (next = inner.find("::", at + 2)) != std::string::npos; at = next)
        path += "." + inner.substr(at + 2, next - at - 2);
    return path;
}

std::string case_name(const std::string& id) {
    const std::size_t bracket = id.find('[', module_of(id).size());
    const std::size_t last = id.rfind("::", bracket);
    return last == std::string::npos ? id : id.substr(last + 2);
}

/// The name of a suite: a problem with the number that `testskew rerun` takes, or what else failed.
std::string title_of(const CiProblem& one) {
    if (one.problem.number)
        return fmt::format("{}. {}", one.problem.number, verdict_title(one.in->report, one.problem));
    const bool common = one.problem.clusters.front()->kind == ClusterKind::common;
    return common ? "fails on both sides in the same way" : "runs on one side only, and fails";
}

class Writer {
public:
    explicit Writer(const CiReport& report) : report_(report) {
        root_ = document_.append_child("testsuites");
        root_.append_attribute("name") = "testskew";
    }

    void suite(const CiProblem& one) {
        pugi::xml_node suite = root_.append_child("testsuite");
        attribute(suite, "name", title_of(one));
        long errors = 0;
        bool first = true;
        for (const Cluster* cluster : one.problem.clusters) {
            const std::string whole = texts_left_ ? text_of(one, *cluster, first) : "";
            texts_left_ -= std::min(texts_left_, whole.size());
            first = false;
            for (std::size_t i = 0; i < cluster->tests.size(); ++i)
                errors += test(suite, one, *cluster, cluster->tests[i], i ? "" : whole);
        }
        count(suite, one.problem.tests(), errors);
    }

    /// A leg that failed as a whole has one case of its own.
    void leg(const std::string& why) {
        pugi::xml_node suite = root_.append_child("testsuite");
        suite.append_attribute("name") = "testskew";
        pugi::xml_node test = suite.append_child("testcase");
        attribute(test, "classname", "testskew");
        attribute(test, "name", unique(why));
        attribute(test.append_child("error"), "message", why);
        count(suite, 1, 1);
    }

    std::string take() {
        count(root_, tests_, errors_);
        std::string text;
        struct Into : pugi::xml_writer {
            std::string* text;
            void write(const void* data, std::size_t size) override {
                text->append(static_cast<const char*>(data), size);
            }
        } into;
        into.text = &text;
        document_.save(into, " ", pugi::format_indent, pugi::encoding_utf8);
        return text;
    }

private:
    /// The problem as the text report has it for its first test, and the traceback of the cluster.
    static std::string text_of(const CiProblem& one, const Cluster& cluster, bool whole) {
        TextOptions options;
        options.width = width;
        Layout layout(options);
        if (whole && one.problem.number) write_problem(layout, one.in->report, one.problem);
        if (whole && !one.problem.number) write_failures(layout, one.in->report, one.problem.clusters, 0);
        layout.blank();
        write_traceback(layout, cluster.error, 0);
        std::string text = layout.take();
        if (text.size() > longest_text) text = valid_utf8(text.substr(0, longest_text)) + "\n...";
        return text;
    }

    /// A test with its failure. Returns 1 if it is an error, which is no failure of the test itself.
    long test(pugi::xml_node& suite, const CiProblem& one, const Cluster& cluster, const ClusterTest& test,
              const std::string& whole) {
        pugi::xml_node node = suite.append_child("testcase");
        const std::string of = class_name(test.id);
        std::string name = case_name(test.id);
        if (!names_.insert(of + "\n" + name).second) name = unique(name);
        attribute(node, "classname", of);
        attribute(node, "name", name);
        const bool error = test.bad == Outcome::error;
        pugi::xml_node failure = node.append_child(error ? "error" : "failure");
        if (!cluster.error.type.empty()) attribute(failure, "type", cluster.error.type);
        attribute(failure, "message", one_line(error_line(cluster.error), 200));
        const std::string cause = one_line(cause_words(report_, one), 300);
        const std::string text = cause.empty() || whole.empty() ? cause + whole : cause + "\n\n" + whole;
        failure.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
        return error ? 1 : 0;
    }

    std::string unique(const std::string& name) {
        std::string result;
        for (int i = 2; !names_.insert(result = fmt::format("{} ({})", name, i)).second;) ++i;
        return result;
    }

    void count(pugi::xml_node& node, long tests, long errors) {
        if (node != root_) tests_ += tests, errors_ += errors;
        node.append_attribute("tests") = static_cast<long long>(tests);
        node.append_attribute("failures") = static_cast<long long>(tests - errors);
        node.append_attribute("errors") = static_cast<long long>(errors);
    }

    const CiReport& report_;
    pugi::xml_document document_;
    pugi::xml_node root_;
    std::set<std::string> names_;
    std::size_t texts_left_ = room_for_texts;
    long tests_ = 0, errors_ = 0;
};

}  // namespace

std::string junit(const CiReport& given, const Secrets& secrets) {
    const CiReport report = without_secrets(given, secrets);
    Writer writer(report);
    for (const CiProblem& one : ci_problems(report)) writer.suite(one);
    for (const std::string& line : failed_without_test(report)) writer.leg(line);
    return writer.take();
}

}  // namespace testskew::report
