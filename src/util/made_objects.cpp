#include "util/made_objects.hpp"

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"

namespace testskew {
namespace fs = std::filesystem;

fs::path made_objects(const fs::path& repository) {
    try {
        std::error_code error;
        const fs::path real = fs::weakly_canonical(repository, error);
        return cache_directory() / "made-objects" / sha256((error ? repository : real).string()).substr(0, 16);
    } catch (const Error&) {  // no home, or a cache that cannot be written
        return {};
    }
}

}  // namespace testskew
