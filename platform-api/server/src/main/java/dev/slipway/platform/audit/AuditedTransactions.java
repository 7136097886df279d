package dev.slipway.platform.audit;

import dev.slipway.database.DatabaseException;
import dev.slipway.database.Sql;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Principal;
import io.quarkus.arc.Arc;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// Adds the entry of a changing request to the first of its transactions that changes something, just before that
/// commits: both are there afterwards, or neither. Hangs on the transactions themselves, so that no store and no
/// resource can forget it.
@Singleton
class AuditedTransactions {
    private final AuditTrail trail;
    private final Caller caller;
    private final TransactionManager transactions;
    private final DataSource requests;
    private final EntityManager entities;

    AuditedTransactions(
            AuditTrail trail,
            Caller caller,
            TransactionManager transactions,
            DataSource requests,
            EntityManager entities) {
        this.trail = trail;
        this.caller = caller;
        this.transactions = transactions;
        this.requests = requests;
        this.entities = entities;
    }

    void begun(@Observes @Initialized(TransactionScoped.class) Object transaction)
            throws RollbackException, SystemException {
        if (!Arc.container().requestContext().isActive()) {
            return;
        }
        Optional<Principal> who = caller.known();
        Optional<Deed> deed = trail.deed().filter(one -> one.changing() && !one.written());
        if (who.isPresent() && deed.isPresent()) {
            transactions.getTransaction().registerSynchronization(new Entry(deed.get(), who));
        }
    }

    private final class Entry implements Synchronization {
        private final Deed deed;
        private final Optional<Principal> who;
        private boolean added;

        Entry(Deed deed, Optional<Principal> who) {
            this.deed = deed;
            this.who = who;
        }

        @Override
        public void beforeCompletion() {
            entities.flush();
            try (Connection connection = requests.getConnection()) {
                Sql sql = new Sql(connection);
                if (!deed.written() && AuditStore.changes(sql)) {
                    AuditStore.add(sql, deed.event(who, Outcome.DONE, null));
                    added = true;
                }
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
        }

        @Override
        public void afterCompletion(int status) {
            if (added && status == Status.STATUS_COMMITTED) {
                deed.written(true);
            }
        }
    }
}
