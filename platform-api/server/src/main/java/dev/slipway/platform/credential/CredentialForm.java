package dev.slipway.platform.credential;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.UrlPrefix;
import dev.slipway.platform.credential.Credential.Type;
import dev.slipway.platform.source.Certificates;
import dev.slipway.platform.ssh.KnownHosts;
import dev.slipway.platform.ssh.SshKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Checks what a client says about a credential. Pure; no message repeats a secret.
final class CredentialForm {
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,28}[a-z0-9])");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final int LONGEST_USERNAME = 255;
    private static final int LONGEST_SECRET = 8192;
    private static final int LONGEST_CA = 64 << 10;
    private static final int MOST_CERTIFICATES = 20;

    private CredentialForm() {}

    /// secret is null where the client gave none; the others are null where there is none. publicKey is that of the
    /// secret.
    record Wanted(
            Type type,
            UrlPrefix below,
            String username,
            String secret,
            String ca,
            String publicKey,
            String knownHosts) {
        @Override
        public String toString() {
            return "a credential for " + below;
        }
    }

    /// Throws NAME_INVALID.
    static String name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw PlatformException.field(
                    ErrorCode.NAME_INVALID,
                    "name",
                    "must have 2 to 30 lower-case letters, digits and hyphens, start with a letter and not end with a"
                            + " hyphen",
                    "Choose another name, for example \"github\".");
        }
        return name;
    }

    /// Throws FIELD_INVALID.
    static Wanted checked(CredentialResource.Request request) {
        Type type = type(request.type());
        refuse(type != Type.BASIC, "password", request.password(), type);
        refuse(type != Type.TOKEN, "token", request.token(), type);
        refuse(type == Type.CA || type == Type.SSH, "username", request.username(), type);
        refuse(type == Type.SSH, "ca", request.ca(), type);
        refuse(type != Type.SSH, "privateKey", request.privateKey(), type);
        refuse(type != Type.SSH, "generate", request.generate(), type);
        refuse(type != Type.SSH, "knownHosts", request.knownHosts(), type);
        UrlPrefix below = below(type, request.url());
        if (type == Type.SSH) {
            return ssh(below, request);
        }
        return new Wanted(
                type,
                below,
                username(type, below, request.username()),
                type == Type.BASIC ? password(request.password()) : token(request.token()),
                ca(type, below, request.ca()),
                null,
                null);
    }

    private static Wanted ssh(UrlPrefix below, CredentialResource.Request request) {
        SshKey key = key(request);
        return new Wanted(
                Type.SSH,
                below,
                null,
                key == null ? null : key.privateText(),
                null,
                key == null ? null : key.publicText(),
                knownHosts(below, request.knownHosts()));
    }

    private static SshKey key(CredentialResource.Request request) {
        if (Boolean.TRUE.equals(request.generate())) {
            if (request.privateKey() != null) {
                throw PlatformException.invalid("generate", "does not go with privateKey: one of them is the key");
            }
            return SshKey.generate();
        }
        try {
            return request.privateKey() == null ? null : SshKey.parse(request.privateKey());
        } catch (IllegalArgumentException e) {
            throw PlatformException.invalid("privateKey", e.getMessage());
        }
    }

    private static String knownHosts(UrlPrefix below, String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            KnownHosts.parse(text, below.host(), below.port());
            return text;
        } catch (IllegalArgumentException e) {
            throw PlatformException.invalid("knownHosts", e.getMessage());
        }
    }

    private static Type type(String text) {
        String types = Arrays.stream(Type.values()).map(CredentialForm::word).collect(Collectors.joining("\", \""));
        return Arrays.stream(Type.values())
                .filter(type -> word(type).equals(text))
                .findFirst()
                .orElseThrow(() -> PlatformException.invalid("type", "must be one of \"" + types + "\""));
    }

    static String word(Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static void refuse(boolean out, String field, Object value, Type type) {
        if (out && value != null) {
            throw PlatformException.invalid(field, "does not go with the type \"" + word(type) + "\"");
        }
    }

    private static UrlPrefix below(Type type, String url) {
        String usual = type == Type.SSH ? "ssh://git.example.org" : "https://git.example.org/team";
        if (url == null) {
            throw PlatformException.invalid("url", "is required: the host, such as " + usual);
        }
        try {
            UrlPrefix below = UrlPrefix.parse(url);
            if (below.scheme().equals("ssh") != (type == Type.SSH)) {
                throw PlatformException.invalid(
                        "url", "does not go with the type \"" + word(type) + "\": it must be such as " + usual);
            }
            return below;
        } catch (IllegalArgumentException e) {
            throw PlatformException.invalid("url", e.getMessage());
        }
    }

    /// Most Git servers look at the token alone; Bitbucket Cloud wants its own word.
    private static String username(Type type, UrlPrefix below, String said) {
        if (said == null || said.isEmpty()) {
            return switch (type) {
                case BASIC -> throw PlatformException.invalid("username", "is required");
                case TOKEN -> below.host().equals("bitbucket.org") ? "x-token-auth" : "x-access-token";
                case CA, SSH -> null;
            };
        }
        if (said.length() > LONGEST_USERNAME
                || said.indexOf(':') >= 0
                || said.chars().anyMatch(Character::isISOControl)) {
            throw PlatformException.invalid(
                    "username", "must have at most " + LONGEST_USERNAME + " characters on one line, without \":\"");
        }
        return said;
    }

    private static String password(String said) {
        if (said == null) {
            return null;
        }
        if (said.isEmpty() || said.length() > LONGEST_SECRET || said.chars().anyMatch(Character::isISOControl)) {
            throw PlatformException.invalid(
                    "password", "must have 1 to " + LONGEST_SECRET + " characters without a line end");
        }
        return said;
    }

    /// What is read from a file ends with a line end, which no token has.
    private static String token(String said) {
        if (said == null) {
            return null;
        }
        String token = said.strip();
        if (token.length() > LONGEST_SECRET || !TOKEN.matcher(token).matches()) {
            throw PlatformException.invalid(
                    "token", "must have 1 to " + LONGEST_SECRET + " characters of ASCII without spaces");
        }
        return token;
    }

    private static String ca(Type type, UrlPrefix below, String pem) {
        if (pem == null || pem.isEmpty()) {
            if (type == Type.CA) {
                throw PlatformException.invalid("ca", "is required: certificates in PEM");
            }
            return null;
        }
        if (!below.scheme().equals("https")) {
            throw PlatformException.invalid("ca", "goes with https:// only");
        }
        checkPem(pem);
        return pem;
    }

    private static void checkPem(String pem) {
        if (pem.length() > LONGEST_CA || pem.contains("PRIVATE KEY")) {
            throw PlatformException.invalid(
                    "ca",
                    "must be certificates alone, without a private key, of at most " + LONGEST_CA + " characters");
        }
        int found;
        try {
            found = Certificates.parse(pem).size();
        } catch (IllegalArgumentException e) {
            throw PlatformException.invalid("ca", e.getMessage());
        }
        if (found == 0 || found > MOST_CERTIFICATES || found != pem.split("-----BEGIN ", -1).length - 1) {
            throw PlatformException.invalid(
                    "ca",
                    "must be 1 to " + MOST_CERTIFICATES
                            + " certificates in PEM: -----BEGIN CERTIFICATE----- … -----END CERTIFICATE-----");
        }
    }
}
