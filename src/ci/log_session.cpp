#include "ci/log_session.hpp"

#include <algorithm>
#include <optional>

#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr size_t most_failing = 5'000;

/// An id of pytest's summary without what follows it: "a.py::test_x[a - b] - assert 0". Brackets may hold " - ", too.
std::string without_reason(const std::string& id) {
    const size_t dash = id.find(" - "), bracket = id.find('[');
    const size_t close = bracket < dash ? id.find("] - ", bracket) : std::string::npos;
    return close != std::string::npos ? id.substr(0, close + 1) : id.substr(0, std::min(dash, id.size()));
}

/// Whether a line is one of pytest's summary: "FAILED tests/test_a.py::test_x - assert 0". A captured record of
/// logging begins with "ERROR    " and a name, and one of its own may begin with "ERROR ".
bool of_summary(const std::string& text, bool summary) {
    const bool failed = text.starts_with("FAILED "), error = text.starts_with("ERROR ") && summary;
    if (!failed && !error) return false;
    const std::string id = text.substr(text.find(' ') + 1);
    return !id.starts_with(' ') && (id.find(".py") != std::string::npos || id.find("::") != std::string::npos);
}

/// The id of a line of `pytest -v`: "tests/test_a.py::test_one FAILED      [ 50%]". A record of logging has more behind
/// the word.
std::optional<std::string> failed_in_line(const std::string& text) {
    for (const std::string word : {" FAILED", " ERROR"}) {
        const size_t at = text.rfind(word);
        if (at == std::string::npos || text.find("::") >= at) continue;
        const auto rest = trim(std::string_view(text).substr(at + word.size()));
        if (rest.empty() || rest.starts_with('[')) return text.substr(0, at);
    }
    return std::nullopt;
}

}  // namespace

bool LogSession::line(const std::string& text, const Origin& origin) {
    if (text.starts_with("=====") && text.find(" test session starts ") != std::string::npos) {
        other_ = facts_.session;
        if (other_)
            append_once(facts_.notes, std::string("the log has several pytest sessions: the first one is taken"));
        facts_.session = true;
        return !other_;
    }
    if (!facts_.session || other_) return false;
    if (text.starts_with("platform ") && text.find(" -- Python ") != std::string::npos) {
        platform(text, origin);
        return false;
    }
    if (text.starts_with("rootdir: ") && facts_.rootdir.empty()) {
        facts_.rootdir = text.substr(9, text.find(", ") == std::string::npos ? std::string::npos : text.find(", ") - 9);
    } else if (text.starts_with("plugins: ") && facts_.plugins.empty()) {
        for (const auto& one : split(text.substr(9), ',')) facts_.plugins.emplace_back(trim(one));
    } else if (text.starts_with("=====") && text.find(" short test summary info ") != std::string::npos) {
        summary_ = true;
    } else {
        failing(text);
    }
    if (text.starts_with("====") &&
        (text.find(" passed") != std::string::npos || text.find(" failed") != std::string::npos ||
         text.find(" error") != std::string::npos || text.find("no tests ran") != std::string::npos))
        ended_ = true;
    return false;
}

void LogSession::end() {
    facts_.cut = facts_.session && !ended_;
    if (!in_summary_.empty()) facts_.failing = in_summary_;
}

void LogSession::failing(const std::string& text) {
    const bool listed = of_summary(text, summary_);
    const auto id = listed ? without_reason(text.substr(text.find(' ') + 1)) : failed_in_line(text).value_or("");
    auto& ids = listed && summary_ ? in_summary_ : facts_.failing;
    if (!id.empty() && ids.size() < most_failing) append_once(ids, id);
}

/// "platform linux -- Python 3.11.14, pytest-7.4.3, pluggy-1.6.0 -- /opt/python".
void LogSession::platform(const std::string& text, const Origin& origin) {
    const size_t at = text.find(" -- Python ") + 11;
    if (!text.starts_with("platform linux"))
        facts_.notes.push_back("the leg ran on " + text.substr(9, text.find(' ', 9) - 9) +
                               ", which this machine may not be");
    facts_.python = {text.substr(at, text.find(',', at) - at), origin};
    if (text.find("[pypy") != std::string::npos) facts_.notes.emplace_back("the leg ran on PyPy");
    if (const size_t version = text.find("pytest-", at); version != std::string::npos)
        facts_.pytest_version = text.substr(version + 7, text.find_first_of(", ", version) - version - 7);
    if (const size_t last = text.rfind(" -- "); last > at) facts_.interpreter = text.substr(last + 4);
}

}  // namespace testskew::ci
