#include "compress.hpp"

#include <lzma.h>

#include <cstdint>
#include <stdexcept>

namespace testskew::pack {

std::string compressed(const std::string& text) {
    lzma_options_lzma options;
    lzma_lzma_preset(&options, 9 | LZMA_PRESET_EXTREME);
    options.lc = 4, options.lp = 0, options.pb = 0;  // the liblzma manual advises these values for text
    options.dict_size = 1 << 22;
    const lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
    std::string out(lzma_stream_buffer_bound(text.size()), '\0');
    std::size_t size = 0;
    if (lzma_stream_buffer_encode(const_cast<lzma_filter*>(filters), LZMA_CHECK_CRC32, nullptr,
                                  reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                  reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size()) != LZMA_OK)
        throw std::runtime_error("liblzma cannot compress");
    out.resize(size);
    return out;
}

}  // namespace testskew::pack
