// .gitlab-ci.yml: extends, hidden jobs, !reference, local includes, parallel:matrix.
#include <fmt/format.h>

#include <algorithm>

#include "ci/gitlab_values.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace {

constexpr const char* not_jobs[] = {"variables",    "image",   "before_script", "after_script", "stages",
                                    "include",      "default", "cache",         "workflow",     "services",
                                    "pages:deploy", "spec",    "types"};

/// `over` laid over `base` as GitLab's `extends` does it: tables are merged, everything else is replaced.
Yaml merged(const Yaml& base, const Yaml& over) {
    if (!base.is(Yaml::Kind::map) || !over.is(Yaml::Kind::map)) return over;
    Yaml result = base;
    result.line = over.line;
    result.file = over.file;
    for (const auto& member : over.members) {
        bool found = false;
        for (auto& known : result.members)
            if (known.name == member.name) {
                known.value = merged(known.value, member.value);
                known.line = member.line;
                found = true;
            }
        if (!found) result.members.push_back(member);
    }
    return result;
}

class GitlabPipeline {
public:
    GitlabPipeline(const Tree& tree, std::string file) : tree_(tree), file_(std::move(file)) {}

    std::vector<Job> jobs() {
        document_ = read(file_, 0);
        std::vector<Job> result;
        for (const auto& member : document_.members) {
            const bool other = std::any_of(std::begin(not_jobs), std::end(not_jobs),
                                           [&](const char* name) { return member.name == name; });
            if (other || member.name.starts_with('.') || !member.value.is(Yaml::Kind::map)) continue;
            const Yaml job = extended(member.value, 0);
            if (job.find("script")) add(member, job, result);
        }
        return result;
    }

private:
    Yaml read(const std::string& file, int depth) {
        const auto text = tree_.read(file);
        if (!text) throw Error(fmt::format("{}: this file cannot be read", printable(file)));
        Yaml own = parse_yaml(*text, file);
        if (own.find("spec") && own.members.size() == 1) own = parse_yaml(without_gitlab_spec(*text, own), file);
        const Yaml* include = own.find("include");
        if (!include || depth > 5 || ++included_ > 100) return own;
        Yaml all;
        all.kind = Yaml::Kind::map;
        const std::vector<Yaml> entries = include->is(Yaml::Kind::list) ? include->items : std::vector<Yaml>{*include};
        for (const auto& entry : entries) {
            const Yaml* local = entry.is(Yaml::Kind::scalar) ? &entry : entry.find("local");
            std::string path = local ? local->string() : "";
            if (path.starts_with('/')) path.erase(0, 1);
            if (!path.empty() && tree_.has(path))
                all = merged(all, read(path, depth + 1));
            else
                notes_.push_back(fmt::format("{}:{}: this include is not in the repository", file, entry.line));
        }
        return merged(all, own);
    }

    Yaml extended(const Yaml& job, int depth) const {
        const Yaml* extends = job.find("extends");
        if (!extends || depth > 10) return job;
        Yaml base;
        base.kind = Yaml::Kind::map;
        for (const auto& name : extends->strings())
            if (const Yaml* parent = document_.find(name)) base = merged(base, extended(*parent, depth + 1));
        return merged(base, job);
    }

    /// Whether a job takes over what the top of the file says: `inherit: {default: false, variables: [A]}`.
    static bool inherits(const Yaml& job, const char* what, const std::string& name) {
        const Yaml* inherit = job.find({"inherit", what});
        if (!inherit) return true;
        if (inherit->is(Yaml::Kind::scalar)) return lower(inherit->text) != "false";
        const auto names = inherit->strings();
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    /// The value of a key of a job, else of `default`, else of the top of the file.
    const Yaml* key(const Yaml& job, const char* name) const {
        if (const Yaml* own = job.find(name)) return own;
        if (!inherits(job, "default", name)) return nullptr;
        if (const Yaml* usual = document_.find({"default", name})) return usual;
        return document_.find(name);
    }

    /// The lines of a script, with what !reference names in their place.
    void add_lines(const Yaml* script, std::vector<std::pair<std::string, Origin>>& lines, int depth) const {
        if (!script || depth > 10 || ++followed_ > 20'000) return;
        if (script->tag == "!reference") {
            const auto keys = script->strings();
            if (keys.empty() || !document_.find(keys[0])) return;
            const Yaml job = extended(*document_.find(keys[0]), 0);
            const Yaml* at = &job;
            for (size_t i = 1; i < keys.size(); ++i) at = at ? at->find(keys[i]) : nullptr;
            return add_lines(at, lines, depth + 1);
        }
        if (script->is(Yaml::Kind::scalar)) {
            Origin place = place_of(*script);
            for (const auto& text : split(script->text, '\n')) {
                lines.emplace_back(text, place);
                if (script->literal) ++place.line;
            }
        }
        for (const auto& item : script->items) add_lines(&item, lines, depth + 1);
    }

    static void add_variables(const Yaml* variables, std::map<std::string, CiVariable>& into) {
        if (!variables) return;
        for (const auto& member : variables->members) {
            const Yaml* value = member.value.is(Yaml::Kind::map) ? member.value.find("value") : &member.value;
            if (value) into[member.name] = {plain_value(*value), "", place_of(member.value, member.line)};
        }
    }

    /// What one of several rules may set: only a run knows which of them holds.
    static void add_rules(const Yaml* rules, std::map<std::string, CiVariable>& into) {
        if (!rules) return;
        for (const auto& rule : rules->items)
            if (const Yaml* variables = rule.find("variables"))
                for (const auto& member : variables->members)
                    into[member.name] = {std::nullopt, "a rule sets it", place_of(member.value, member.line)};
    }

    /// The variables of a job, before they are filled in.
    std::map<std::string, CiVariable> variables_of(const Yaml& node, const Axes& axes, const Origin& origin) const {
        std::map<std::string, CiVariable> result;
        add_variables(document_.find("variables"), result);
        std::erase_if(result, [&](const auto& pair) { return !inherits(node, "variables", pair.first); });
        add_rules(document_.find({"workflow", "rules"}), result);
        add_variables(node.find("variables"), result);
        add_rules(node.find("rules"), result);
        for (const auto& [name, value] : axes) result[name] = {text_of(value), "", origin};
        return result;
    }

    /// The variables of each row of parallel:matrix; one empty row without it.
    static std::vector<Axes> rows(const Yaml& job) {
        std::vector<Axes> result;
        const Yaml* matrix = job.find({"parallel", "matrix"});
        if (!matrix) return {Axes()};
        for (const auto& table : matrix->items) {
            std::vector<Axes> legs = {Axes()};
            for (const auto& member : table.members) {
                const std::vector<Yaml> values =
                    member.value.is(Yaml::Kind::list) ? member.value.items : std::vector<Yaml>{member.value};
                legs = product(std::move(legs), member.name, plain_values(values), most_legs);
            }
            for (auto& leg : legs)
                if (result.size() < most_legs) result.push_back(std::move(leg));
        }
        return result.empty() ? std::vector<Axes>{Axes()} : result;
    }

    void add(const Yaml::Member& member, const Yaml& node, std::vector<Job>& result) const {
        for (const auto& axes : rows(node)) {
            if (result.size() >= 4 * most_legs) return;
            Job job;
            job.provider = Provider::gitlab;
            job.workflow = file_;
            job.name = member.name;
            job.line = member.line;
            job.axes = axes;
            job.notes = notes_;
            const std::string tags = node.find("tags") ? join(node.find("tags")->strings(), " ") : "";
            const std::string low = lower(tags + " " + member.name);
            job.runner = low.find("windows") != std::string::npos ? "windows"
                         : low.find("macos") != std::string::npos ? "macos"
                                                                  : "linux";
            const Origin origin = place_of(member.value, member.line);
            const auto raw = variables_of(node, axes, origin);
            job.environ = raw;
            for (auto& [name, variable] : job.environ) {
                if (!variable.value) continue;
                const auto value = with_gitlab_variables(*variable.value, raw);
                if (!value) variable.why = *variable.value;
                variable.value = value;
            }
            if (const Yaml* fails = node.find("allow_failure")) job.may_fail = fails->string() == "true";
            if (const Yaml* when = node.find("when")) job.may_fail = job.may_fail || when->string() == "manual";
            add_image(node, raw, job);
            add_services(node, raw, job);
            Step step;
            std::vector<std::pair<std::string, Origin>> lines;
            add_lines(key(node, "before_script"), lines, 0);
            add_lines(node.find("script"), lines, 0);
            for (const auto& [text, line] : lines) {
                step.script += text + "\n";
                step.lines.push_back(line);
            }
            step.origin = origin;
            job.steps.push_back(std::move(step));
            result.push_back(std::move(job));
        }
    }

    void add_image(const Yaml& node, const std::map<std::string, CiVariable>& variables, Job& job) const {
        const Yaml* image = key(node, "image");
        if (image && image->is(Yaml::Kind::map)) image = image->find("name");
        if (!image) return;
        const auto name = with_gitlab_variables(image->string(), variables);
        job.container = name.value_or(image->string());
        job.root = true;
        job.image_python = {python_of_image(job.container), place_of(*image)};
        for (const auto& [key_name, variable] : variables)  // the tag stands where the variable is set
            if (image->string() == "$" + key_name || image->string() == "${" + key_name + "}")
                job.image_python.origin = variable.origin;
        if (!name) job.not_knowable.push_back("the image " + image->string());
    }

    void add_services(const Yaml& node, const std::map<std::string, CiVariable>& variables, Job& job) const {
        const Yaml* services = key(node, "services");
        if (!services) return;
        for (const auto& item : services->items) {
            const Yaml* name = item.is(Yaml::Kind::map) ? item.find("name") : &item;
            if (!name || !name->is(Yaml::Kind::scalar)) continue;
            const std::string image = with_gitlab_variables(name->text, variables).value_or(name->text);
            const std::string first = image.substr(0, image.find(':'));
            const bool label =
                first == "image" || first == "cpu" || first == "mem" || first == "platform" || first == "run_as_root";
            if (label) {
                append_once(job.notes,
                            std::string("services: holds labels of a private runner, not images of servers"));
                continue;
            }
            Service service{image, "", {}, place_of(*name)};
            const Yaml* alias = item.find("alias");
            service.host = alias ? alias->string() : first.substr(first.rfind('/') + 1);
            job.services.push_back(std::move(service));
        }
    }

    const Tree& tree_;
    std::string file_;
    Yaml document_;
    std::vector<std::string> notes_;
    int included_ = 0;
    mutable int followed_ = 0;  ///< scripts and references
};

}  // namespace

std::vector<Job> gitlab_jobs(const Tree& tree, const std::string& file) { return GitlabPipeline(tree, file).jobs(); }

}  // namespace testskew::ci
