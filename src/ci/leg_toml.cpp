#include "ci/leg_toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "profile/toml_write.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

using profile::toml_key;
using profile::toml_string;

/// Collects the lines of the file.
class Text {
public:
    void line(const std::string& left, const std::string& comment) {
        text_ += comment.empty() ? left + "\n" : fmt::format("{:<48}  # {}\n", left, one_line(comment));
    }
    void comment(const std::string& text) { text_ += "# " + one_line(text) + "\n"; }
    void plain(const std::string& text) { text_ += text + "\n"; }
    static std::string one_line(const std::string& text) {
        std::string result = printable(valid_utf8(text));
        std::replace(result.begin(), result.end(), '\n', ' ');
        return result;
    }
    std::string text_;
};

std::string list_of(const std::vector<std::string>& words) {
    std::vector<std::string> quoted;
    for (const auto& word : words) quoted.push_back(toml_string(valid_utf8(word)));
    return "[" + join(quoted, ", ") + "]";
}

/// Whether a part of a text is one that only a run knows.
bool has_gap(const std::string& text) {
    return text.find("${{") != std::string::npos || text.find("$(") != std::string::npos ||
           text.find('`') != std::string::npos ||
           (text.find('$') != std::string::npos && text.find("$HOME") == std::string::npos) ||
           text.find("{env") != std::string::npos;
}

/// The lock as the key `lock` takes it; "" if testskew reads no lock of that tool.
bool readable(const LockUse& lock) {
    return lock.tool == "uv" || lock.tool == "poetry" || lock.tool == "pdm" || lock.tool == "pipenv";
}

/// Why a requirement is written as a comment; "" if it is taken over.
std::string why_not_written(const Requirement& one, const std::string& line) {
    if (has_gap(line)) return ": a part is not known";
    if (!one.condition.empty()) return ": only a run knows whether it is installed";
    const bool path = line.starts_with("-r ") || line.starts_with("-c ") || line.find('/') != std::string::npos;
    const bool marker = line.find(';') != std::string::npos;
    if (path && !marker && line.find('*') != std::string::npos) return ": which files it names is not known";
    return "";
}

void write_packages(const Leg& leg, Text& out) {
    struct Line {
        std::string text, comment, why_not;  ///< why it is only a comment
    };
    std::vector<Line> lines;
    if (leg.lock && leg.lock->tool == "uv") {
        const std::string place = leg.lock->origin.text(), folder = leg.cwd.value == "." ? "" : leg.cwd.value;
        const std::string extras = leg.lock->extras.empty() ? "" : "[" + join(leg.lock->extras, ",") + "]";
        if (leg.lock->project == ProjectAs::editable || leg.lock->project == ProjectAs::wheel)
            lines.push_back({line_from_root("-e ." + extras, folder),
                             place + (leg.lock->project == ProjectAs::wheel ? ", there as a wheel" : ""), ""});
        for (const auto& group : leg.lock->groups)
            lines.push_back({line_from_root("--group " + group, folder), place, ""});
    }
    if (std::find(leg.pip_options.begin(), leg.pip_options.end(), "--pre") != leg.pip_options.end())
        lines.push_back({"--pre", "an option of pip there", ""});
    for (const auto& one : leg.requirements) {
        std::string line = line_from_root(one.line, one.folder), comment = one.origin.text();
        const bool project = line == "." || line.starts_with(".[") || line.starts_with("./");
        if (project) {
            line = "-e " + line;
            comment += ", there as a wheel; editable here, so that what fails lies in its files";
        }
        lines.push_back({line, comment, why_not_written(one, line)});
    }
    if (leg.lock && readable(*leg.lock))
        out.line("lock = " + toml_string(leg.lock->file), leg.lock->origin.text());
    else if (leg.lock)
        out.comment(fmt::format("packages: {} of {} ({}), which testskew does not read", leg.lock->file, leg.lock->tool,
                                leg.lock->origin.text()));
    if (lines.empty()) return;
    out.plain("requirements = [");
    for (const auto& one : lines)
        out.line((one.why_not.empty() ? "    " : "    # ") + toml_string(one.text) + ",", one.comment + one.why_not);
    out.plain("]");
}

void write_selection(const Leg& leg, Text& out) {
    if (!leg.pytest) return;
    const std::string place = leg.pytest->origin.text(), folder = leg.cwd.value == "." ? "" : leg.cwd.value;
    std::vector<std::string> targets;
    for (const auto& target : leg.pytest->targets)
        targets.push_back(folder.empty() || target.starts_with('/')
                              ? target
                              : (std::filesystem::path(folder) / target).lexically_normal().string());
    if (targets.empty() && !folder.empty()) targets.push_back(folder);
    for (auto& target : targets)
        while (target.size() > 1 && target.ends_with('/')) target.pop_back();
    std::erase(targets, ".");
    const bool gap = std::any_of(targets.begin(), targets.end(), has_gap);
    if (!targets.empty())
        out.line((gap ? "# targets = " : "targets = ") + list_of(targets),
                 place + (folder.empty() ? "" : ", pytest starts in " + folder + " there"));
    std::vector<std::string> options, left;
    for (size_t i = 0; i < leg.pytest->options.size(); ++i) {
        const auto& word = leg.pytest->options[i];
        const bool is_left = has_gap(word) || word.find(".tox/") != std::string::npos || word.starts_with("--basetemp");
        (is_left ? left : options).push_back(word);
        if (!is_left) continue;
        const bool next_is_value = i + 1 < leg.pytest->options.size() && !leg.pytest->options[i + 1].starts_with('-');
        if (word.starts_with('-') && word.find('=') == std::string::npos && next_is_value) {
            left.push_back(leg.pytest->options[++i]);  // an option that is left out takes its value with it
        } else if (!word.starts_with('-') && !options.empty() && options.back().starts_with('-')) {
            left.insert(left.end() - 1, options.back());  // and a value its option
            options.pop_back();
        }
    }
    // The targets follow, and must not become the value of --cov.
    if (!options.empty() && options.back() == "--cov") options.emplace_back("-rfE");
    if (!options.empty()) out.line("pytest = " + list_of(options), place);
    if (!left.empty()) out.comment("left out of the options: " + join(left, " "));
    if (leg.pytest->invocation != "pytest") out.line("invocation = " + toml_string(leg.pytest->invocation), place);
}

void write_setup(const Leg& leg, Text& out) {
    std::vector<std::string> taken;
    for (const auto& one : leg.setup) {
        const auto words = shell_words(one.value);
        const bool simple = !words.empty() && (words[0] == "mkdir" || words[0] == "touch") &&
                            one.value.find("/tmp") == std::string::npos &&
                            one.value.find_first_of("*{~&|;") == std::string::npos;
        if (simple)
            taken.push_back("    " + list_of(words) + ",  # " + one.origin.text());
        else
            out.comment(fmt::format("before the tests there: {} ({})", one.value, one.origin.text()));
    }
    if (taken.empty()) return;
    out.plain("setup = [");
    for (const auto& line : taken) out.plain(line);
    out.plain("]");
}

void write_environ(const Leg& leg, Text& out) {
    if (leg.environ.empty()) return;
    out.plain("\n[profile.ci.environ]");
    for (const auto& [name, variable] : leg.environ) {
        if (variable.value)
            out.line(toml_key(name) + " = " + toml_string(valid_utf8(*variable.value)), variable.origin.text());
        else
            out.comment(fmt::format("{} = ...  {}: {} is not in the files", toml_key(name), variable.origin.text(),
                                    variable.why.empty() ? "its value" : variable.why));
    }
}

}  // namespace

std::string line_from_root(const std::string& line, const std::string& folder) {
    if (folder.empty() || folder == ".") return line;
    for (const char* option : {"-r ", "-c "})
        if (line.starts_with(option))
            return option + (std::filesystem::path(folder) / line.substr(3)).lexically_normal().string();
    if (line.starts_with("--group ") && line.find(':') == std::string::npos)
        return "--group " + (std::filesystem::path(folder) / "pyproject.toml").lexically_normal().string() + ":" +
               line.substr(8);
    const std::string start = line.starts_with("-e ") ? "-e " : "", rest = line.substr(start.size());
    if (!rest.starts_with('.')) return line;
    const size_t extras = std::min(rest.find('['), rest.size());
    std::string path = (std::filesystem::path(folder) / rest.substr(0, extras)).lexically_normal().string();
    while (path.ends_with('/') || path.ends_with("/.")) path.pop_back();
    return start + "./" + path + rest.substr(extras);
}

std::string leg_toml(const Leg& leg, const TomlFacts& facts) {
    Text out;
    const std::string axes = axes_text(leg.axes);
    out.comment(fmt::format("Made by testskew init from {}{}{}{}", leg.workflow,
                            leg.job.empty() ? "" : ", job " + leg.job, axes.empty() ? "" : ", " + axes,
                            facts.chosen.empty() ? "" : ": " + facts.chosen));
    for (const auto& text : leg.not_knowable) out.comment("not known: " + text);
    for (const auto& text : leg.warn) out.comment("note: " + text);
    for (const auto& id : facts.failing) out.comment("failed there: " + id);
    out.plain("\n[profile.ci]");
    const bool github = leg.provider == Provider::github && leg.whose;
    const bool plain_runner = github && leg.container.empty() && !leg.tox && !leg.filtered;
    if (plain_runner) out.line("extends = \"github-ubuntu\"", leg.workflow + ": a step of GitHub Actions");
    if (!leg.python.value.empty())
        out.line("python = " + toml_string(leg.python.value),
                 leg.python.origin.text() + (leg.python_source.empty() ? "" : ": " + leg.python_source));
    else
        out.line("python = \"python3\"", "not known: name the version of the leg");
    write_packages(leg, out);
    if (leg.as_of)
        out.line("as_of = " + toml_string(*leg.as_of),
                 leg.as_of_origin.file.empty() ? "the day of the log" : leg.as_of_origin.text());
    if (facts.git) out.line("files = \"tracked\"", "a runner has a clean checkout");
    write_selection(leg, out);
    write_setup(leg, out);
    write_environ(leg, out);
    if (!plain_runner && github) {
        out.plain("\n[profile.ci.host]");
        out.line("umask = \"022\"", "of GitHub's runners");
    }
    if (facts.git && leg.git_depth && *leg.git_depth > 0) {
        out.plain("\n[profile.ci.git]");
        out.line(fmt::format("depth = {}", *leg.git_depth), "actions/checkout");
        out.line("tags = false", "actions/checkout");
    }
    out.plain(local_table(facts));
    write_selection(leg, out);
    return std::move(out.text_);
}

std::string local_table(const TomlFacts& facts) {
    Text out;
    out.plain("\n[profile.local]");
    out.line("python = " + toml_string(facts.local), facts.local_origin);
    if (facts.local_installed) out.line("installed = true", facts.local_origin);
    out.text_.pop_back();
    return std::move(out.text_);
}

std::string profile_table(const std::string& shown, const std::string& name) {
    std::string text = fmt::format("\n[profile.{}]\n", name);
    bool first = true;
    for (const auto& line : split(shown, '\n')) {
        const bool by_default = line.starts_with("# ") && line.ends_with("# default");
        if (!first && !by_default && !line.starts_with("# requirements: "))
            text += (line.starts_with('[') ? fmt::format("[profile.{}.{}", name, line.substr(1)) : line) + "\n";
        first = false;
    }
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

std::string leg_words(const Leg& leg) {
    std::string text;
    const auto add = [&](const std::string& name, const std::string& value, const std::string& place) {
        if (!value.empty())
            text +=
                fmt::format("  {:<14} {}{}\n", name, Text::one_line(value), place.empty() ? "" : "  (" + place + ")");
    };
    add("python", leg.python.value, leg.python.origin.text());
    if (leg.lock)
        add("lock", leg.lock->file + (leg.lock->groups.empty() ? "" : ", groups " + join(leg.lock->groups, ", ")),
            leg.lock->origin.text());
    for (const auto& one : leg.requirements)
        if (one.condition.empty()) add("requirement", one.line, one.origin.text());
    if (leg.tox) add("tox", leg.tox->environment, leg.tox->file);
    std::vector<std::string> names;
    for (const auto& [name, variable] : leg.environ)
        if (variable.value) names.push_back(name);
    add("environ", join(names, ", "), "");
    if (leg.pytest) {
        std::vector<std::string> words = leg.pytest->options;
        words.insert(words.end(), leg.pytest->targets.begin(), leg.pytest->targets.end());
        add("pytest", leg.pytest->invocation + (words.empty() ? "" : " " + shell_command(words)),
            leg.pytest->origin.text());
    }
    if (leg.cwd.value != ".") add("in", leg.cwd.value, "");
    std::vector<std::string> left;
    for (const auto& one : leg.setup)
        left.push_back(fmt::format("{} is run before the tests ({})", one.value, one.origin.text()));
    for (const auto& service : leg.services)
        left.push_back(fmt::format("a server: {} ({})", service.image, service.origin.text()));
    for (const auto& name : leg.not_reaching) left.push_back(name + " does not reach pytest: tox does not pass it on");
    for (const auto& one : leg.warn) left.push_back(one);
    if (!left.empty()) text += "left out, or to be known:\n";
    for (const auto& one : left) text += "  - " + Text::one_line(one) + "\n";
    std::vector<std::string> asked = leg.not_knowable;
    for (const auto& [name, variable] : leg.environ)
        if (!variable.value) asked.push_back(fmt::format("the value of {} ({})", name, variable.origin.text()));
    if (!asked.empty()) text += "not in the files, to be filled in by hand:\n";
    for (const auto& one : asked) text += "  - " + Text::one_line(one) + "\n";
    return text;
}

}  // namespace testskew::ci
