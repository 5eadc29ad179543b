#include "explain/unpack.hpp"

#include <lzma.h>

#include <cstdint>
#include <stdexcept>

namespace testskew::explain {

std::string unpack(std::string_view packed) {
    std::string text(std::size_t{1} << 20, '\0');
    while (true) {
        std::uint64_t memory = std::uint64_t{64} << 20;
        std::size_t read = 0, written = 0;
        const auto result = lzma_stream_buffer_decode(
            &memory, 0, nullptr, reinterpret_cast<const std::uint8_t*>(packed.data()), &read, packed.size(),
            reinterpret_cast<std::uint8_t*>(text.data()), &written, text.size());
        if (result == LZMA_OK) {
            text.resize(written);
            return text;
        }
        if (result != LZMA_BUF_ERROR || text.size() > (std::size_t{64} << 20))
            throw std::runtime_error("embedded data cannot be unpacked");
        text.resize(text.size() * 2);
    }
}

}  // namespace testskew::explain
