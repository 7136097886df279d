package dev.slipway.engine;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// What flows in and out of containers.
public interface Streams {

    /// Attaches, starts the container unless it runs already and waits for input, feeds input to its
    /// standard input and closes it, hands every chunk of output to the sink as it comes, what it said
    /// before first, and waits. Returns the exit code. input null means none. Interruption ends the wait
    /// with an EngineException of kind INTERRUPTED (the container keeps running), the time limit with one
    /// of kind TIMEOUT. One that runs but takes no input ends it at once with kind UNREACHABLE.
    int run(String container, InputStream input, Sink sink, Duration limit);

    /// Whether the container runs and can be fed. It cannot when the engine has died since it was started, or when
    /// another process than this one started it.
    boolean takesInput(String container);

    /// Hands a started container's whole output to the sink, from its beginning as far as the engine keeps it, and
    /// waits for its end as {@link #run} does. It may have ended before. A last line without its end may get one.
    int follow(String container, Sink sink, Duration limit);

    /// The container's log from the query's start; with follow until it ends or the handle is closed.
    Following logs(String container, LogQuery query, Sink sink);

    /// Calls back with the id of every container of this installation that ends, from now on until closed.
    /// Lost events are possible (the engine restarts): listing is the truth.
    Following ends(Consumer<String> container);

    /// tail below 0 means all; since null means from the beginning, else with what was written at that moment.
    /// stamped puts before each line, and each further 16 KiB of a longer one, when it was written (RFC 3339,
    /// nine decimals, UTC) and a space.
    record LogQuery(boolean follow, int tail, Instant since, boolean stamped) {
        public LogQuery(boolean follow, int tail, Instant since) {
            this(follow, tail, since, false);
        }
    }

    /// Takes output in the order it comes. Called from one thread at a time.
    @FunctionalInterface
    interface Sink {
        void accept(boolean error, byte[] bytes, int offset, int length);
    }

    /// Something under way; join waits for its end, close ends it. Both may be called more than once.
    interface Following extends AutoCloseable {
        void join() throws InterruptedException;

        @Override
        void close();
    }
}
