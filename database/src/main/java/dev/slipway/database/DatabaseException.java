package dev.slipway.database;

import java.sql.SQLException;

/// A statement failed. The SQL state says how (PostgreSQL manual, appendix A).
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String UNIQUE_VIOLATION = "23505";

    private final SQLException cause;

    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.cause = cause;
    }

    /// A unique constraint or index refused the row.
    public boolean isDuplicate() {
        return UNIQUE_VIOLATION.equals(cause.getSQLState());
    }
}
