package dev.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "53300", "57014", "57P01", "57P02", "57P03", "99999"})
    void connectionsThatBreakAndServersThatStopAreAnOutage(String state) {
        assertThat(Outage.in(new SQLException("away", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42601", "40001", "22P02", "0A000", "57P05"})
    void aWrongStatementIsNone(String state) {
        assertThat(Outage.in(new DatabaseException(new SQLException("wrong", state))))
                .isFalse();
    }

    @Test
    void itIsFoundBelowWhatWrapsIt() {
        Throwable below = new IllegalStateException(new DatabaseException(new SQLException("away", "08006")));
        Throwable atTheEnd = new IllegalStateException("not committed");
        atTheEnd.addSuppressed(new SQLException("away", "57P01"));

        assertThat(Outage.in(below)).isTrue();
        assertThat(Outage.in(atTheEnd)).isTrue();
    }

    @Test
    void aPoolThatHasNothingToGiveIsOne() {
        assertThat(Outage.in(new DatabaseException(new SQLException("acquisition timeout"))))
                .isTrue();
    }

    @Test
    void otherFailuresAreNone() {
        assertThat(Outage.in(new IllegalStateException(new IOException("disk"))))
                .isFalse();
    }
}
