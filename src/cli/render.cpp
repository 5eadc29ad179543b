#include "cli/render.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cli/ci_output.hpp"
#include "cli/terminal.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "report/annotations.hpp"
#include "report/formats.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

/// The formats that --format names. The definition of the option has checked the names.
std::vector<report::FormatName> chosen(const Options& options) {
    std::vector<report::FormatName> result;
    for (const report::FormatName& one : report::all_formats())
        if (std::count(options.formats.begin(), options.formats.end(), one.name)) result.push_back(one);
    if (result.empty()) result.push_back(report::all_formats().front());
    return result;
}

/// Where the files of these formats are written: the folder of -o, which is made, or the one file of -o.
std::vector<fs::path> places(const std::string& output, const std::vector<report::FormatName>& formats) {
    std::error_code error;
    const bool folder = formats.size() > 1 || output.ends_with('/') || fs::is_directory(output, error);
    if (!folder) return {output};
    fs::create_directories(output, error);
    if (!fs::is_directory(output))
        throw Error(
            fmt::format("-o {} is no folder, and {} into one", output,
                        formats.size() > 1 ? "several formats are written" : "a name with / at its end asks to write"));
    std::vector<fs::path> result;
    for (const report::FormatName& one : formats) result.push_back(fs::path(output) / one.file);
    return result;
}

}  // namespace

bool give_json(const Options& options, const std::string& document) {
    if (!options.json) return false;
    if (*options.json != "-") {
        write_through(*options.json, document);
        return false;
    }
    print(document);
    return true;
}

void print_text(const std::string& text) {
    struct stat out{};
    const bool into_file = ::fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode);
    print(ci_place() == CiPlace::github && !into_file ? report::guarded(text, random_hex(16)) : text);
}

void render_in_formats(const Options& options, const fs::path& project, const InFormat& in_format) {
    const auto formats = chosen(options);
    const bool into_files = !options.output.empty() && options.output != "-";
    if (formats.size() > 1 && !into_files) throw Error("several formats are written into a folder: -o DIR names it");
    report::FormatOptions how;
    how.text = text_options(options);
    how.text.plan = options.explain_plan;
    how.folder = folder_in_repository(project.string());
    if (into_files) {
        how.text.colour = options.color == "always";
        const auto files = places(options.output, formats);
        for (std::size_t i = 0; i < formats.size(); ++i) write_through(files[i], in_format(formats[i].format, how));
    }
    if (options.json && give_json(options, in_format(report::Format::json, how))) return;
    if (into_files) return;
    const std::string shown = in_format(formats.front().format, how);
    formats.front().format == report::Format::text ? print_text(shown) : print(shown);
}

void render(const Options& options, const Report& report, const fs::path& project) {
    const Secrets secrets(process::environ_without_git());
    render_in_formats(options, project, [&](report::Format format, const report::FormatOptions& how) {
        return report::in_format(format, report, secrets, how);
    });
}

}  // namespace testskew::cli
