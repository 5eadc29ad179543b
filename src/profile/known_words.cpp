#include "profile/known_words.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// Options of pytest's command line by their beginning.
constexpr KnownWord options[] = {{"--cov", "pytest-cov"},
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
constexpr KnownWord ini_words[] = {{"asyncio_mode", "pytest-asyncio"},
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
constexpr KnownWord marks[] = {{"asyncio", "pytest-asyncio"},
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
constexpr KnownWord fixtures[] = {{"mocker", "pytest-mock"},
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
constexpr KnownWord modules[] = {{"yaml", "pyyaml"},
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

}  // namespace

std::vector<std::string> KnownWord::any_of() const { return split(distributions, '|'); }

std::span<const KnownWord> known_options() { return options; }
std::span<const KnownWord> known_keys() { return ini_words; }
std::span<const KnownWord> known_marks() { return marks; }
std::span<const KnownWord> known_fixtures() { return fixtures; }
std::span<const KnownWord> known_modules() { return modules; }

const KnownWord* find_known(std::span<const KnownWord> table, std::string_view word) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const KnownWord& known) { return word == known.word; });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace testskew::profile
