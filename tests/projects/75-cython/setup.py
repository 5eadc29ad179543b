from setuptools import Extension, setup
from Cython.Build import cythonize
setup(
    name="cyext",
    version="1.0",
    packages=["cyext"],
    ext_modules=cythonize([Extension("cyext._core", ["cyext/_core.pyx"])]),
    extras_require={"test": ["pytest"]},
)
