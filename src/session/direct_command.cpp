// Recognises a command that is a plain start of pytest, so that the probe can start it without leaving a trace.
#include <algorithm>

#include "session/in_place.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::session {
namespace {

bool is_python(const fs::path& program) {
    const std::string name = program.filename().string();
    return name.starts_with("python") && name.find_first_not_of("0123456789.", 6) == std::string::npos;
}

bool is_pytest(const fs::path& program) {
    const std::string name = program.filename().string();
    return name == "pytest" || name == "py.test";
}

/// The Python that the first line of a script names by its path; empty for any other first line, as that of a script
/// whose path is too long for the kernel, which begins with /bin/sh.
fs::path interpreter_of(const fs::path& script) {
    const std::string text = read_file(script).value_or("").substr(0, 1000);
    if (!text.starts_with("#!/")) return {};
    const std::string line(trim(text.substr(2, text.find('\n') - 2)));
    return line.find(' ') == std::string::npos && is_python(line) ? fs::path(line) : fs::path();
}

}  // namespace

std::optional<Started> direct_command(const Started& command, const fs::path& boot, const fs::path& capture) {
    const auto& words = command.argv;
    const auto with_probe = [&](Started python, const char* mode, const std::string& script, std::ptrdiff_t first) {
        python.argv.insert(python.argv.end(), {boot.string(), mode, script, capture.string(), "--"});
        python.argv.insert(python.argv.end(), words.begin() + first, words.end());
        return python;
    };
    if (is_pytest(command.program)) {
        const fs::path python = interpreter_of(command.program);
        if (python.empty()) return std::nullopt;
        return with_probe({python, {python.string()}}, "script", command.program, 1);
    }
    // Options of Python before -m may change how the probe comes in, so only the plain form counts.
    if (is_python(command.program) && words.size() >= 3 && words[1] == "-m" && words[2] == "pytest")
        return with_probe({command.program, {words[0]}}, "module", "-", 3);
    return std::nullopt;
}

}  // namespace testskew::session
