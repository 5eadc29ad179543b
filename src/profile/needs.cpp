#include "profile/needs.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "profile/ini.hpp"
#include "profile/toml.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// What a word of the tests or of their configuration needs. Several distributions are separated by "|".
struct Known {
    const char *word, *distributions;
};

/// Options of pytest's command line by their beginning.
constexpr Known known_options[] = {{"--cov", "pytest-cov"},
                                   {"--no-cov", "pytest-cov"},
                                   {"--numprocesses", "pytest-xdist"},
                                   {"--dist", "pytest-xdist"},
                                   {"--maxprocesses", "pytest-xdist"},
                                   {"--asyncio-mode", "pytest-asyncio"},
                                   {"--timeout", "pytest-timeout"},
                                   {"--session-timeout", "pytest-timeout"},
                                   {"--reruns", "pytest-rerunfailures"},
                                   {"--benchmark", "pytest-benchmark"},
                                   {"--random-order", "pytest-random-order"},
                                   {"--randomly", "pytest-randomly"},
                                   {"--ds", "pytest-django"},
                                   {"--reuse-db", "pytest-django"},
                                   {"--create-db", "pytest-django"},
                                   {"--nomigrations", "pytest-django"},
                                   {"--no-migrations", "pytest-django"},
                                   {"--html", "pytest-html"},
                                   {"--self-contained-html", "pytest-html"},
                                   {"--json-report", "pytest-json-report"},
                                   {"--disable-socket", "pytest-socket"},
                                   {"--allow-hosts", "pytest-socket"},
                                   {"--record-mode", "pytest-recording"},
                                   {"--block-network", "pytest-recording"},
                                   {"--vcr-record", "pytest-vcr"},
                                   {"--mypy", "pytest-mypy"},
                                   {"--flake8", "pytest-flake8"},
                                   {"--ruff", "pytest-ruff"},
                                   {"--black", "pytest-black"},
                                   {"--isort", "pytest-isort"},
                                   {"--pylint", "pytest-pylint"},
                                   {"--mpl", "pytest-mpl"},
                                   {"--nbval", "nbval"},
                                   {"--nbmake", "nbmake"},
                                   {"--doctest-plus", "pytest-doctestplus"},
                                   {"--doctest-rst", "pytest-doctestplus"},
                                   {"--remote-data", "pytest-remotedata"},
                                   {"--alluredir", "allure-pytest"},
                                   {"--forked", "pytest-forked"},
                                   {"--testmon", "pytest-testmon"},
                                   {"--instafail", "pytest-instafail"},
                                   {"--snapshot", "syrupy|pytest-snapshot"},
                                   {"--hypothesis", "hypothesis"},
                                   {"--typeguard-packages", "typeguard"},
                                   {"--beartype-packages", "pytest-beartype"},
                                   {"--memray", "pytest-memray"},
                                   {"--codspeed", "pytest-codspeed"},
                                   {"--markdown-docs", "pytest-markdown-docs"},
                                   {"--splits", "pytest-split"},
                                   {"--order-", "pytest-order"}};

/// Keys of pytest's configuration.
constexpr Known known_keys[] = {{"asyncio_mode", "pytest-asyncio"},
                                {"asyncio_default_fixture_loop_scope", "pytest-asyncio"},
                                {"anyio_mode", "anyio"},
                                {"trio_mode", "pytest-trio"},
                                {"timeout", "pytest-timeout"},
                                {"DJANGO_SETTINGS_MODULE", "pytest-django"},
                                {"django_find_project", "pytest-django"},
                                {"env", "pytest-env"},
                                {"env_files", "pytest-dotenv"},
                                {"mock_use_standalone_module", "pytest-mock"},
                                {"qt_api", "pytest-qt"},
                                {"reruns", "pytest-rerunfailures"}};

/// Marks: pytest.mark.NAME.
constexpr Known known_marks[] = {{"asyncio", "pytest-asyncio"},
                                 {"anyio", "anyio"},
                                 {"trio", "pytest-trio"},
                                 {"django_db", "pytest-django"},
                                 {"timeout", "pytest-timeout"},
                                 {"flaky", "pytest-rerunfailures|flaky"},
                                 {"vcr", "pytest-recording|pytest-vcr"},
                                 {"httpx_mock", "pytest-httpx"},
                                 {"order", "pytest-order"},
                                 {"dependency", "pytest-dependency"},
                                 {"respx", "respx"},
                                 {"mpl_image_compare", "pytest-mpl"},
                                 {"freeze_time", "pytest-freezer|pytest-freezegun"}};

/// Fixtures that a plugin gives.
constexpr Known known_fixtures[] = {{"mocker", "pytest-mock"},
                                    {"benchmark", "pytest-benchmark|pytest-codspeed"},
                                    {"httpx_mock", "pytest-httpx"},
                                    {"requests_mock", "requests-mock"},
                                    {"respx_mock", "respx"},
                                    {"snapshot", "syrupy|pytest-snapshot|snapshottest"},
                                    {"freezer", "pytest-freezer|pytest-freezegun"},
                                    {"faker", "faker"},
                                    {"aiohttp_client", "pytest-aiohttp"},
                                    {"django_user_model", "pytest-django"},
                                    {"django_db_setup", "pytest-django"},
                                    {"admin_client", "pytest-django"},
                                    {"qtbot", "pytest-qt"},
                                    {"httpserver", "pytest-httpserver"},
                                    {"httpbin", "pytest-httpbin"},
                                    {"datadir", "pytest-datadir"},
                                    {"shared_datadir", "pytest-datadir"},
                                    {"data_regression", "pytest-regressions"},
                                    {"file_regression", "pytest-regressions"},
                                    {"image_regression", "pytest-regressions"},
                                    {"postgresql", "pytest-postgresql"},
                                    {"subtests", "pytest-subtests"},
                                    {"celery_app", "pytest-celery|celery"},
                                    {"fs", "pyfakefs"},
                                    {"cookies", "pytest-cookies"}};

/// Modules whose distribution has another name.
constexpr Known known_modules[] = {{"yaml", "pyyaml"},
                                   {"dateutil", "python-dateutil"},
                                   {"bs4", "beautifulsoup4"},
                                   {"PIL", "pillow"},
                                   {"attr", "attrs"},
                                   {"sklearn", "scikit-learn"},
                                   {"skimage", "scikit-image"},
                                   {"cv2", "opencv-python|opencv-python-headless"},
                                   {"jwt", "pyjwt"},
                                   {"dotenv", "python-dotenv"},
                                   {"jose", "python-jose"},
                                   {"multipart", "python-multipart"},
                                   {"OpenSSL", "pyopenssl"},
                                   {"Crypto", "pycryptodome"},
                                   {"nacl", "pynacl"},
                                   {"git", "gitpython"},
                                   {"MySQLdb", "mysqlclient"},
                                   {"psycopg2", "psycopg2|psycopg2-binary"},
                                   {"psycopg", "psycopg|psycopg-binary"},
                                   {"rest_framework", "djangorestframework"},
                                   {"factory", "factory-boy"},
                                   {"faker", "faker"},
                                   {"model_bakery", "model-bakery"},
                                   {"pkg_resources", "setuptools"},
                                   {"serial", "pyserial"},
                                   {"usb", "pyusb"},
                                   {"zmq", "pyzmq"},
                                   {"ruamel", "ruamel-yaml"},
                                   {"google", "protobuf"},
                                   {"grpc", "grpcio"},
                                   {"magic", "python-magic"},
                                   {"docx", "python-docx"},
                                   {"pptx", "python-pptx"},
                                   {"slugify", "python-slugify"},
                                   {"socks", "pysocks"},
                                   {"websocket", "websocket-client"},
                                   {"markdown", "markdown"},
                                   {"flask_sqlalchemy", "flask-sqlalchemy"},
                                   {"pytest_httpserver", "pytest-httpserver"}};

constexpr size_t most_test_files = 400, largest_test_file = 400000;

std::vector<std::string> names_in(const char* distributions) { return split(distributions, '|'); }

template <size_t count>
const Known* find_known(const Known (&table)[count], std::string_view word) {
    const auto found =
        std::find_if(std::begin(table), std::end(table), [&](const Known& known) { return word == known.word; });
    return found == std::end(table) ? nullptr : found;
}

/// Collects needs, each set of distributions once.
class Collector {
public:
    std::vector<Need> result;

    void add(std::vector<std::string> any_of, const std::string& why, bool plugin) {
        if (seen_.insert(join(any_of, "|")).second) result.push_back({std::move(any_of), why, plugin});
    }

    void option(const std::string& word, const std::string& where) {
        if (word == "-n" || (word.starts_with("-n") && word.size() < 7 && word.find('-', 1) == std::string::npos))
            return add({"pytest-xdist"}, "-n " + where, true);
        if (!word.starts_with("--")) return;
        for (const auto& known : known_options) {
            const std::string_view start = known.word;
            if (!word.starts_with(start)) continue;
            const char after = word.size() > start.size() ? word[start.size()] : '=';
            if (after == '=' || after == '-')
                return add(names_in(known.distributions), std::string(start) + " " + where, true);
        }
    }

private:
    std::set<std::string> seen_;
};

bool is_test_file(const std::string& name) {
    return name.ends_with(".py") && (name.starts_with("test") || name.ends_with("_test.py") || name == "conftest.py" ||
                                     name.ends_with("_tests.py"));
}

/// The test files and conftest.py files of a project. Folders that hold no tests of it are passed over.
std::vector<fs::path> test_files(const fs::path& project) {
    static const std::set<std::string> others = {"node_modules", "build",         "dist",       "venv",
                                                 "env",          "site-packages", "__pycache__"};
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator entry(project, fs::directory_options::skip_permission_denied, error), end;
    for (; !error && entry != end && files.size() < most_test_files; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (entry->is_directory(ignored)) {
            if (name.starts_with('.') || others.count(name) || name.ends_with(".egg-info") ||
                fs::exists(entry->path() / "pyvenv.cfg", ignored))
                entry.disable_recursion_pending();
        } else if (is_test_file(name) && entry->is_regular_file(ignored) &&
                   entry->file_size(ignored) < largest_test_file) {
            files.push_back(entry->path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// The word at the beginning of a text: letters, digits and "_".
std::string_view word_at(std::string_view text) {
    size_t end = 0;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_')) ++end;
    return text.substr(0, end);
}

/// The modules that an import statement at the top of a file names, up to the first dot: "import a.b, c" gives a and c.
std::vector<std::string> imported(std::string_view line) {
    if (line.starts_with("from ")) return {std::string(word_at(trim(line.substr(5))))};
    std::vector<std::string> modules;
    if (line.starts_with("import "))
        for (const auto& part : split(line.substr(7, line.find('#') - 7), ','))
            modules.emplace_back(word_at(trim(part)));
    return modules;
}

/// The names of the parameters in a line "def name(a, b=1, *, c: int):".
std::vector<std::string> parameters(std::string_view line) {
    const size_t open = line.find('(');
    std::vector<std::string> names;
    if (open == std::string_view::npos) return names;
    for (const auto& part : split(line.substr(open + 1, line.find(')', open) - open - 1), ','))
        names.emplace_back(word_at(trim(part)));
    return names;
}

/// Reads test files for what they need.
class Scanner {
public:
    Scanner(const fs::path& project, Collector& needs) : project_(project), needs_(needs) {}

    void file(const fs::path& path) {
        const std::string text = read_file(path).value_or("");
        const std::string where = "in " + path.lexically_relative(project_).string();
        for (const auto& line : split(text, '\n')) {
            for (const auto& module : imported(line)) import(module, where);
            const std::string_view words = trim(line);
            if (words.starts_with("def ") || words.starts_with("async def ")) function(words, where);
            for (size_t at = 0; (at = line.find("pytest.mark.", at)) != std::string::npos; ++at)
                if (const auto* known = find_known(known_marks, word_at(std::string_view(line).substr(at + 12))))
                    needs_.add(names_in(known->distributions), std::string("the mark ") + known->word + " " + where,
                               true);
        }
    }

    /// Fixtures that the project defines itself need no plugin, wherever their definition stands.
    void end() {
        for (const auto& [fixture, where] : used_)
            if (!defined_.count(fixture))
                needs_.add(names_in(find_known(known_fixtures, fixture)->distributions),
                           "the fixture " + fixture + " " + where, true);
    }

private:
    void import(const std::string& module, const std::string& where) {
        if (module.empty() || module == "__future__") return;
        const auto* known = find_known(known_modules, module);
        std::error_code error;
        for (const auto& place : {project_ / module, project_ / (module + ".py"), project_ / "src" / module})
            if (fs::exists(place, error)) return;
        needs_.add(known ? names_in(known->distributions) : std::vector<std::string>{normalized_name(module)},
                   "import " + module + " " + where, false);
    }

    void function(std::string_view words, const std::string& where) {
        const auto name = word_at(words.substr(words.find("def ") + 4));
        defined_.insert(std::string(name));
        if (!name.starts_with("test")) return;
        for (const auto& parameter : parameters(words))
            if (find_known(known_fixtures, parameter)) used_.emplace(parameter, where);
    }

    const fs::path& project_;
    Collector& needs_;
    std::set<std::string> defined_;
    std::map<std::string, std::string> used_;
};

/// The values of a key of an ini table in TOML: a string of several words or a list.
std::vector<std::string> words_of_node(const Node* node) {
    std::vector<std::string> words;
    if (!node) return words;
    for (const auto& text : node->strings())
        for (const auto& line : split(text, '\n'))
            for (const auto& word : split(line, ' '))
                if (!trim(word).empty()) words.emplace_back(trim(word));
    return words;
}

PytestConfiguration from_table(const std::string& file, const Node& table) {
    PytestConfiguration result{file, words_of_node(table.find("addopts")), {}};
    for (const auto& member : table.members) result.keys.push_back(member.name);
    return result;
}

PytestConfiguration from_ini(const std::string& file, const std::string& text, const std::string& section) {
    PytestConfiguration result{file, {}, ini_keys(text, section)};
    for (const auto& line : ini_values(text, section, "addopts"))
        for (const auto& word : split(line, ' '))
            if (!trim(word).empty()) result.addopts.emplace_back(trim(word));
    return result;
}

}  // namespace

bool has_test_files(const fs::path& folder) {
    const auto files = test_files(folder);
    return std::any_of(files.begin(), files.end(), [](const auto& file) { return file.filename() != "conftest.py"; });
}

PytestConfiguration pytest_configuration(const fs::path& folder) {
    for (const std::string file : {"pytest.toml", ".pytest.toml"})
        if (is_file(folder / file))
            if (const Node document = read_toml(folder / file); const Node* table = document.find("pytest"))
                return from_table(file, *table);
    for (const std::string file : {"pytest.ini", ".pytest.ini"})
        if (is_file(folder / file)) return from_ini(file, read_file(folder / file).value_or(""), "pytest");
    if (is_file(folder / "pyproject.toml")) {
        const Node document = read_toml(folder / "pyproject.toml");
        if (const Node* table = document.find({"tool", "pytest", "ini_options"}))
            return from_table("pyproject.toml", *table);
        if (const Node* table = document.find({"tool", "pytest"})) return from_table("pyproject.toml", *table);
    }
    for (const auto& [file, section] : {std::pair("tox.ini", "pytest"), std::pair("setup.cfg", "tool:pytest")}) {
        const std::string text = is_file(folder / file) ? read_file(folder / file).value_or("") : "";
        if (auto found = from_ini(file, text, section); !found.keys.empty()) return found;
    }
    return {};
}

std::vector<Need> needs_of(const fs::path& project, const Selection& selection) {
    Collector needs;
    needs.add({"pytest"}, "the tests", false);
    const auto configuration = pytest_configuration(project);
    const auto options = [&](const std::vector<std::string>& words, const std::string& where) {
        for (size_t i = 0; i < words.size(); ++i) {
            needs.option(words[i], where);
            if (words[i] == "-p" && i + 1 < words.size() && !words[i + 1].starts_with("no:"))
                needs.add({"pytest-" + normalized_name(words[i + 1]), normalized_name(words[i + 1])},
                          "-p " + words[i + 1] + " " + where, true);
        }
    };
    options(selection.options, "of the command line");
    options(configuration.addopts, "in the addopts of " + configuration.file);
    for (const auto& key : configuration.keys)
        if (const auto* known = find_known(known_keys, key))
            needs.add(names_in(known->distributions), key + " in " + configuration.file, true);
    Scanner scanner(project, needs);
    for (const auto& file : test_files(project)) scanner.file(file);
    scanner.end();
    return std::move(needs.result);
}

}  // namespace testskew::profile
