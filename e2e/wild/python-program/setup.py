from setuptools import setup, find_packages
setup(name="svc", version="0.1", packages=find_packages(), entry_points={"console_scripts":["svc=svc.__main__:main"]})
