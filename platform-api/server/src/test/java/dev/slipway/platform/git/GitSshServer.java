package dev.slipway.platform.git;

import dev.slipway.platform.ssh.SshKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;

/// Somebody else's Git server by ssh: Apache's server with git's own upload-pack, on a loopback address, for the
/// repositories below one directory and for one key.
public final class GitSshServer implements AutoCloseable {
    final SshKey host = SshKey.generate();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> users = new CopyOnWriteArrayList<>();
    private final SshServer server = SshServer.setUpDefaultServer();
    private volatile String allowed = "";

    public GitSshServer(Path root) {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(host.pair()));
        server.setPublickeyAuthenticator((user, key, _) -> {
            users.add(user);
            return PublicKeyEntry.toString(key).equals(allowed);
        });
        server.setCommandFactory((channel, command) -> {
            commands.add(command);
            String local = command.replace(" '", " '" + root + "/");
            return new ProcessShellFactory(local, "/bin/sh", "-c", local).createShell(channel);
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// publicText is the line of the key that is taken from now on.
    public void only(String publicText) {
        allowed = publicText;
    }

    int port() {
        return server.getPort();
    }

    /// path is below the root.
    public String url(String path) {
        return "ssh://git@127.0.0.1:" + port() + "/" + path;
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
