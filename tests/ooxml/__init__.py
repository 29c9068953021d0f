"""Tests of the kernel of packages."""
