// Recordings (docs/recording.md), which a hostile test writes into as well.
#include <string_view>

#include "compare/compare.hpp"
#include "divergence/find.hpp"
#include "model/recording.hpp"
#include "place.hpp"
#include "recording/decoder.hpp"
#include "targets.hpp"
#include "util/line_cutter.hpp"

namespace testskew::fuzz {
namespace {

Recording decoded(const std::string& text) {
    recording::Decoder decoder;
    LineCutter lines(text.size() + 1, [&](std::string_view line) { decoder.line(line); });
    lines.feed(text);
    decoder.line(lines.unfinished());
    return decoder.finish();
}

}  // namespace

void recording(const std::string& text) { decoded(text); }

void compare_recordings(const std::string& text) {
    const auto [bad, good] = in_two(text);
    const Recording one = decoded(bad), other = decoded(good.empty() ? bad : good);
    compare::compare(one, other);
}

void traces(const std::string& text) {
    const auto [bad, good] = in_two(text);
    const Recording one = decoded(bad), other = decoded(good);
    const divergence::Sessions sessions(one, other, nullptr, &one, {"tests/a.py::a"});
    for (const auto& trace : one.traces) {
        sessions.first(trace.test);
        for (const auto& code : trace.codes) sessions.behind(trace.test, code.path, code.line + 1);
    }
}

}  // namespace testskew::fuzz
