package dev.slipway.platform.git;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.log.PlainText;
import dev.slipway.model.source.GitUrl;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceConfig;
import dev.slipway.platform.source.SourceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/// One conversation with the repository behind a URL: what it has, and what of that is wanted. Whatever goes wrong
/// comes out as a FailedBuild with its reason.
final class Remote {
    private static final int REDIRECTS = 3;
    private static final List<RefSpec> MIRRORED =
            List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));

    private final SourceConfig config;
    private final int mostRefs;
    private final GitUrl url;
    private final SourceAccess access;

    Remote(SourceConfig config, int mostRefs, GitUrl url, SourceAccess access) {
        this.config = config;
        this.mostRefs = mostRefs;
        this.url = url;
        this.access = access;
    }

    /// What a remote says it has. refs are its branches and tags; head is where its HEAD is, defaultBranch the full
    /// name of the branch that HEAD names; both null where it says nothing.
    record Advertised(List<Ref> refs, ObjectId head, String defaultBranch) {}

    /// bytes came over the wire.
    record Visit(Advertised advertised, long bytes) {}

    /// Chooses, of what is advertised, whose objects are fetched.
    interface Choice {
        List<Ref> of(Advertised advertised) throws IOException;
    }

    /// Fetches into the repository, which is nobody else's yet. depth 0 is the whole history. An interrupt ends it.
    Visit visit(Repository into, Set<ObjectId> have, int depth, Duration limit, Choice choice)
            throws InterruptedException {
        try (Way way = url.isSsh() ? SshWay.open(config, access, url) : new WebWay(config, access);
                Deadline deadline = new Deadline(limit, way::close)) {
            try {
                return talk(way, into, have, depth, choice);
            } catch (IOException | RuntimeException e) {
                boolean interrupted = Thread.interrupted();
                if (deadline.passed()) {
                    throw new FailedBuild(
                            FailureReason.SourceTimeout, "The fetch took longer than " + limit.toSeconds() + " s.");
                }
                if (interrupted) {
                    throw new InterruptedException();
                }
                throw explained(way, e);
            }
        }
    }

    private Visit talk(Way way, Repository into, Set<ObjectId> have, int depth, Choice choice) throws IOException {
        try (Transport transport = open(into, way)) {
            if (depth > 0) {
                transport.setDepth(depth);
            }
            try (FetchConnection connection = transport.openFetch(MIRRORED, Constants.HEAD)) {
                way.advertised();
                Advertised advertised = advertised(connection);
                List<Ref> wanted = choice.of(advertised);
                if (!wanted.isEmpty()) {
                    connection.fetch(new Interruptible(), wanted, have);
                }
                return new Visit(advertised, way.received());
            }
        }
    }

    private Transport open(Repository into, Way way) throws IOException {
        StoredConfig settings = into.getConfig();
        settings.setInt("http", null, "maxRedirects", REDIRECTS);
        try {
            Transport transport = Transport.open(into, new URIish(url.isFile() ? directory() : url.toString()));
            way.takenBy(transport);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setFetchThin(true);
            transport.setCheckFetchedObjects(true);
            return transport;
        } catch (java.net.URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /// The directory itself, after all links, must be where the administrator lets users read.
    private String directory() throws IOException {
        Optional<Path> allowed = config.files();
        Path directory = Path.of(url.path());
        if (allowed.isEmpty() || !directory.startsWith(allowed.get())) {
            throw new SourceFault(
                    FailureReason.SourceAddressRefused,
                    "file:// leads to nothing that builds may read" + (allowed.isEmpty() ? "." : " from there."));
        }
        if (!Files.isDirectory(directory)
                || !directory.toRealPath().startsWith(allowed.get().toRealPath())) {
            throw new SourceFault(
                    FailureReason.SourceRepositoryNotFound, "There is no repository at " + directory + ".");
        }
        return directory.toRealPath().toUri().toString();
    }

    private Advertised advertised(FetchConnection connection) throws SourceFault {
        List<Ref> refs = new ArrayList<>();
        for (Ref ref : connection.getRefs()) {
            if ((ref.getName().startsWith(Constants.R_HEADS) || ref.getName().startsWith(Constants.R_TAGS))
                    && ref.getObjectId() != null
                    && RefRules.isStorable(ref.getName())) {
                refs.add(ref);
            }
        }
        if (refs.size() > mostRefs) {
            throw new SourceFault(
                    FailureReason.SourceTooLarge,
                    "The repository has " + refs.size() + " branches and tags; at most " + mostRefs + " are taken.");
        }
        Ref head = connection.getRef(Constants.HEAD);
        return head == null
                ? new Advertised(refs, null, null)
                : new Advertised(refs, head.getObjectId(), branch(refs, head));
    }

    /// What HEAD names; an old server says only at which commit it is.
    private static String branch(List<Ref> refs, Ref head) {
        if (head.isSymbolic()) {
            return head.getTarget().getName();
        }
        List<String> same = refs.stream()
                .filter(ref -> ref.getName().startsWith(Constants.R_HEADS))
                .filter(ref -> ref.getObjectId().equals(head.getObjectId()))
                .map(Ref::getName)
                .toList();
        return List.of(Constants.R_HEADS + "main", Constants.R_HEADS + "master").stream()
                .filter(same::contains)
                .findFirst()
                .or(() -> same.stream().findFirst())
                .orElse(null);
    }

    private FailedBuild explained(Way way, Exception failure) {
        Optional<SourceFault> known = way.fault(failure).or(() -> fault(failure));
        if (known.isPresent()) {
            return new FailedBuild(known.get().reason(), known.get().getMessage());
        }
        String message = PlainText.of(String.valueOf(failure.getMessage()), 300);
        return switch (failure) {
            case FailedBuild itself -> itself;
            case TooLargeObjectInPackException _ ->
                new FailedBuild(FailureReason.SourceTooLarge, "A file of the repository is too large: " + message);
            default ->
                new FailedBuild(
                        FailureReason.FetchSourceFailed, "The repository could not be fetched.", List.of(message));
        };
    }

    private static Optional<SourceFault> fault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SourceFault known) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    private static final class Interruptible extends EmptyProgressMonitor {
        @Override
        public boolean isCancelled() {
            return Thread.currentThread().isInterrupted();
        }
    }
}
