#include "cli/terminal.hpp"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "cli/message.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

/// NO_COLOR counts if it is set to any value but the empty one (https://no-color.org).
bool colour_wanted(const Options& options, int descriptor) {
    if (options.color != "auto") return options.color == "always";
    if (const auto no_color = environment_variable("NO_COLOR"); no_color && !no_color->empty()) return false;
    return ::isatty(descriptor) && environment_variable("TERM").value_or("dumb") != "dumb";
}

/// LC_ALL comes before LC_CTYPE and LC_CTYPE before LANG, as POSIX says. If none of them is set, UTF-8 is assumed, as
/// most terminals show it.
bool unicode_wanted() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const auto value = environment_variable(name);
        if (!value || value->empty()) continue;
        const std::string locale = lower(*value);
        return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
    }
    return true;
}

int width() {
    if (const auto columns = environment_variable("COLUMNS")) {
        const long value = std::strtol(columns->c_str(), nullptr, 10);
        if (value >= 20 && value <= 1000) return static_cast<int>(value);
    }
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
    return 100;
}

}  // namespace

report::TextOptions text_options(const Options& options) {
    report::TextOptions text;
    text.width = width();
    text.colour = colour_wanted(options, STDOUT_FILENO);
    text.unicode = unicode_wanted();
    text.verbose = options.verbosity > 0;
    return text;
}

std::unique_ptr<Status> progress(const Options& options) {
    if (options.verbosity < 0) return make_status(StatusKind::none, false);
    const bool live = ::isatty(STDERR_FILENO) && environment_variable("TERM").value_or("dumb") != "dumb";
    return make_status(live ? StatusKind::terminal : StatusKind::plain, colour_wanted(options, STDERR_FILENO));
}

void print(const std::string& text) { print_as_it_is(for_terminal(text)); }

void print_as_it_is(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw Error("standard output cannot be written: is it closed, or the disk full?", ExitCode::environment);
}

void say(const std::string& line) { fmt::print(stderr, "testskew: {}\n", printable(line)); }

}  // namespace testskew::cli
