/// Archives that are the source of builds: received, looked through, kept by their content, given to builds as a tree,
/// and removed when no build needs them. Nothing of an archive is ever unpacked onto the platform's disk: what it holds
/// becomes entries of one file of our own making.
package dev.slipway.platform.upload;
