#pragma once
#include "util/requirement.hpp"

namespace testskew::environment {
using testskew::normalized_name;
}
