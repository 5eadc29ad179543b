// Requirements files, the output of pip freeze, and what uv says of a lock.
#include "environment/freeze.hpp"
#include "environment/lock.hpp"
#include "environment/recorded.hpp"
#include "environment/release_dates.hpp"
#include "environment/requirements_file.hpp"
#include "place.hpp"
#include "targets.hpp"

namespace testskew::fuzz {

void requirements(const std::string& text) {
    environment::flatten({"-r " + written("given.txt", text).string()}, project_folder(), "testskew.toml");
}

void freeze(const std::string& text) {
    const auto [first, recording] = in_two(text);
    environment::read_freeze(first, project_folder(), "shop");
    if (!recording.empty()) environment::read_freeze(environment::recorded_freeze(recording, "a.jsonl", 1), "/", "");
}

void uv_output(const std::string& text) {
    environment::FlatRequirements flat;
    environment::flatten({text}, project_folder(), "uv.lock");
    for (const auto& line : environment::announced(text, true))
        environment::add_requirement(line, line.starts_with("-e "), project_folder(), flat);
    environment::first_upload(text);
}

}  // namespace testskew::fuzz
