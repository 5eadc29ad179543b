#pragma once
// Packages on paper, for the tests of explanations that read releases.
#include "explain/package_source.hpp"
#include "folder.hpp"
#include "model/comparison.hpp"
#include "util/error.hpp"

namespace testskew::support {

/// A fake source of packages: two sides with httpx 0.28.1 and 0.27.0, and a griffe that prints what the test sets.
class PaperSource : public explain::PackageSource {
public:
    Folder disk;
    std::string printed;             ///< what griffe prints
    std::string changes;             ///< the changelog of every release; "" if none ships one
    std::string broken;              ///< why no release can be had; "" if they can be had
    std::vector<std::string> asked;  ///< the releases and days that were asked for
    std::string request;             ///< the last request to griffe
    std::filesystem::path place = disk.path / "project";

    PaperSource() {
        disk.write("bad/httpx-0.28.1.dist-info/RECORD", "httpx/__init__.py,,\n");
        disk.write("bad/httpx/_client.py", "");
        disk.write("project/app.py", "import httpx\n");
    }
    const std::filesystem::path& project() const override { return place; }
    std::filesystem::path site_packages(SideName side) override { return disk.path / to_string(side); }
    std::filesystem::path release(const std::string& name, const std::string& version) override {
        if (!broken.empty()) throw Error(broken);
        asked.push_back(name + " " + version);
        return disk.path / version;
    }
    std::map<std::string, std::string> release_days(const std::string&,
                                                    const std::vector<std::string>& versions) override {
        std::map<std::string, std::string> days;
        for (const auto& version : versions) asked.push_back("day of " + version), days[version] = "2024-11-28";
        return days;
    }
    std::optional<explain::ShippedChangelog> changelog(const std::string& name, const std::string& version) override {
        asked.push_back("changelog of " + name + " " + version);
        if (changes.empty()) return std::nullopt;
        return explain::ShippedChangelog{"CHANGES.rst of " + name + "-" + version + ".tar.gz", changes};
    }
    std::string run_griffe(const std::string&, const std::string& asked_for) override {
        if (!broken.empty()) throw Error(broken);
        request = asked_for;
        return printed;
    }
};

/// What griffe prints where httpx.Client takes no `proxies` any more.
inline const char* const no_proxies =
    R"({"name": "httpx.Client", "kind": "parameters", "names": ["proxies"], "instead": "proxy"})"
    "\n";

/// A cluster that fails in the call of httpx.Client in app.py.
inline Cluster calling_httpx(int id) {
    Cluster cluster;
    cluster.id = id;
    cluster.tests = {{"test_app.py::test_f", Outcome::failed, Outcome::passed}};
    ExceptionRecord exception;
    exception.type = "TypeError";
    exception.message = "unexpected keyword argument 'proxies'";
    exception.frames = {{"app.py", 1, "f", "httpx.Client(proxies={})", true}};
    exception.subject = Subject{"httpx.Client", "parameter proxies", "httpx.Client(proxies={})", "s"};
    cluster.error.chain = {exception};
    return cluster;
}

}  // namespace testskew::support
