#include "catch.hpp"
#include "profile/profile.hpp"

using namespace testskew;
using namespace testskew::profile;

TEST_CASE("a session inherits a short list, what is named, and what environ says") {
    Profile profile;
    profile.inherit = {"KEY", "AWS_*"};
    profile.environ = {{"CI", "true"}, {"TZ", std::nullopt}, {"KEY2", "x"}};
    const auto result = environ_of(profile, {{"PATH", "/bin"},
                                             {"LC_ALL", "C"},
                                             {"TZ", "UTC"},
                                             {"KEY", "k"},
                                             {"KEY2", "y"},
                                             {"AWS_REGION", "r"},
                                             {"SECRET", "s"},
                                             {"PYTHONPATH", "/x"}});
    CHECK(result ==
          std::map<std::string, std::string>{
              {"PATH", "/bin"}, {"LC_ALL", "C"}, {"KEY", "k"}, {"KEY2", "x"}, {"AWS_REGION", "r"}, {"CI", "true"}});
}

TEST_CASE("a star inherits everything but what describes the shell, and never git's") {
    Profile profile;
    profile.inherit = {"*", "GIT_DIR"};
    const auto result = environ_of(profile, {{"X", "1"},
                                             {"PYTHONPATH", "/x"},
                                             {"VIRTUAL_ENV", "/v"},
                                             {"PWD", "/"},
                                             {"GIT_DIR", "/g"},
                                             {"PYTEST_CURRENT_TEST", "t"}});
    CHECK(result == std::map<std::string, std::string>{{"X", "1"}, {"PYTHONPATH", "/x"}});
}
