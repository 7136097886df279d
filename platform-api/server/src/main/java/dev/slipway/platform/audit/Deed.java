package dev.slipway.platform.audit;

import dev.slipway.platform.identity.Principal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one request is about to do. Known at first from its address, then from its body; whoever asks is known once
/// signed in.
final class Deed {
    private static final Pattern TOKEN = Pattern.compile("slp_\\S*");
    private static final int LONGEST = 300;

    private final String request;
    private final Place place;
    private final Origin origin;
    private Content content = Content.NONE;
    private boolean written;

    Deed(String request, Place place, Origin origin) {
        this.request = request;
        this.place = place;
        this.origin = origin;
    }

    /// operation is the method and the address's template, kind the template's last fixed part, path the address
    /// itself; project and application are null where the address names none.
    record Place(boolean changing, String operation, String kind, String path, String project, String application) {}

    /// forwarded and agent are what the client says, or null; name is the one it tried to sign in with, or null.
    record Origin(String address, String forwarded, String agent, boolean credentials, String name) {}

    /// The name in the body, or null, and which fields there are. Never values.
    record Content(String name, List<String> fields) {
        static final Content NONE = new Content(null, List.of());
    }

    void says(Content told) {
        content = told;
    }

    boolean changing() {
        return place.changing();
    }

    boolean credentials() {
        return origin.credentials();
    }

    /// Whether its entry has been committed.
    boolean written() {
        return written;
    }

    void written(boolean committed) {
        written = committed;
    }

    AuditEvent event(Optional<Principal> who, Outcome outcome, String code) {
        boolean makesProject = place.operation().equals("POST /api/v1/projects");
        return new AuditEvent(
                0,
                null,
                request,
                who.map(Principal::user).orElse(null),
                who.map(Principal::name).orElse(origin.name()),
                who.map(Deed::method).orElse("none"),
                who.map(Principal::token).orElse(null),
                origin.address(),
                clean(origin.forwarded()),
                clean(origin.agent()),
                place.operation(),
                place.kind(),
                clean(subject()),
                clean(makesProject ? content.name() : place.project()),
                clean(place.application()),
                content.fields(),
                outcome,
                code);
    }

    private String subject() {
        return place.operation().startsWith("POST ") && content.name() != null
                ? place.path() + "/" + content.name()
                : place.path();
    }

    private static String method(Principal who) {
        if (who.token() == null) {
            return "password";
        }
        return who.session() == null ? "token" : "session";
    }

    /// Short, on one line, and without a token that somebody took for a name.
    private static String clean(String text) {
        if (text == null) {
            return null;
        }
        String plain = TOKEN.matcher(text.replaceAll("\\p{Cntrl}", "\uFFFD")).replaceAll("slp_(removed)");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    }
}
