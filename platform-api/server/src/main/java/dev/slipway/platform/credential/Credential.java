package dev.slipway.platform.credential;

import dev.slipway.model.source.UrlPrefix;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What Git servers are shown for the URLs below `below`. sealed is the password or token, null for a certificate
/// alone; ca is null where there is none; usedBy names the applications whose sources name it. The secret itself is
/// never in here.
record Credential(
        UUID id,
        UUID project,
        String name,
        Type type,
        UrlPrefix below,
        String username,
        byte[] sealed,
        int secretVersion,
        Instant secretChangedAt,
        String ca,
        long version,
        Instant createdAt,
        String createdBy,
        List<String> usedBy) {

    /// What it consists of.
    enum Type {
        /// A user's name and password.
        BASIC,
        /// A token, which Git servers take as a password.
        TOKEN,
        /// Certificates alone, for a host that asks for no sign-in.
        CA
    }

    boolean signsIn() {
        return type != Type.CA;
    }

    /// What its secret is sealed for.
    String context() {
        return context(project, id, secretVersion, below);
    }

    static String context(UUID project, UUID id, int secretVersion, UrlPrefix below) {
        return project + "|credential|" + id + "|" + secretVersion + "|" + below;
    }

    @Override
    public String toString() {
        return "credential " + name + " for " + below;
    }
}
