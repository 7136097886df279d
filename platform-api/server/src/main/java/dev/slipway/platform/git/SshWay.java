package dev.slipway.platform.git;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.log.PlainText;
import dev.slipway.model.source.GitUrl;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceConfig;
import dev.slipway.platform.source.SourceFault;
import dev.slipway.platform.source.SshConversation;
import java.util.Optional;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;

/// By ssh, with a key.
final class SshWay implements Way {
    private static final int SILENCE_SECONDS = 60;

    private final GitUrl url;
    private final SshConversation ssh;

    private SshWay(GitUrl url, SshConversation ssh) {
        this.url = url;
        this.ssh = ssh;
    }

    /// Throws FailedBuild where the project has no key for the URL.
    static SshWay open(SourceConfig config, SourceAccess access, GitUrl url) {
        try {
            return new SshWay(url, SshConversation.open(config, access, url));
        } catch (SourceFault e) {
            throw new FailedBuild(e.reason(), e.getMessage());
        }
    }

    @Override
    public void takenBy(Transport transport) {
        ((SshTransport) transport).setSshSessionFactory(ssh);
        transport.setTimeout(SILENCE_SECONDS);
    }

    @Override
    public void advertised() {
        ssh.advertised();
    }

    @Override
    public long received() {
        return ssh.received();
    }

    /// A server that ends the conversation before it says anything has no such repository, or shows it
    /// to another key.
    @Override
    public Optional<SourceFault> fault(Exception failure) {
        return ssh.fault()
                .or(() -> failure instanceof NoRemoteRepositoryException || ssh.received() == 0
                        ? Optional.of(new SourceFault(FailureReason.SourceRepositoryNotFound, notFound()))
                        : Optional.empty());
    }

    private String notFound() {
        String said = PlainText.of(ssh.said().strip().replaceAll("\\s+", " "), 200);
        return url.host() + " gives no repository for " + url + ", or the key may not read it"
                + (said.isEmpty() ? "." : ": " + said);
    }

    @Override
    public void close() {
        ssh.close();
    }
}
