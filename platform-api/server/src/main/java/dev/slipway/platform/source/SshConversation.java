package dev.slipway.platform.source;

import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitUrl;
import dev.slipway.platform.ssh.KnownHosts;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshConstants;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;

/// The one way out of the platform to a Git server by ssh, for one conversation: to an address that was
/// checked, with one key, to a host that presents a key which it is known by. Nothing of this machine is
/// read: no configuration, no other keys, no known hosts; no agent and no proxy is asked.
public final class SshConversation extends SshSessionFactory implements AutoCloseable {
    private static final File NOWHERE = new File("/nonexistent");
    private static final int USUAL_PORT = 22;

    private final SourceConfig config;
    private final SourceAccess.Key access;
    private final GitUrl url;
    private final SshdSessionFactory sessions;
    private volatile BoundedSession session;
    private SourceFault fault;
    private String address;
    private boolean known;

    private SshConversation(SourceConfig config, SourceAccess.Key access, GitUrl url) {
        this.config = config;
        this.access = access;
        this.url = url;
        this.sessions = new SshdSessionFactoryBuilder()
                .setHomeDirectory(NOWHERE)
                .setSshDirectory(NOWHERE)
                .setConfigStoreFactory((_, _, _) -> new CheckedHost())
                .setDefaultIdentities(_ -> List.of())
                .setDefaultKnownHostsFiles(_ -> List.of())
                .setDefaultKeysProvider(_ -> List.of(access.key().pair()))
                .setServerKeyDatabase((_, _) -> new PinnedKeys())
                .setPreferredAuthentications("publickey")
                .setConnectorFactory(null)
                .setProxyDataFactory(_ -> null)
                .build(null);
    }

    /// For one conversation; the caller closes it. Throws SourceFault where the project has no key for the URL.
    public static SshConversation open(SourceConfig config, SourceAccess access, GitUrl url) throws SourceFault {
        if (access.key() == null || !access.key().below().covers(url)) {
            throw new SourceFault(
                    FailureReason.SourceAuthenticationRequired,
                    url + " is for ssh, and the project has no credential of the type \"ssh\" for it.");
        }
        return new SshConversation(config, access.key(), url);
    }

    @Override
    public RemoteSession getSession(URIish uri, CredentialsProvider credentials, FS fs, int timeout)
            throws TransportException {
        try {
            resolve();
            session = new BoundedSession(sessions.getSession(uri, null, fs, timeout), this::failed);
            return session;
        } catch (UnknownHostException | TransportException e) {
            SourceFault cause = fault().orElseGet(() -> failed(explained()));
            throw new TransportException(cause.getMessage(), cause);
        }
    }

    private synchronized void resolve() throws UnknownHostException {
        PublicAddresses addresses = new PublicAddresses(config.allow().orElse(List.of()));
        InetAddress[] checked = new CheckedNames(addresses, this::failed).resolve(url.host());
        address = checked[0].getHostAddress();
    }

    private synchronized SourceFault explained() {
        return known
                ? new SourceFault(
                        FailureReason.SourceCredentialRejected,
                        url.host() + " does not take the key of the credential \"" + access.credential()
                                + "\" for the user " + url.user() + ".")
                : new SourceFault(FailureReason.SourceUnreachable, url.host() + " does not answer by ssh.");
    }

    /// The list of refs is over; what follows is bounded where it is stored.
    public void advertised() {
        if (session != null) {
            session.unbound();
        }
    }

    /// What the server said before it ended the conversation; "" where it said nothing.
    public String said() {
        return session == null ? "" : session.said();
    }

    private synchronized SourceFault failed(SourceFault cause) {
        if (fault == null) {
            fault = cause;
        }
        return cause;
    }

    /// Why the conversation failed, where this side knows more than the exception says.
    public synchronized Optional<SourceFault> fault() {
        return Optional.ofNullable(fault);
    }

    /// Bytes of all answers until now.
    public long received() {
        return session == null ? 0 : session.received();
    }

    @Override
    public String getType() {
        return sessions.getType();
    }

    @Override
    public void close() {
        BoundedSession open = session;
        if (open != null) {
            open.disconnect();
        }
        sessions.close();
    }

    private int port() {
        return url.port() < 0 ? USUAL_PORT : url.port();
    }

    /// What a configuration of ssh would say: the host is at the address that was checked.
    private final class CheckedHost implements SshConfigStore, SshConfigStore.HostConfig {
        @Override
        public HostConfig lookup(String host, int port, String user) {
            return this;
        }

        @Override
        public HostConfig lookupDefault(String host, int port, String user) {
            return this;
        }

        @Override
        public String getValue(String key) {
            return getOptions().get(key);
        }

        @Override
        public List<String> getValues(String key) {
            String value = getValue(key);
            return value == null ? List.of() : List.of(value);
        }

        @Override
        public Map<String, String> getOptions() {
            return Map.of(SshConstants.HOST_NAME, address, SshConstants.IDENTITY_AGENT, SshConstants.NONE);
        }

        @Override
        public Map<String, List<String>> getMultiValuedOptions() {
            return Map.of();
        }
    }

    /// The host is judged by its keys alone: names and addresses were judged before.
    private final class PinnedKeys implements ServerKeyDatabase {
        @Override
        public List<PublicKey> lookup(String connected, InetSocketAddress remote, Configuration configuration) {
            return access.known().keys();
        }

        @Override
        public boolean accept(
                String connected,
                InetSocketAddress remote,
                PublicKey presented,
                Configuration configuration,
                CredentialsProvider provider) {
            synchronized (SshConversation.this) {
                known = access.known().has(presented);
                if (!known) {
                    failed(unknown(presented));
                }
                return known;
            }
        }
    }

    private SourceFault unknown(PublicKey presented) {
        String expected = access.known().keys().isEmpty()
                ? "does not say by which keys the host is known."
                : "knows it by " + String.join(", ", access.known().fingerprints()) + " and not by that.";
        return new SourceFault(
                FailureReason.SourceHostKeyRefused,
                url.host() + " presents the key " + KnownHosts.fingerprint(presented) + "; the credential \""
                        + access.credential() + "\" " + expected + " Its line for knownHosts: "
                        + KnownHosts.line(url.host(), port(), presented));
    }
}
