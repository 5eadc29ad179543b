#include "compare/noise.hpp"

#include <set>
#include <string_view>

namespace testskew::compare {

bool noisy_variable(const std::string& name) {
    static const std::set<std::string_view> names = {
        "TMPDIR", "TEMP", "TMP", "HOME", "PWD", "OLDPWD", "SHLVL", "_", "PYTEST_CURRENT_TEST", "PYTEST_VERSION",
        "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "XDG_RUNTIME_DIR", "COLUMNS", "LINES", "SSH_CONNECTION", "WINDOWID",
        // files and folders of one job of a runner
        "GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE",
        "GITHUB_EVENT_PATH", "RUNNER_TEMP", "RUNNER_TOOL_CACHE", "RUNNER_WORKSPACE"};
    return names.count(name) > 0 || name.starts_with("PYTEST_XDIST_") || name.starts_with("TESTSKEW_") ||
           name.starts_with("UV_") || name.starts_with("COV_CORE_");
}

bool placed_fact(const std::string& name) {
    static const std::set<std::string_view> names = {
        "workers",  "inifile", "rootdir",  "sys_path",    "workspace",     "hash_seed",   "hash_randomization",
        "session",  "pid",     "platform", "libc",        "os_packages",   "kernel",      "machine",
        "hostname", "os",      "merge",    "beside",      "ignored_files", "file_system", "home",
        "tmpdir",   "columns", "stopped",  "environ.key", "warning_errors"};
    return names.count(name) > 0 || name.starts_with("git.");
}

}  // namespace testskew::compare
