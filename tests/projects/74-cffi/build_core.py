from cffi import FFI
ffi = FFI()
ffi.cdef("long total(long a, long b);")
ffi.set_source("cffiext._core", "static long total(long a, long b) { return a + b; }")
