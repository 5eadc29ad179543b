#pragma once
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/environment.hpp"
#include "util/descriptor.hpp"
#include "util/temporary_folder.hpp"

namespace testskew::environment {

/// The copy of a kept environment that one session has for itself where there are no overlays, so that nothing that a
/// test writes into it reaches another session, another run or uv's cache. On the file system of the kept environment,
/// large files are the same files as those, and are watched.
class SessionEnvironment {
public:
    /// Copies `kept` into the folder `place` of the session's workspace, or, if there is not room for many such copies,
    /// beside the kept environment. What local folders it has installed are made to name `project`, the session's own
    /// tree, and so do the links below `top` that the build of the project had made. Throws Error (exit code 4).
    SessionEnvironment(const Environment& kept, const std::filesystem::path& place,
                       const std::filesystem::path& project, const std::filesystem::path& top);
    ~SessionEnvironment();
    SessionEnvironment(const SessionEnvironment&) = delete;
    SessionEnvironment& operator=(const SessionEnvironment&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// The name of a file of the kept environment that something has opened for writing or changed since the copy was
    /// made, or still holds open for writing, as by a mapping; "" if there is none. The kept environment is then no
    /// longer trusted, and will be built again.
    std::string changed_file();

private:
    /// What stands at a path: which file it is, and what a change of it shows in.
    struct FileState {
        bool there = false;
        dev_t device = 0;
        ino_t number = 0;
        off_t size = 0;
        mode_t mode = 0;
        long modified = 0;  ///< In nanoseconds.

        static FileState at(const std::filesystem::path& path);
        bool is_same_file(const FileState& other) const {
            return there && other.there && device == other.device && number == other.number;
        }
        bool operator==(const FileState&) const = default;
    };

    /// A file that is shared with the kept environment.
    struct Shared {
        std::filesystem::path path;
        int watch = -1;  ///< Its number at inotify.
        FileState state;
    };

    void watch(const std::vector<std::filesystem::path>& files);

    std::string key_;
    std::filesystem::path kept_;
    std::optional<TemporaryFolder> folder_;  ///< It holds the copy if that is beside the kept environment.
    std::filesystem::path path_;
    Descriptor events_;
    std::vector<Shared> shared_;
};

}  // namespace testskew::environment
