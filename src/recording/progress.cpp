#include "recording/progress.hpp"

#include <nlohmann/json.hpp>

#include "recording/flat.hpp"
#include "recording/parse.hpp"
#include "recording/values.hpp"

namespace testskew::recording {

void ProgressReader::feed(std::string_view bytes) {
    for (std::size_t end; (end = bytes.find('\n')) != std::string_view::npos; bytes.remove_prefix(end + 1)) {
        rest_ += bytes.substr(0, end);
        if (!skipping_) line(rest_);
        rest_.clear();
        skipping_ = false;
    }
    if (!skipping_) rest_ += bytes;
    if (rest_.size() > max_line) {
        rest_.clear();
        skipping_ = true;
    }
}

void ProgressReader::line(std::string_view text) try {
    std::string kind, id, when, outcome;
    bool subtest = false;
    if (const auto flat = parse_flat(text)) {
        kind = (*flat)["t"], id = (*flat)["id"], when = (*flat)["when"], outcome = (*flat)["outcome"];
        if (kind == "loaded") worker_ = (*flat)["worker"];
    } else {
        const auto value = parse_line(text);
        if (!value || !value->is_object()) return;
        kind = name(*value, "t"), id = name(*value, "id"), when = name(*value, "when"),
        outcome = name(*value, "outcome");
        subtest = value->contains("subtest");
        if (kind == "loaded") worker_ = name(*value, "worker");
        if (kind == "selected" && (worker_.empty() || progress_.selected == 0 || selected_by_worker_)) {
            selected_by_worker_ = !worker_.empty();
            progress_.selected += static_cast<int>(names(*value, "ids").size());
        }
    }
    if (kind == "start") {
        progress_.running = id;
    } else if (kind == "phase" && !id.empty()) {
        if (outcome == "failed" && failed_.insert(id).second) ++progress_.failed;
        if ((when == "teardown" || when == "???") && !subtest) ++progress_.done;
        if (outcome == "rerun" && progress_.done > 0 && when == "teardown") --progress_.done;
    }
} catch (const std::exception&) {
    // Progress is for people to look at: what cannot be counted is left out.
}

}  // namespace testskew::recording
