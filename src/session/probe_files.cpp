#include "session/probe_files.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include "embedded/probe.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"

namespace fs = std::filesystem;

namespace testskew::session {

fs::path materialise_probe(const fs::path& parent) {
    std::string all;
    for (const auto& [name, content] : embedded::probe()) all.append(name).append("\0", 1).append(sha256(content));
    const fs::path folder = parent / short_hash(all);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw Error(fmt::format("cannot make {}: {}", folder.string(), error.message()), ExitCode::environment);
    for (const auto& [name, content] : embedded::probe()) {
        const fs::path file = folder / fs::path(name);
        if (read_file(file) == std::string(content)) continue;
        fs::create_directories(file.parent_path(), error);
        write_file(file, content, 0644);
    }
    // Every .py file beside boot.py is sent to workers and may be run there, so a file that is not ours must not be
    // there.
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().string();
        bool ours = false;
        for (const auto& [own, content] : embedded::probe()) ours = ours || own == name;
        if (ours || entry.path().extension() != ".py") continue;
        std::error_code failed;
        if (!fs::remove(entry.path(), failed))
            throw Error(fmt::format("{} does not belong to testskew: remove it", entry.path().string()),
                        ExitCode::environment);
    }
    return folder / "boot.py";
}

}  // namespace testskew::session
