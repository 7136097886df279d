package dev.slipway.model.assignment;

/// What is a project's own on a node: the number its names are made of, its user id (with gid 0), its subnet in
/// CIDR form.
public record TenantNetwork(int number, long uid, String subnet) {}
