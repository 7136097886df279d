package dev.slipway.console.http;

import dev.slipway.console.client.Address;
import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.visitor.Visitor;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Makes the frame of the page at hand.
@Singleton
public class Frames {
    private static final Address ME = Address.of("me");

    private final Visitor visitor;
    private final Assets assets;
    private final Clock clock = Clock.systemUTC();

    Frames(Visitor visitor, Assets assets) {
        this.visitor = visitor;
        this.assets = assets;
    }

    private record Me(String name) {}

    /// Throws the platform's 401 where nobody is signed in.
    public Frame still() {
        return frame(visitor.get(ME, Me.class).name());
    }

    /// As {@link #still}, for a page that refreshes itself.
    public Frame watching(Object content, boolean busy) {
        return still().watching(content, busy);
    }

    /// For who is not signed in, or signs in again.
    public Frame forSignIn() {
        return frame(null, visitor.guestFormToken());
    }

    /// For whoever it is, also where the platform does not say.
    Frame forAnybody() {
        try {
            return visitor.signedIn() ? still() : frame(null);
        } catch (PlatformRefusal _) {
            return frame(null);
        }
    }

    private Frame frame(String user) {
        return frame(user, visitor.formToken());
    }

    private Frame frame(String user, String formToken) {
        return new Frame(
                user,
                visitor.cookies().secure(),
                formToken,
                Notice.named(visitor.errand().said()),
                visitor.errand(),
                assets,
                clock.instant(),
                "",
                0);
    }
}
