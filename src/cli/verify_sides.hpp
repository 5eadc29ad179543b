#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "laboratory/laboratory.hpp"
#include "model/profile.hpp"
#include "profile/project.hpp"
#include "util/temporary_folder.hpp"
#include "verify/verify.hpp"
#include "workspace/kept_files.hpp"

namespace testskew::cli {

/// One side of an earlier run, or the leg that is verified.
struct EarlierSide {
    SideName name = SideName::bad;
    Profile profile;      ///< as it is found now, with the files that it sees now
    PackageSet packages;  ///< that the run had
    std::string state;    ///< the state of its files in the run (KeptFiles); "" if that is not kept
    const Recording* before = nullptr;
    const Recording* extra = nullptr;
};

/// What `verify` compares with.
struct Earlier {
    std::filesystem::path directory;  ///< in which testskew was started
    std::vector<EarlierSide> sides;   ///< the bad side first
    /// Finds the profiles of the sides again, in another state of the project.
    std::function<std::vector<Profile>(const std::filesystem::path& directory)> profiles;
};

/// Makes the sides of `verify`: as they are now, and with the change undone.
class VerifySides {
public:
    VerifySides(laboratory::Laboratory& laboratory, const Earlier& earlier);

    /// The sides of the run, then the further profiles, which are named as for --also.
    std::vector<verify::Checked> make(const std::vector<std::string>& further);

    const std::vector<std::string>& changed() const { return changed_; }  ///< the paths, sorted
    bool files_known() const { return files_known_; }
    bool any_change() const { return any_change_; }

private:
    struct Undo {
        std::map<std::string, std::filesystem::path> put_back;
        std::filesystem::path tree;  ///< the covered tree as it was
        bool known = false;
    };
    Undo undo_of(const EarlierSide& side);
    std::string state_now(const FilesSpec& files);
    std::optional<sides::Side> then_of(const EarlierSide& side, const sides::Side& now,
                                       const std::optional<Profile>& profile, const Undo& undo);
    std::vector<Profile> earlier_profiles(const Undo& undo) const;
    verify::Checked further(const std::string& asked, const sides::Side& bad, const std::vector<Undo>& undos);

    laboratory::Laboratory& laboratory_;
    const Earlier& earlier_;
    workspace::KeptFiles kept_;
    std::string now_;           ///< the state of the work tree
    std::string declarations_;  ///< the texts that may name files of requirements
    TemporaryFolder trees_;
    std::map<std::string, std::filesystem::path> written_;  ///< by state
    std::vector<std::string> changed_;
    bool files_known_ = true, any_change_ = false, settings_changed_ = false;
};

}  // namespace testskew::cli
