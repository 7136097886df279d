package dev.slipway.platform.credential;

import dev.slipway.model.source.UrlPrefix;
import dev.slipway.platform.ssh.KnownHosts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What Git servers are shown for the URLs below `below`. sealed is the password or token, null for a
/// certificate alone; ca is null where there is none; publicKey and knownHosts are of ssh alone, the
/// latter null where nobody said by which keys the host is known; usedBy names the applications whose
/// sources name it. The secret itself is never in here.
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
        String publicKey,
        String knownHosts,
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
        /// A key for ssh.
        SSH,
        /// Certificates alone, for a host that asks for no sign-in.
        CA
    }

    boolean signsIn() {
        return type != Type.CA;
    }

    /// By which keys its host is known.
    KnownHosts known() {
        return knownHosts == null ? KnownHosts.NONE : KnownHosts.parse(knownHosts, below.host(), below.port());
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
