#pragma once
#include <cstdlib>
#include <optional>
#include <string>

#include "util/files.hpp"

namespace testskew {

/// Sets a variable of our own environment until the end of the test.
class OwnVariable {
public:
    OwnVariable(const char* name, const char* value) : name_(name), before_(environment_variable(name)) {
        if (value)
            ::setenv(name, value, 1);
        else
            ::unsetenv(name);
    }
    ~OwnVariable() {
        if (before_)
            ::setenv(name_, before_->c_str(), 1);
        else
            ::unsetenv(name_);
    }

private:
    const char* name_;
    std::optional<std::string> before_;
};

}  // namespace testskew
