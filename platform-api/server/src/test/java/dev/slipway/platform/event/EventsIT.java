package dev.slipway.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.database.TestDatabase;
import dev.slipway.platform.event.Events.Event;
import dev.slipway.platform.http.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsIT {
    private static final int WRITERS = 12;
    private static final int EVENTS_OF_EACH = 25;

    private final Database database = Database.of(TestDatabase.migrated());
    private final Events events = new Events();
    private final UUID project = UUID.randomUUID();

    @BeforeEach
    void aProject() {
        database.run(sql -> sql.update(
                "INSERT INTO projects (id, name, uid, subnet) VALUES (?, 'team', 1000010000, '10.208.1.0/24')",
                project));
    }

    @Test
    void whatCommitsLateIsReadLateAndNotMissed() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        Thread late = Thread.ofVirtual()
                .start(() -> database.run(sql -> {
                    write(sql, "late");
                    written.countDown();
                    hold(others);
                }));
        written.await();
        database.run(sql -> write(sql, "early"));
        List<Event> before = after(0);
        others.countDown();
        late.join();

        assertThat(before).extracting(Event::message).containsExactly("early");
        assertThat(after(before.getLast().id())).extracting(Event::message).containsExactly("late");
        assertThat(after(0)).extracting(Event::message).containsExactly("early", "late");
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readersAmongManyWritersReadEveryEventOnceAndInOneOrder() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = IntStream.range(0, WRITERS)
                    .<Future<?>>mapToObj(writer -> threads.submit(() -> writeMany(writer)))
                    .toList();
            List<Future<List<Long>>> readers = IntStream.range(0, 3)
                    .mapToObj(_ -> threads.submit(() -> readUntilDone(writers)))
                    .toList();
            List<Long> read = readers.getFirst().get();

            assertThat(read).hasSize(WRITERS * EVENTS_OF_EACH).isSorted().doesNotHaveDuplicates();
            assertThat(readers.get(1).get()).isEqualTo(read);
            assertThat(readers.get(2).get()).isEqualTo(read);
        }
    }

    /// Transactions of different lengths, so that they end in another order than they wrote.
    private void writeMany(int writer) {
        Random random = new Random(writer);
        for (int i = 0; i < EVENTS_OF_EACH; i++) {
            String message = writer + "." + i;
            double seconds = random.nextInt(20) / 1000.0;
            database.run(sql -> {
                write(sql, message);
                sql.first("SELECT pg_sleep(?)", _ -> true, seconds);
            });
        }
    }

    private List<Long> readUntilDone(List<Future<?>> writers) {
        List<Long> read = new ArrayList<>();
        boolean done;
        do {
            done = writers.stream().allMatch(Future::isDone);
            List<Event> page;
            do {
                page = after(read.isEmpty() ? 0 : read.getLast());
                page.forEach(event -> read.add(event.id()));
            } while (!page.isEmpty());
        } while (!done);
        return read;
    }

    @Test
    void aListAndAStreamNameAnEventAlike() {
        database.run(sql -> IntStream.range(0, 5).forEach(i -> write(sql, "event " + i)));

        Page.Request two = Page.Request.of("2", null);
        List<Event> newest = database.transaction(sql -> events.page(sql, project, null, two));

        assertThat(newest).extracting(Event::message).startsWith("event 4", "event 3");
        assertThat(after(newest.get(1).id())).containsExactly(newest.getFirst());
        assertThat(database.<Long>transaction(sql -> events.newest(sql, project)))
                .isEqualTo(newest.getFirst().id());
    }

    private List<Event> after(long id) {
        return database.transaction(sql -> events.after(sql, project, null, id, 7));
    }

    private void write(Sql sql, String message) {
        sql.update(
                "INSERT INTO events (project_id, kind, subject, message, by) VALUES (?, 'Test', 'test', ?, 'test')",
                project,
                message);
    }
}
