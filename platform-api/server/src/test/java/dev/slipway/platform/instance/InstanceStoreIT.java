package dev.slipway.platform.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.node.NodeRows;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InstanceStoreIT {
    private final NodeRows rows = new NodeRows();
    private final InstanceStore store = new InstanceStore();

    @Test
    void instancesArePagedNewestFirst() {
        for (int i = 1; i <= 5; i++) {
            rows.instance("i" + i, InstanceState.RUNNING, "one", "c" + i);
        }
        rows.change("UPDATE instances SET created_at = now() WHERE id IN ('i2', 'i3')");
        Page<InstanceAnswer> first = page(null);
        Page<InstanceAnswer> second = page(first.next());
        Page<InstanceAnswer> third = page(second.next());
        assertThat(first.items()).extracting(InstanceAnswer::id).containsExactly("i3", "i2");
        assertThat(second.items()).extracting(InstanceAnswer::id).containsExactly("i5", "i4");
        assertThat(third.items()).extracting(InstanceAnswer::id).containsExactly("i1");
        assertThat(third.next()).isNull();
    }

    @Test
    void aCursorOfOurOwnMakingIsNeeded() {
        assertThatThrownBy(() -> page(Base64.getUrlEncoder().encodeToString("nonsense".getBytes())))
                .isInstanceOf(PlatformException.class);
    }

    @Test
    void anInstanceShowsItsAddress() {
        rows.instance("i1", InstanceState.RUNNING, "one", "c1");
        rows.change("UPDATE instances SET address = '10.208.1.2', port = 8080, ready = true");
        InstanceAnswer instance = rows.database
                .transaction(sql -> store.find(sql, rows.application, "i1"))
                .orElseThrow();
        assertThat(instance.address()).isEqualTo("10.208.1.2:8080");
        assertThat(instance.ready()).isTrue();
        assertThat(instance.release()).isEqualTo(1);
    }

    @Test
    void anotherApplicationsInstancesAreNotFound() {
        rows.instance("i1", InstanceState.RUNNING, "one", "c1");
        rows.database.run(sql -> {
            assertThat(store.find(sql, UUID.randomUUID(), "i1")).isEmpty();
            assertThat(store.source(sql, UUID.randomUUID(), "i1")).isEmpty();
        });
    }

    @Test
    void onlyTheLastFailedLogIsKept() {
        rows.instance("i1", InstanceState.FAILED, "one", "c1");
        rows.instance("i2", InstanceState.FAILED, "one", "c2");
        rows.instance("i3", InstanceState.RUNNING, "one", "c3");
        rows.instance("i4", InstanceState.PENDING, null, null);
        rows.change("UPDATE instances SET finished_at = created_at WHERE state = 'failed'");
        rows.database.run(sql -> {
            assertThat(store.failed(sql, rows.application))
                    .extracting(LogSource::id)
                    .containsExactly("i2");
            assertThat(store.running(sql, rows.application))
                    .extracting(LogSource::id)
                    .containsExactly("i3");
            LogSource running = store.source(sql, rows.application, "i3").orElseThrow();
            assertThat(running.readable()).isTrue();
            assertThat(store.previous(sql, rows.application, running)).get().satisfies(previous -> {
                assertThat(previous.id()).isEqualTo("i2");
                assertThat(previous.readable()).isTrue();
            });
            assertThat(store.source(sql, rows.application, "i1").orElseThrow().readable())
                    .isFalse();
            assertThat(store.source(sql, rows.application, "i4").orElseThrow().readable())
                    .isFalse();
        });
    }

    private Page<InstanceAnswer> page(String cursor) {
        Page.Request request = Page.Request.of("2", cursor);
        return rows.database.transaction(sql ->
                Page.of(store.page(sql, rows.application, request), request, instance -> instance, InstanceStore::key));
    }
}
