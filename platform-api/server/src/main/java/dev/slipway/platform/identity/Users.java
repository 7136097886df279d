package dev.slipway.platform.identity;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
        return Optional.of(new Principal(row.id, row.name, row.admin, Scope.ADMIN, null, null));
    }

    @Transactional
    UserRow byName(String name) {
        return UserRow.named(name);
    }

    @Transactional
    public Optional<User> find(String name) {
        return Optional.ofNullable(UserRow.named(name)).map(User::of);
    }

    @Transactional
    public List<User> list() {
        return UserRow.<UserRow>list("deletedAt is null order by name").stream()
                .map(User::of)
                .toList();
    }

    /// Changes what is not null. Throws NOT_FOUND, FIELD_INVALID, or CONFLICT for the last administrator.
    @Transactional
    public User change(String name, String password, Boolean admin, Integer projectLimit) {
        UserRow row = existing(name);
        if (admin != null && !admin) {
            keepOneAdministrator(row);
        }
        row.passwordHash = password == null ? row.passwordHash : passwords.hash(checked(password));
        row.admin = admin == null ? row.admin : admin;
        row.projectLimit = projectLimit == null ? row.projectLimit : projectLimit;
        row.version++;
        return User.of(row);
    }

    /// The user can no longer sign in; what it made stays. Throws NOT_FOUND, or CONFLICT for the last
    /// administrator.
    @Transactional
    public void delete(String name) {
        UserRow row = existing(name);
        keepOneAdministrator(row);
        TokenRow.delete("userId", row.id);
        row.deletedAt = Instant.now();
        row.passwordHash = null;
    }

    private static UserRow existing(String name) {
        UserRow row = UserRow.named(name);
        if (row == null) {
            throw PlatformException.notFound("User \"" + name + "\"");
        }
        return row;
    }

    private static void keepOneAdministrator(UserRow row) {
        if (row.admin && UserRow.count("admin = true and deletedAt is null") == 1) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT, row.name + " is the last administrator.", "Make another administrator first.");
        }
    }
}
