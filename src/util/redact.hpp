#pragma once
#include "util/secrets.hpp"

/// The list of one process, which goes as soon as every writer is handed its Secrets.
namespace testskew {

void remember_secrets(const std::map<std::string, std::string>& environ);
std::string redact(std::string text);

}  // namespace testskew
