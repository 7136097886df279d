package dev.slipway.platform.git;

import dev.slipway.platform.source.SourceFault;
import java.util.Optional;
import org.eclipse.jgit.transport.Transport;

/// How one conversation reaches a remote.
interface Way extends AutoCloseable {

    /// Before the transport connects.
    void takenBy(Transport transport);

    /// The list of refs has come.
    void advertised();

    /// Bytes of all answers until now.
    long received();

    /// Why the conversation failed, where this side knows more than the exception says.
    Optional<SourceFault> fault(Exception failure);

    /// Ends the conversation, whoever waits in it.
    @Override
    void close();
}
