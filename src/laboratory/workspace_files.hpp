#pragma once
#include "runner/project_files.hpp"
#include "workspace/workspaces.hpp"

namespace testskew::laboratory {

/// The project's files as the workspaces of a run show them to its sessions.
class WorkspaceFiles : public runner::ProjectFiles {
public:
    explicit WorkspaceFiles(workspace::Workspaces& workspaces) : workspaces_(workspaces) {}

    const std::filesystem::path& folder() const override { return workspaces_.project(); }
    bool in_git() const override { return workspaces_.in_git(); }
    bool renames_folders() const override {
        return workspaces_.mode() != workspace::Mode::overlay || workspaces_.renames_folders();
    }
    bool renames_into_temporary() const override { return workspaces_.mode() != workspace::Mode::overlay; }
    std::vector<workspace::FileDelta> differences(const FilesSpec& bad, const FilesSpec& good,
                                                  const std::string& below) override {
        return workspaces_.differences(bad, good, below);
    }
    std::map<std::string, std::string> facts(const workspace::FileState& state) override {
        return workspaces_.facts(state);
    }
    std::string stamp(const workspace::FileState& state) override { return workspaces_.stamp(state); }
    std::string edited() override {
        const auto path = workspaces_.changed();
        return path ? *path + " was edited while the sessions ran" : "";
    }

private:
    workspace::Workspaces& workspaces_;
};

}  // namespace testskew::laboratory
