/// What `.gitmodules` says: which submodules there are, and where they come from. Pure.
package dev.slipway.platform.submodule;
