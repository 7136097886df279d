package dev.slipway.platform.identity;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Page;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.hibernate.exception.ConstraintViolationException;

/// The people of this installation. Administrators make them; nobody signs up.
@Singleton
public class Users {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-._a-z0-9]{0,38}[a-z0-9])?");
    private static final int SHORTEST_PASSWORD = 15;
    private static final int LONGEST_PASSWORD = 200;

    private final Passwords passwords;
    private final SignInDelay delay;

    Users(Passwords passwords, SignInDelay delay) {
        this.passwords = passwords;
        this.delay = delay;
    }

    /// A user without what only sign-in may see.
    public record User(
            UUID id, String name, boolean admin, int projectLimit, long version, Instant createdAt, Instant deletedAt) {
        static User of(UserRow row) {
            return new User(row.id, row.name, row.admin, row.projectLimit, row.version, row.createdAt, row.deletedAt);
        }
    }

    static boolean canBeName(String text) {
        return NAME.matcher(text).matches();
    }

    /// What shall change; null for what stays.
    public record Change(String password, Boolean admin, Integer projectLimit, boolean endTokens) {}

    @Transactional
    public boolean none() {
        return UserRow.count() == 0;
    }

    /// Throws NAME_INVALID, NAME_TAKEN, or FIELD_INVALID for a password that is too short.
    @Transactional
    public User create(String name, String password, boolean admin, int projectLimit) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw PlatformException.field(
                    ErrorCode.NAME_INVALID,
                    "name",
                    "must be 1 to 40 of a-z, 0-9, \"-\", \".\", \"_\" and begin and end with a letter or digit",
                    "Choose another name.");
        }
        if (UserRow.count("name", name) > 0) {
            throw taken(name);
        }
        UserRow row = new UserRow();
        row.name = name;
        row.passwordHash = password == null ? null : passwords.hash(checked(password));
        row.admin = admin;
        row.projectLimit = projectLimit;
        try {
            row.persistAndFlush();
        } catch (ConstraintViolationException _) {
            throw taken(name);
        }
        return User.of(row);
    }

    private static PlatformException taken(String name) {
        return PlatformException.field(
                ErrorCode.NAME_TAKEN, "name", "\"" + name + "\" is taken", "Choose another name.");
    }

    private static String checked(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw PlatformException.invalid(
                    "password", "must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
        }
        return password;
    }

    /// The principal behind a name and password. Throws RATE_LIMITED after too many failures.
    public Optional<Principal> signIn(String name, String password) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        delay.begin(name);
        UserRow row = byName(name);
        boolean good = passwords.matches(password, row == null ? null : row.passwordHash);
        if (!good) {
            return Optional.empty();
        }
        delay.succeeded(name);
        return Optional.of(new Principal(row.id, row.name, row.admin, Scope.ADMIN, null, null, null, null));
    }

    @Transactional
    UserRow byName(String name) {
        return UserRow.named(name);
    }

    @Transactional
    public Optional<User> find(String name) {
        return Optional.ofNullable(UserRow.named(name)).map(User::of);
    }

    /// By name, one more than the page holds.
    @Transactional
    public List<User> page(Page.Request page) {
        return UserRow.<UserRow>find("deletedAt is null and name > ?1 order by name", page.afterName())
                .page(0, page.limit() + 1)
                .list()
                .stream()
                .map(User::of)
                .toList();
    }

    /// Changes what is not null; allowed decides about the version that is there. Another password or role ends the
    /// user's sessions; with endTokens every token of the user is revoked. Throws NOT_FOUND, FIELD_INVALID, or
    /// CONFLICT for the last administrator.
    @Transactional
    public User change(String name, Change change, LongConsumer allowed) {
        UserRow row = existing(name);
        allowed.accept(row.version);
        if (Boolean.FALSE.equals(change.admin())) {
            keepOneAdministrator(row);
        }
        row.passwordHash = change.password() == null ? row.passwordHash : passwords.hash(checked(change.password()));
        if (change.password() != null || change.admin() != null && change.admin() != row.admin) {
            TokenRow.deleteSessions(row.id);
        }
        row.admin = change.admin() == null ? row.admin : change.admin();
        row.projectLimit = change.projectLimit() == null ? row.projectLimit : change.projectLimit();
        row.version++;
        if (change.endTokens()) {
            TokenRow.delete("userId", row.id);
        }
        return User.of(row);
    }

    /// The user can no longer sign in; what it made stays, and its name is not given again. Throws NOT_FOUND, or
    /// CONFLICT for the last administrator.
    @Transactional
    public User delete(String name, LongConsumer allowed) {
        UserRow row = existing(name);
        allowed.accept(row.version);
        keepOneAdministrator(row);
        TokenRow.delete("userId", row.id);
        row.deletedAt = Instant.now();
        row.passwordHash = null;
        return User.of(row);
    }

    /// The row stays locked until the transaction ends.
    private static UserRow existing(String name) {
        UserRow row = UserRow.<UserRow>find("name = ?1 and deletedAt is null", name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
        if (row == null) {
            throw PlatformException.notFound("User \"" + name + "\"");
        }
        return row;
    }

    /// Two administrators must not demote each other at once, so one looks after the other.
    private static void keepOneAdministrator(UserRow row) {
        if (!row.admin) {
            return;
        }
        UserRow.getEntityManager()
                .createNativeQuery("SELECT pg_advisory_xact_lock(hashtextextended('administrators', 0))", String.class)
                .getSingleResult();
        if (UserRow.count("admin = true and deletedAt is null") == 1) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT, row.name + " is the last administrator.", "Make another administrator first.");
        }
    }
}
