#include "explain/package_reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "embedded/package_reader.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace testskew::explain {
namespace {

constexpr std::size_t most_frames = 5;  ///< whose functions are compared
constexpr std::string_view site_prefix = "<site>/", library_prefix = "<stdlib>/";

bool holds(const std::vector<std::string>& tops, const std::string& top) {
    return std::find(tops.begin(), tops.end(), top) != tops.end();
}

bool in_package(const Frame& frame, const std::vector<std::string>& tops) {
    if (!frame.path.starts_with(site_prefix)) return false;
    const std::string path = frame.path.substr(site_prefix.size());
    return holds(tops, path.substr(0, path.find_first_of("/.")));
}

/// The source file of a frame. The tested program chose the path of the frame, so the result is empty if that path
/// leads out of the project or site-packages, or if it is not a plain file of a source's size.
fs::path file_of(const Frame& frame, const PackageSources& sources) {
    constexpr std::uintmax_t most = 5'000'000;
    const bool site = frame.path.starts_with(site_prefix);
    const fs::path inside = site ? frame.path.substr(site_prefix.size()) : frame.path;
    if (inside.empty() || inside.is_absolute() || std::find(inside.begin(), inside.end(), "..") != inside.end())
        return {};
    const fs::path file = (site ? sources.seen : sources.project) / inside;
    std::error_code error;
    return fs::is_regular_file(file, error) && fs::file_size(file, error) <= most ? file : fs::path();
}

Json call(const PackageCall& call, const PackageSources& sources) {
    Json into = nullptr;
    if (call.into) into = {{"file", file_of(*call.into, sources).string()}, {"line", call.into->line}};
    return {{"file", file_of(call.from, sources).string()},
            {"line", call.from.line},
            {"source", call.from.source},
            {"into", into}};
}

/// Whether the file of a call names one of the package's modules. If it does not, nothing can be said of the call.
bool may_call(const PackageCall& call, const PackageSources& sources) {
    const fs::path file = file_of(call.from, sources);
    if (file.empty() || (call.into && file_of(*call.into, sources).empty())) return false;
    if (call.into) return true;
    const std::string text = read_file(file).value_or("");
    return std::any_of(sources.tops.begin(), sources.tops.end(),
                       [&](const std::string& top) { return text.find(top) != std::string::npos; });
}

}  // namespace

PackageTouch touched(const ExceptionRecord& exception, const std::vector<std::string>& tops) {
    PackageTouch touch;
    touch.message = exception.message;
    if (exception.subject && exception.subject->kind != "l" &&
        holds(tops, exception.subject->name.substr(0, exception.subject->name.find('.'))))
        touch.subjects.push_back(*exception.subject);
    std::optional<Frame> after;  // the next inner frame, without those of the standard library and of other code
    bool project_done = false;
    for (auto frame = exception.frames.rbegin(); frame != exception.frames.rend() && !project_done; ++frame) {
        const bool own = in_package(*frame, tops);
        if (own && touch.frames.size() < most_frames) touch.frames.push_back(*frame);
        const bool readable = frame->project || frame->path.starts_with(site_prefix);
        if (!own && readable && (!after || in_package(*after, tops)) && (touch.calls.empty() || frame->project))
            touch.calls.push_back({*frame, after});
        if (readable) after = *frame;
        project_done = frame->project && !touch.calls.empty();
    }
    return touch;
}

std::vector<std::string> top_modules(const fs::path& site, const std::string& distribution) {
    std::vector<std::string> tops;
    const std::string wanted = normalized_name(distribution);
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(site, ignored)) {
        const std::string folder = entry.path().filename().string();  // Foo_Bar-1.2.dist-info
        if (!folder.ends_with(".dist-info") || normalized_name(folder.substr(0, folder.find('-'))) != wanted) continue;
        for (const auto& line : split(read_file(entry.path() / "RECORD").value_or(""), '\n')) {
            const std::string file = line.substr(0, line.find(','));
            const auto slash = file.find('/');
            const bool module = slash == std::string::npos && (file.ends_with(".py") || file.ends_with(".so"));
            const std::string top = slash == std::string::npos ? file.substr(0, file.find('.')) : file.substr(0, slash);
            const bool name =
                !top.empty() && top.find_first_of(".-") == std::string::npos && top != "__pycache__" && top != "bin";
            if ((module || slash != std::string::npos) && name && !holds(tops, top)) tops.push_back(top);
        }
    }
    return tops;
}

namespace {

/// The part of a name that one line of the script's output is about (see package_reader/touched.py).
ApiPart part_of(const Json& change) {
    ApiPart part;
    part.kind = find_value<ApiKind>(change.value("kind", "name")).value_or(ApiKind::name);
    part.names = change.value("names", std::vector<std::string>{});
    part.text = change.value("text", "");
    return part;
}

}  // namespace

std::vector<PackageChange> read_changes(const PackageSources& sources, const std::vector<PackageTouch>& touches,
                                        PackageSource& source) {
    Json failures = Json::array();
    for (const auto& touch : touches) {
        Json subjects = Json::array(), calls = Json::array(), frames = Json::array();
        for (const auto& subject : touch.subjects)
            subjects.push_back({{"name", subject.name}, {"member", subject.member}});
        for (const auto& one : touch.calls)
            if (may_call(one, sources)) calls.push_back(call(one, sources));
        for (const auto& frame : touch.frames)
            if (const fs::path file = file_of(frame, sources); !file.empty())
                frames.push_back({{"file", file.string()}, {"line", frame.line}});
        if (!subjects.empty() || !calls.empty() || !frames.empty())
            failures.push_back({{"message", touch.message.substr(0, 2000)},
                                {"subjects", subjects},
                                {"calls", calls},
                                {"frames", frames}});
    }
    if (failures.empty()) return {};
    std::string script;
    for (const auto& [name, content] : embedded::package_reader())
        script += std::string(content) + "\n";  // the files come in the order of their names
    const Json request = {{"good", sources.good.string()},
                          {"bad", sources.bad.string()},
                          {"seen", sources.seen.string()},
                          {"tops", sources.tops},
                          {"failures", failures}};
    const std::string printed = source.run_griffe(script, request.dump(-1, ' ', true, Json::error_handler_t::replace));
    std::vector<PackageChange> changes;
    for (const auto& line : split(printed, '\n')) {
        const Json change = Json::parse(line, nullptr, false);
        if (change.is_object())
            changes.push_back({change.value("name", ""), part_of(change), change.value("instead", "")});
    }
    return changes;
}

}  // namespace testskew::explain
