#pragma once
#include <string>
#include <string_view>

namespace testskew {

/// SHA-256 of `data` as 64 lower-case hexadecimal digits (FIPS 180-4, by OpenSSL).
std::string sha256(std::string_view data);

/// The first 16 digits of sha256: names of cache entries.
std::string short_hash(std::string_view data);

/// HMAC-SHA-256 of `data` under `key`, as "hmac:" and 16 hexadecimal digits (RFC 2104, by OpenSSL).
std::string keyed_digest(std::string_view key, std::string_view data);

/// True if `text` begins as what keyed_digest() returns. Recordings have such digests in place of values.
bool is_keyed_digest(std::string_view text);

/// `bytes` random bytes from the operating system, as hexadecimal digits.
std::string random_hex(int bytes);

}  // namespace testskew
