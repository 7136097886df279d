package dev.slipway.database;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Whether a failure means that PostgreSQL is away or does not answer in time, and not that a statement is wrong.
/// Whoever is told so may ask again; whether what was being done took effect is not known.
public final class Outage {
    /// Classes of SQL states: connection exceptions, insufficient resources (PostgreSQL manual, appendix A).
    private static final Set<String> CLASSES = Set.of("08", "53");

    /// query_canceled (the statement's time is over), admin_shutdown, crash_shutdown, cannot_connect_now,
    /// lock_not_available, deadlock_detected, read_only_sql_transaction, system_error; and the driver's own for a
    /// connection attempt that is given up.
    private static final Set<String> STATES =
            Set.of("57014", "57P01", "57P02", "57P03", "55P03", "40P01", "25006", "58000", "99999");

    private static final int DEEPEST = 20;

    private Outage() {}

    /// Looks at the failure, what caused it, and what a transaction's end added to it.
    public static boolean in(Throwable failure) {
        return in(failure, 0);
    }

    /// What there is, and nothing while the database is away: for those who look again.
    public static <T> Optional<T> orEmpty(Supplier<Optional<T>> look) {
        try {
            return look.get();
        } catch (RuntimeException e) {
            if (in(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean in(Throwable failure, int depth) {
        if (failure == null || depth > DEEPEST) {
            return false;
        }
        if (failure instanceof SQLException sql && tells(sql.getSQLState())) {
            return true;
        }
        for (Throwable further : failure.getSuppressed()) {
            if (in(further, depth + 1)) {
                return true;
            }
        }
        return in(failure.getCause(), depth + 1);
    }

    /// A pool that has no connection to give knows no state.
    private static boolean tells(String state) {
        return state == null
                || STATES.contains(state)
                || state.length() == 5 && CLASSES.contains(state.substring(0, 2));
    }
}
