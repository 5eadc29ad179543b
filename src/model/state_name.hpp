#pragma once
#include <string>

/// A piece of state is named "app.store:Cache.items[key]": the module, a path of attributes in it, and a key if the
/// piece is in a container. Other kinds of state have plain names.
namespace testskew {

/// The key in the name of a piece of state; "" if it has none.
std::string key_in(const std::string& name);

}  // namespace testskew
