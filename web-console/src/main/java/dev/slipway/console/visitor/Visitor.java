package dev.slipway.console.visitor;

import dev.slipway.console.client.Address;
import dev.slipway.console.client.Call;
import dev.slipway.console.client.Platform;
import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.client.Problem;
import jakarta.enterprise.context.RequestScoped;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Who looks at a page, and their way to the platform. Changes go through only after {@link #form} has seen that the
/// form at hand was shown by this console to this visitor.
@RequestScoped
public class Visitor {
    public static final String FORM_TOKEN = "form-token";
    private static final int GUEST_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Platform platform;
    private Cookies cookies = new Cookies(false);
    private String session;
    private String guest;
    private Errand errand = Errand.NONE;
    private boolean formSeen;

    Visitor(Platform platform) {
        this.platform = platform;
    }

    void arrives(Cookies theirs, Map<String, String> values, Errand theirErrand) {
        cookies = theirs;
        session = values.get(theirs.session());
        guest = values.get(theirs.guest());
        errand = theirErrand;
    }

    public Cookies cookies() {
        return cookies;
    }

    public Errand errand() {
        return errand;
    }

    public boolean signedIn() {
        return session != null;
    }

    /// The secret of a visitor who has not signed in, made up where there is none yet.
    public String guest() {
        if (guest == null) {
            byte[] bytes = new byte[GUEST_BYTES];
            RANDOM.nextBytes(bytes);
            guest = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
        return guest;
    }

    /// What every form that is shown carries.
    public String formToken() {
        return FormToken.of(session == null ? guest() : session).value();
    }

    /// What the form of the sign-in carries, also where somebody is signed in already.
    public String guestFormToken() {
        return FormToken.of(guest()).value();
    }

    /// Throws a 403 where the form was not shown to this visitor.
    public Form form(Map<String, List<String>> fields) {
        return form(fields, session);
    }

    /// As {@link #form}, for the sign-in.
    public Form guestForm(Map<String, List<String>> fields) {
        return form(fields, guest);
    }

    private Form form(Map<String, List<String>> fields, String secret) {
        Form form = new Form(fields);
        if (secret == null || !FormToken.of(secret).matches(form.raw(FORM_TOKEN))) {
            throw new PlatformRefusal(new Problem(
                    403,
                    "FORBIDDEN",
                    "This form is not yours",
                    "The form was shown in another session, or by another site. Nothing was changed.",
                    List.of(),
                    "Open the page again and repeat what you did.",
                    null));
        }
        formSeen = true;
        return form;
    }

    public <T> T get(Address address, Class<T> type) {
        return call(Call.get(bearer(), address), type);
    }

    public <T> T get(Address address, String parameter, Object value, Class<T> type) {
        return call(Call.get(bearer(), address).with(parameter, value), type);
    }

    public void post(Address address, Object body) {
        post(address, body, Object.class);
    }

    public <T> T post(Address address, Object body, Class<T> type) {
        return change(Call.of("POST", bearer(), address, body), type);
    }

    public void put(Address address, Object body) {
        change(Call.of("PUT", bearer(), address, body), Object.class);
    }

    /// Only where the thing still has the version.
    public void put(Address address, long version, Object body) {
        change(Call.of("PUT", bearer(), address, body).version(version), Object.class);
    }

    public void patch(Address address, Object body) {
        change(Call.of("PATCH", bearer(), address, body), Object.class);
    }

    public void delete(Address address) {
        change(Call.of("DELETE", bearer(), address, null), Object.class);
    }

    public void purge(Address address) {
        change(Call.of("DELETE", bearer(), address, null).with("purge", true), Object.class);
    }

    /// A change that asks for the password again, or begins with it.
    public <T> T postWithPassword(String name, String password, Address address, Object body, Class<T> type) {
        String basic = Base64.getEncoder()
                .encodeToString((name + ":" + password).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return change(Call.of("POST", "Basic " + basic, address, body), type);
    }

    private <T> T change(Call call, Class<T> type) {
        if (!formSeen) {
            throw new IllegalStateException("no form was checked");
        }
        return call(call, type);
    }

    private <T> T call(Call call, Class<T> type) {
        return platform.call(call.attended(errand.attended()), type);
    }

    /// A document of text. Whoever asked closes it.
    public InputStream text(Address address, Map<String, ?> parameters) {
        return platform.text(reading(address, parameters));
    }

    /// Server-sent events after the one with that id, or all where it is null. Whoever asked closes it.
    public InputStream events(Address address, Map<String, ?> parameters, String lastEventId) {
        return platform.events(reading(address, parameters), lastEventId);
    }

    private Call reading(Address address, Map<String, ?> parameters) {
        Call call = Call.get(bearer(), address);
        for (Map.Entry<String, ?> parameter : parameters.entrySet()) {
            call = call.with(parameter.getKey(), parameter.getValue());
        }
        return call.attended(errand.attended());
    }

    private String bearer() {
        if (session == null) {
            throw new PlatformRefusal(new Problem(
                    401, "UNAUTHENTICATED", "Sign in first", "This needs a sign-in.", List.of(), "Sign in.", null));
        }
        return "Bearer " + session;
    }
}
