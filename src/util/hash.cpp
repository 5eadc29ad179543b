#include "util/hash.hpp"

#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace testskew {
namespace {
constexpr std::string_view digest_mark = "hmac:";

std::string to_hex(const unsigned char* bytes, size_t count) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * count);
    for (size_t i = 0; i < count; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

const std::uint8_t* bytes_of(std::string_view data) { return reinterpret_cast<const std::uint8_t*>(data.data()); }
}  // namespace

std::string sha256(std::string_view data) {
    ::sha256_ctx context;
    ::nettle_sha256_init(&context);
    ::nettle_sha256_update(&context, data.size(), bytes_of(data));
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    ::nettle_sha256_digest(&context, digest.size(), digest.data());
    return to_hex(digest.data(), digest.size());
}

std::string short_hash(std::string_view data) { return sha256(data).substr(0, 16); }

std::string keyed_digest(std::string_view key, std::string_view data) {
    ::hmac_sha256_ctx context;
    ::nettle_hmac_sha256_set_key(&context, key.size(), bytes_of(key));
    ::nettle_hmac_sha256_update(&context, data.size(), bytes_of(data));
    std::array<std::uint8_t, 8> digest{};  // as many of its bytes as are kept
    ::nettle_hmac_sha256_digest(&context, digest.size(), digest.data());
    return std::string(digest_mark) + to_hex(digest.data(), digest.size());
}

bool is_keyed_digest(std::string_view text) { return text.starts_with(digest_mark); }

std::string random_hex(int bytes) {
    std::vector<unsigned char> buffer(static_cast<size_t>(bytes));
    // The system gives at most 256 bytes at once, and nobody asks for more.
    if (::getentropy(buffer.data(), buffer.size()) != 0)
        throw std::runtime_error("no random bytes from the operating system");
    return to_hex(buffer.data(), buffer.size());
}

}  // namespace testskew
