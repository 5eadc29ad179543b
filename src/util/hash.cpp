#include "util/hash.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
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
}  // namespace

std::string sha256(std::string_view data) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(data.data(), data.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available in this OpenSSL");
    return to_hex(digest.data(), length);
}

std::string short_hash(std::string_view data) { return sha256(data).substr(0, 16); }

std::string keyed_digest(std::string_view key, std::string_view data) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
              reinterpret_cast<const unsigned char*>(data.data()), data.size(), digest.data(), &length))
        throw std::runtime_error("HMAC is not available in this OpenSSL");
    return std::string(digest_mark) + to_hex(digest.data(), 8);
}

bool is_keyed_digest(std::string_view text) { return text.starts_with(digest_mark); }

std::string random_hex(int bytes) {
    std::vector<unsigned char> buffer(static_cast<size_t>(bytes));
    if (RAND_bytes(buffer.data(), bytes) != 1) throw std::runtime_error("no random bytes from the operating system");
    return to_hex(buffer.data(), buffer.size());
}

}  // namespace testskew
