from setuptools import setup
setup(
    name="cffiext",
    version="1.0",
    packages=["cffiext"],
    cffi_modules=["build_core.py:ffi"],
    install_requires=["cffi>=1.15"],
    extras_require={"test": ["pytest"]},
)
