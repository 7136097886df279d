package dev.slipway.platform.source;

import dev.slipway.model.build.FailureReason;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.hc.client5.http.DnsResolver;

/// Looks a host's name up once and hands over only the addresses that may be reached, so that what was checked is
/// what is connected to: no second look-up could answer otherwise.
final class CheckedNames implements DnsResolver {
    private static final int PATIENCE_SECONDS = 10;

    private final PublicAddresses addresses;
    private final Consumer<SourceFault> told;

    /// told hears why a host is refused; the library in between forgets it.
    CheckedNames(PublicAddresses addresses, Consumer<SourceFault> told) {
        this.addresses = addresses;
        this.told = told;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] allowed = Arrays.stream(lookUp(host))
                .filter(address -> addresses.allows(address, own(address)))
                .toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw refused(
                    FailureReason.SourceAddressRefused,
                    host + " leads to no address that builds may read from; only public ones are allowed here.");
        }
        return allowed;
    }

    /// The machine's own look-up knows no time limit and cannot be interrupted.
    private InetAddress[] lookUp(String host) throws UnknownHostException {
        FutureTask<InetAddress[]> look = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.ofVirtual().name("look-up").start(look);
        try {
            return look.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException _) {
            throw refused(FailureReason.SourceHostUnknown, "The host " + host + " is not known to the name service.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    private UnknownHostException refused(FailureReason reason, String message) {
        told.accept(new SourceFault(reason, message));
        return new UnknownHostException(message);
    }

    private static boolean own(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            return true;
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
