// tox.toml and [tool.tox] of pyproject.toml, the native form of tox 4.21 and later.
#include "profile/ini.hpp"
#include "profile/toml.hpp"

#include <algorithm>

#include "profile/tox_environment.hpp"
#include "util/files.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// Reads one environment.
class TomlReader {
public:
    TomlReader(const Node& document, const std::string& file, const ToxAsk& ask)
        : document_(document), file_(file), ask_(ask) {}

    ToxEnvironment environment(const std::string& name) const {
        ToxEnvironment result;
        result.name = name;
        result.file = file_;
        const auto list = [&](const char* key) { return values(name, key, ".", result); };
        const auto flag = [&](const char* key) {
            const Node* node = key_of(name, key);
            return node && node->is(Node::Kind::boolean) && node->boolean;
        };
        const auto text = [&](const char* key) {
            const auto all = list(key);
            return all.empty() ? std::string() : all.front();
        };
        result.base_python = text("base_python");
        for (const auto& value : list("deps"))
            for (const auto& line : split(value, '\n'))
                if (!trim(line).empty()) result.deps.emplace_back(trim(line));
        result.extras = list("extras");
        result.groups = list("dependency_groups");
        result.pass_env = list("pass_env");
        add_environ(name, result);
        if (const Node* commands = key_of(name, "commands"))
            for (const auto& command : commands->items)
                result.commands.push_back(words(name, command, ask_.root, result));
        if (const Node* commands = key_of(name, "commands_pre"))
            for (const auto& command : commands->items)
                result.commands_pre.push_back(words(name, command, ask_.root, result));
        result.change_dir = text("change_dir");
        const Node* none = document_.find("no_package");
        const std::string package = text("package");
        result.editable = package.starts_with("editable") || flag("use_develop");
        result.installs_project =
            !flag("skip_install") && package != "skip" && !(none && none->boolean && !flag("use_develop"));
        result.from_lock = text("runner").find("lock") != std::string::npos;
        for (const char* key : {"commands_pre", "commands_post", "install_command", "constraints"})
            if (key_of(name, key)) result.not_understood.push_back(key);
        return result;
    }

private:
    /// The value of a key: of the environment itself, else of env_run_base.
    const Node* key_of(const std::string& name, const std::string& key) const {
        if (const Node* own = document_.find({"env", name, key})) return own;
        return document_.find({"env_run_base", key});
    }

    std::string filled(const std::string& name, const std::string& text, const std::string& project,
                       ToxEnvironment& result) const {
        const ToxReplacer replace{
            name,
            [&](const std::string& section, const std::string& key) -> std::optional<std::string> {
                const Node* node = section.empty() ? key_of(name, key) : document_.find({section, key});
                return node && !node->is(Node::Kind::table) ? std::optional(join(node->strings(), "\n")) : std::nullopt;
            },
            project, ask_, &budget_};
        std::vector<std::string> unknown;
        std::string value = replace(text, unknown);
        for (const auto& one : unknown) result.not_understood.push_back(one);
        return value;
    }

    /// The texts of a value: of a string, a list, or a table that says what takes its place.
    std::vector<std::string> words(const std::string& name, const Node& node, const std::string& project,
                                   ToxEnvironment& result, int depth = 0) const {
        if (depth > 20 || !budget_.take(0)) {
            append_once(result.not_understood, std::string("a value that names itself, or too many others"));
            return {};
        }
        if (node.is(Node::Kind::string)) return {filled(name, node.text, project, result)};
        std::vector<std::string> all;
        for (const auto& item : node.items)
            for (auto& word : words(name, item, project, result, depth + 1)) all.push_back(std::move(word));
        if (!node.is(Node::Kind::table)) return all;
        const Node* what = node.find("replace");
        const std::string kind = what ? what->text : "";
        const Node* otherwise = node.find("default");
        if (kind == "env") {
            const Node* variable = node.find("name");
            const auto value = variable ? ask_.value_of(variable->text) : std::nullopt;
            if (value) return {*value};
            return otherwise ? words(name, *otherwise, project, result, depth + 1) : std::vector<std::string>{};
        }
        if (kind == "posargs" && ask_.posargs) return *ask_.posargs;
        if (kind == "posargs") return otherwise ? words(name, *otherwise, project, result, depth + 1) : all;
        if (kind == "ref") {
            const Node* place = &document_;
            if (const Node* of = node.find("of"))
                for (const auto& key : of->strings()) place = place ? place->find(key) : nullptr;
            else if (const Node* from = node.find("env"), *key = node.find("key"); from && key)
                place = key_of(from->text, key->text);
            if (place && place != &document_) return words(name, *place, project, result, depth + 1);
        }
        result.not_understood.push_back(kind.empty() ? "a table" : "replace = \"" + kind + "\"");
        return all;
    }

    std::vector<std::string> values(const std::string& name, const std::string& key, const std::string& project,
                                    ToxEnvironment& result) const {
        const Node* node = key_of(name, key);
        return node ? words(name, *node, project, result) : std::vector<std::string>{};
    }

    void add_environ(const std::string& name, ToxEnvironment& result) const {
        const Node* table = key_of(name, "set_env");
        if (!table) return;
        for (const auto& member : table->members) {
            if (member.name == "replace" || member.name == "of" || member.name == "extend") continue;
            result.set_env.emplace_back(member.name,
                                        join(words(name, member.value, "{testskew.project}", result), " "));
        }
        if (const Node* of = table->find("of")) {
            const Node* place = &document_;
            for (const auto& key : of->strings()) place = place ? place->find(key) : nullptr;
            if (place)
                for (const auto& member : place->members)
                    result.set_env.emplace_back(member.name,
                                                join(words(name, member.value, "{testskew.project}", result), " "));
        }
    }

    const Node& document_;
    const std::string& file_;
    const ToxAsk& ask_;
    mutable TextBudget budget_{20'000, 1'000'000};  ///< of what is filled in
};

class ToxToml : public ToxConfiguration {
public:
    ToxToml(Node document, std::string file) : document_(std::move(document)), file_(std::move(file)) {}

    std::string file() const override { return file_; }

    std::vector<std::string> run_by_default() const override {
        const Node* listed = document_.find("env_list");
        auto result = listed ? listed->strings() : std::vector<std::string>{};
        return result.empty() ? std::vector<std::string>{"py"} : result;
    }

    std::vector<std::string> names() const override {
        std::vector<std::string> result;
        if (const Node* listed = document_.find("env_list")) result = listed->strings();
        if (const Node* tables = document_.find("env"))
            for (const auto& member : tables->members)
                if (std::find(result.begin(), result.end(), member.name) == result.end()) result.push_back(member.name);
        return result;
    }

    ToxEnvironment environment(const std::string& name, const ToxAsk& ask) const override {
        return TomlReader(document_, file_, ask).environment(name);
    }

private:
    Node document_;
    std::string file_;
};

}  // namespace

std::unique_ptr<ToxConfiguration> tox_toml(const Node& document, const std::string& file) {
    return std::make_unique<ToxToml>(document, file);
}

namespace {

std::unique_ptr<ToxConfiguration> tox_of_pyproject(const std::filesystem::path& path) {
    const Node document = read_toml(path);
    const std::string file = path.filename().string();
    if (const Node* legacy = document.find({"tool", "tox", "legacy_tox_ini"})) return tox_ini(legacy->text, file);
    const Node* native = document.find({"tool", "tox"});
    return native ? tox_toml(*native, file) : nullptr;
}

/// A file that is named to tox with --conf.
std::unique_ptr<ToxConfiguration> tox_in_file(const std::filesystem::path& path) {
    if (!is_file(path)) return nullptr;
    const std::string file = path.filename().string();
    if (file == "pyproject.toml") return tox_of_pyproject(path);
    if (path.extension() == ".toml") return tox_toml(read_toml(path), file);
    return tox_ini(read_file(path).value_or(""), file);
}

}  // namespace

std::unique_ptr<ToxConfiguration> tox_configuration(const std::filesystem::path& folder, const std::string& file) {
    if (!file.empty()) return tox_in_file(folder / file);
    if (is_file(folder / "tox.ini")) {
        const std::string text = read_file(folder / "tox.ini").value_or("");
        const auto sections = ini_sections(text);
        // A tox.ini may configure only other tools.
        if (std::any_of(sections.begin(), sections.end(),
                        [](const auto& name) { return name == "tox" || name.starts_with("testenv"); }))
            return tox_ini(text, "tox.ini");
    }
    if (is_file(folder / "setup.cfg"))
        if (const std::string text = read_file(folder / "setup.cfg").value_or(""); !ini_keys(text, "tox:tox").empty())
            return tox_ini(text, "setup.cfg");
    if (is_file(folder / "pyproject.toml"))
        if (auto found = tox_of_pyproject(folder / "pyproject.toml")) return found;
    if (is_file(folder / "tox.toml")) return tox_toml(read_toml(folder / "tox.toml"), "tox.toml");
    return nullptr;
}

}  // namespace testskew::profile
