from setuptools import Extension, setup

setup(name="extmod", version="1.0", packages=["extmod"], ext_modules=[Extension("extmod._core", ["extmod/_core.c"])])
