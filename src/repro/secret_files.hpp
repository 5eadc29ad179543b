#pragma once
#include <string>
#include <vector>

namespace testskew::repro {

/// True if a file of this name is one that holds secrets, in whichever folder it stands: `.env`, `*.pem`, `id_rsa`.
bool named_as_secret(const std::string& path);

/// The texts of which a file must hold none, for these values of secret variables: the values, and of one with several
/// lines each line, as a file may indent them.
std::vector<std::string> texts_of_secrets(const std::vector<std::string>& values);

}  // namespace testskew::repro
