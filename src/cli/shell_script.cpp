#include "cli/shell_script.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "repro/helpers.hpp"
#include "repro/session_lines.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

/// A path of the session, and the words that stand for it in the script.
struct ScriptPlace {
    std::string path, words;
};

/// Writes the script of one session.
class ScriptWriter {
public:
    ScriptWriter(const RepeatedSession& session, const std::map<std::string, std::string>& own, const Secrets& secrets)
        : session_(session), own_(own), secrets_(secrets), files_(session.side.files) {
        const auto& local = session.side.resolution.local;
        const bool editable = std::any_of(local.begin(), local.end(), [](const auto& one) { return one.editable; });
        const bool elsewhere = session.seen_top != session.top;
        in_place_ = files_.base.kind == FilesSpec::Kind::worktree && files_.taken.empty() && files_.put_back.empty() &&
                    !own_git() && !session.built && session.setup.empty() && !(elsewhere && editable);
        anew_ = editable && !in_place_;
        places_.push_back({session.tmp.string(), "\"$place/tmp\""});
        if (!session.home.empty()) places_.push_back({session.home.string(), "\"$place/home\""});
        if (anew_) places_.push_back({session.environment.string(), "\"$environment\""});
        if (!in_place_) places_.push_back({session.seen_top.string(), "\"$files\""});
        if (in_place_ && elsewhere) places_.push_back({session.seen_top.string(), shell_quoted(session.top.string())});
    }

    std::string write() {
        const std::string environ = join(changes(), " ");
        std::string text =
            fmt::format("# {}: Python {}\n", repro::comment(session_.side.name), session_.side.interpreter.version);
        if (session_.side.host.user)
            text += fmt::format("# it ran as the user {}: start this as that user\n",
                                repro::comment(*session_.side.host.user));
        if (files_.git_from && *files_.git_from != files_.base)
            text += "# its git repository was that of the other side, which is not repeated here\n";
        for (const std::string& name : asked_)
            text += fmt::format("# set {} first: its value may be a secret, and is not shown\n", name);
        text += "(\nplace=$(mktemp -d) || exit\ntrap 'rm -rf \"$place\"' EXIT\n" + tree() + environment() + folders();
        text += fmt::format("cd {} || exit\n", in_place_ ? shell_quoted(session_.project.string()) : project());
        if (session_.side.host.cpus) text += repro::cpus_helper;
        text += repro::host_lines(session_.side.host);
        if (session_.setup.empty()) return text + environ + start(session_.command.argv) + "\n)\n";
        text += "session() { " + environ + "\"$@\"; }\n";
        for (const process::Command& command : session_.setup)
            text += "session " + words_of(command.argv) + " || exit\n";
        return text + "session " + start(session_.command.argv) + "\n)\n";
    }

private:
    bool own_git() const { return files_.git != GitSettings{}; }

    /// A text with the places of the session replaced by those of the script, as words of a shell.
    std::string words(const std::string& text) const {
        std::string result, literal;
        const auto flush = [&] {
            if (!literal.empty()) result += shell_quoted(literal);
            literal.clear();
        };
        for (std::size_t at = 0; at < text.size();) {
            const ScriptPlace* place = nullptr;
            for (const ScriptPlace& one : places_)
                if (text.compare(at, one.path.size(), one.path) == 0 && ends_there(text, at + one.path.size()) &&
                    (!place || one.path.size() > place->path.size()))
                    place = &one;
            if (!place) {
                literal += text[at++];
                continue;
            }
            flush();
            result += place->words;
            at += place->path.size();
        }
        flush();
        return result.empty() ? "''" : result;
    }

    /// True if a path that reaches to `end` ends there, or goes on below.
    static bool ends_there(const std::string& text, std::size_t end) {
        return end == text.size() || text[end] == '/' || text[end] == ':' || text[end] == '"' || text[end] == ' ';
    }

    std::string words_of(const std::vector<std::string>& argv) const {
        std::vector<std::string> result;
        for (const std::string& word : argv) result.push_back(words(secrets_.hide(word)));
        return join(result, " ");
    }

    std::string start(const std::vector<std::string>& argv) const {
        return repro::host_words(session_.side.host) + words_of(argv);
    }

    std::string project() const {
        const fs::path below = session_.project.lexically_relative(session_.top);
        return below.empty() || below == "." ? "\"$files\"" : "\"$files\"/" + shell_quoted(below.string());
    }

    /// The words of git that clone the user's repository without its files.
    std::string clone_words() const {
        const std::string top = session_.top.string();
        std::string text = "git clone -q --no-checkout";
        if (files_.git.tags && !*files_.git.tags) text += " --no-tags";
        if (!files_.git.depth) return text + " " + shell_quoted(top);
        return text + fmt::format(" --depth {} {}", *files_.git.depth, shell_quoted("file://" + top));
    }

    std::string branch_line() const {
        if (!files_.git.branch) return {};
        if (files_.git.branch->empty()) return "git -C \"$files\" checkout -q --detach || exit\n";
        return fmt::format("git -C \"$files\" checkout -q -B {} || exit\n", shell_quoted(*files_.git.branch));
    }

    /// The lines that make the files of the session, unless the user's own tree has them.
    std::string tree() const {
        if (in_place_) return {};
        const std::string top = shell_quoted(session_.top.string());
        std::string text = "files=$place/files\n";
        if (files_.base.kind == FilesSpec::Kind::worktree) {
            text += fmt::format(
                "mkdir \"$files\" && tar -C {} --exclude=./.testskew --exclude=./.venv -cf - . | tar -C \"$files\" "
                "-xpf - "
                "|| exit\n",
                top);
            if (own_git())
                text += fmt::format(
                    "{} \"$place/clone\" && rm -rf \"$files/.git\" && mv \"$place/clone/.git\" \"$files/.git\" && git "
                    "-C "
                    "\"$files\" reset -q || exit\n",
                    clone_words());
        } else {
            const bool ref = files_.base.kind == FilesSpec::Kind::ref;
            text += fmt::format(
                "(umask 022 && {} \"$files\" && git -C \"$files\" -c core.autocrlf=false checkout -q{}) || exit\n",
                clone_words(), ref ? " --detach " + shell_quoted(files_.base.ref) : "");
        }
        text += branch_line();
        for (const auto& [path, from] : files_.taken) text += taken(path, from);
        for (const auto& [path, from] : files_.put_back) text += copied(path, from);
        return text;
    }

    /// The line that takes a path of another state of the files.
    std::string taken(const std::string& path, const FilesSpec& from) const {
        const std::string words = shell_quoted(path);
        if (from.kind == FilesSpec::Kind::nothing) return fmt::format("rm -rf \"$files\"/{}\n", words);
        if (from.kind == FilesSpec::Kind::worktree) return copied(path, session_.top);
        return fmt::format(
            "git --git-dir {0}/.git --work-tree \"$files\" checkout -q {1} -- {2} 2>/dev/null || rm -rf "
            "\"$files\"/{2}\n",
            shell_quoted(session_.top.string()), from.kind == FilesSpec::Kind::ref ? shell_quoted(from.ref) : "HEAD",
            words);
    }

    static std::string copied(const std::string& path, const fs::path& from) {
        const std::string target = "\"$files\"/" + shell_quoted(path), source = shell_quoted((from / path).string());
        std::string text = fmt::format("rm -rf {}\n", target);
        std::error_code error;
        if (!fs::exists(fs::symlink_status(from / path, error))) return text;
        return text + fmt::format("mkdir -p \"$(dirname {0})\" && cp -R -p {1} {0} || exit\n", target, source);
    }

    /// The lines that make an environment in which the project is that of the script.
    std::string environment() const {
        if (!anew_ && !session_.side.host.terminal) return {};
        const std::string from = session_.environment.string();
        if (!anew_) return "environment=" + shell_quoted(from) + "\n";
        std::string text = fmt::format(
            "environment=$place/environment\nmkdir \"$environment\" && cp -R {}/. \"$environment\" || exit\n",
            shell_quoted(from));
        text += fmt::format("grep -lIF {0} \"$environment\"/bin/* | xargs -r sed -i \"1,3s|\"{0}\"|$environment|\"\n",
                            shell_quoted(from));
        std::vector<std::string> installs;
        for (const LocalInstall& one : session_.side.resolution.local) {
            const std::string extras = one.extras.empty() ? "" : "[" + join(one.extras, ",") + "]";
            installs.push_back((one.editable ? "-e " : "") + shell_quoted("./" + one.path + extras));
        }
        return text + fmt::format(
                          "(cd {} && TMPDIR=$place \"${{UV:-uv}}\" pip install -q --python \"$environment/bin/python\" "
                          "--no-deps {}) || exit\n",
                          project(), join(installs, " "));
    }

    /// The lines that make the folders and files which the session has for itself.
    std::string folders() const {
        std::string text =
            session_.home.empty() ? "mkdir \"$place/tmp\" || exit\n" : "mkdir \"$place/tmp\" \"$place/home\" || exit\n";
        for (const PrivateFile& file : session_.files) {
            const std::string path = "\"$place\"/" + shell_quoted(file.path);
            if (file.folder)
                text += "mkdir -p " + path + "\n";
            else if (file.text.empty())
                text += ": >" + path + "\n";
            else
                text += fmt::format("printf %s {} >{}\n", shell_quoted(file.text), path);
        }
        return text;
    }

    /// The words for env(1) that turn the shell's own environ into that of the session; they end with a blank.
    std::vector<std::string> changes() {
        const auto& environ = session_.command.environ;
        std::vector<std::string> words;
        for (const auto& [name, value] : own_)
            if (!environ.count(name)) words.push_back("-u " + shell_quoted(name));
        const bool from_nothing = words.size() > environ.size();  // whichever is shorter
        if (from_nothing) words = {"-i"};
        for (const auto& [name, value] : environ) {
            const auto same = own_.find(name);
            const bool is_same = same != own_.end() && same->second == value;
            if (!is_same || from_nothing) words.push_back(variable(name, value, is_same));
        }
        if (words.empty()) return {};
        words.insert(words.begin(), "env");
        words.emplace_back();  // a blank at the end
        return words;
    }

    /// A variable as a word for env(1). `same`: the shell has the same value.
    std::string variable(const std::string& name, const std::string& value, bool same) {
        const std::string from_shell = fmt::format("{0}=\"${0}\"", name);
        if (same) return fmt::format("${{{0}+\"{0}=${0}\"}}", name);  // another shell may not have it
        if (secret_name(name) || secrets_.are_in(value)) {
            asked_.push_back(name);
            return from_shell;
        }
        const auto own = own_.find(name);
        // Something is put in front of a search path.
        if (own != own_.end() && !own->second.empty() && value.ends_with(":" + own->second))
            return fmt::format("{}={}\"${}\"", name, words(value.substr(0, value.size() - own->second.size())), name);
        return name + "=" + words(value);
    }

    const RepeatedSession& session_;
    const std::map<std::string, std::string>& own_;
    const Secrets& secrets_;
    const workspace::FileState& files_;
    bool in_place_ = false;  ///< the user's own tree is what the session sees
    bool anew_ = false;      ///< the project has to be installed anew, as the files lie in another place
    std::vector<ScriptPlace> places_;
    std::vector<std::string> asked_;
};

}  // namespace

std::string shell_script(const RepeatedSession& session, const std::map<std::string, std::string>& own,
                         const Secrets& secrets) {
    return ScriptWriter(session, own, secrets).write();
}

std::vector<PrivateFile> private_files(const fs::path& folder, const std::string& name) {
    constexpr std::uintmax_t largest = 16 << 10;
    std::vector<PrivateFile> files;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) {
        PrivateFile& file = files.emplace_back();
        file.path = name + "/" + it->path().lexically_relative(folder).string();
        file.folder = it->is_directory(error);
        if (!file.folder && it->is_regular_file(error) && it->file_size(error) <= largest)
            file.text = read_file(it->path()).value_or("");
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return files;
}

}  // namespace testskew::cli
