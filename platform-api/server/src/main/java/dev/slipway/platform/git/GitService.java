package dev.slipway.platform.git;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/// Git over HTTP (the "smart" protocol, versions 0 to 2): the two services and their advertisement, for whatever
/// speaks HTTP around it.
public final class GitService {
    private static final int LONGEST_FETCH_REQUEST = 32 << 20;
    /// What is read of a push that is too large, so that its client reads why instead of a broken connection.
    private static final long LONGEST_PUSH_REQUEST = 4L << 30;

    private static final int WRITE_SECONDS = 120;

    private final GitConfig config;
    private final Repositories repositories;
    private final Mirrors mirrors;
    private final PushAccess access;
    private final ReceivePush pushes;
    private final Slots slots;

    public GitService(
            GitConfig config, Repositories repositories, Mirrors mirrors, PushAccess access, PushedBuilds builds) {
        this.config = config;
        this.repositories = repositories;
        this.mirrors = mirrors;
        this.access = access;
        this.pushes = new ReceivePush(config, repositories, builds);
        this.slots = new Slots(config.operations(), config.patience());
    }

    /// GET info/refs; service is the query parameter, null where the client sent none.
    public GitAnswer advertise(GitRequest request, String service) {
        try {
            Service wanted = service(service);
            PushTarget target = open(request, wanted);
            try (Slots.Slot _ = slots.take()) {
                byte[] refs = advertisement(target, wanted, request.gitProtocol());
                return GitAnswer.of(type(wanted, "advertisement"), out -> out.write(refs), () -> {});
            }
        } catch (PlatformException e) {
            return GitAnswer.refusal(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Service service(String name) {
        for (Service service : Service.values()) {
            if (service.command().equals(name)) {
                return service;
            }
        }
        throw PlatformException.of(
                ErrorCode.FORBIDDEN, "Only Git's smart HTTP protocol is spoken here.", "Use git 1.6.6 or newer.");
    }

    private PushTarget open(GitRequest request, Service service) {
        PushTarget target = access.open(request.authorization(), request.project(), request.application(), service);
        boolean pushed = target.deployBranch() != null;
        if (service == Service.PUSH && !pushed) {
            throw PlatformException.of(
                    ErrorCode.FORBIDDEN,
                    "This application is built from its Git URL; nobody pushes here.",
                    "Push to that repository, or give the application a push source.");
        }
        if (pushed && !repositories.exists(target.applicationId())) {
            repositories.create(target.applicationId(), target.deployBranch());
        }
        return target;
    }

    private byte[] advertisement(PushTarget target, Service service, String protocol) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PacketLineOut lines = new PacketLineOut(bytes);
        PacketLineOutRefAdvertiser refs = new PacketLineOutRefAdvertiser(lines);
        try (Repository repository = repository(target)) {
            switch (service) {
                case FETCH -> {
                    try (UploadPack pack = fetching(repository, protocol)) {
                        pack.sendAdvertisedRefs(refs, service.command());
                    }
                }
                case PUSH -> {
                    lines.writeString("# service=" + service.command() + "\n");
                    lines.end();
                    pushes.within(new ReceivePack(repository)).sendAdvertisedRefs(refs);
                }
            }
        }
        return bytes.toByteArray();
    }

    /// POST git-upload-pack and git-receive-pack.
    public GitAnswer serve(GitRequest request, Service service) {
        try {
            PushTarget target = open(request, service);
            if (!type(service, "request").equals(request.contentType())) {
                throw PlatformException.of(
                        ErrorCode.UNSUPPORTED_TYPE,
                        "This is for git clients.",
                        "Send " + type(service, "request") + ".");
            }
            RequestBody body = body(request, service);
            return answer(target, service, request.gitProtocol(), body, slots.take());
        } catch (PlatformException e) {
            return GitAnswer.refusal(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RequestBody body(GitRequest request, Service service) throws IOException {
        long longest = service == Service.FETCH ? LONGEST_FETCH_REQUEST : LONGEST_PUSH_REQUEST;
        return RequestBody.of(request.body(), request.contentEncoding(), longest, config.deadline());
    }

    private GitAnswer answer(PushTarget target, Service service, String protocol, RequestBody body, Slots.Slot slot) {
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();
        return GitAnswer.of(
                type(service, "result"),
                out -> {
                    begun.set(true);
                    try (slot) {
                        AnswerStream stream = new AnswerStream(out, over::get);
                        switch (service) {
                            case FETCH -> fetch(target, protocol, body, stream);
                            case PUSH -> pushes.receive(target, body, stream, slot);
                        }
                    }
                },
                () -> {
                    over.set(true);
                    if (!begun.get()) {
                        slot.close();
                    }
                });
    }

    private void fetch(PushTarget target, String protocol, RequestBody body, OutputStream out) throws IOException {
        try (Repository repository = repository(target);
                UploadPack pack = fetching(repository, protocol)) {
            pack.upload(body, out, null);
        }
    }

    private Repository repository(PushTarget target) throws IOException {
        if (target.deployBranch() != null) {
            return repositories.open(target.applicationId());
        }
        if (!mirrors.exists(target.applicationId())) {
            throw PlatformException.of(
                    ErrorCode.NOT_FOUND,
                    "The mirror of this application's Git URL is not there yet.",
                    "It comes with the first build; try again when that has fetched it.");
        }
        return mirrors.open(target.applicationId());
    }

    private static UploadPack fetching(Repository repository, String protocol) {
        UploadPack pack = new UploadPack(repository);
        pack.setBiDirectionalPipe(false);
        pack.setRefFilter(StoredRefs::visible);
        pack.setPackConfig(new PackConfig(repository));
        pack.setTimeout(WRITE_SECONDS);
        if (protocol != null) {
            pack.setExtraParameters(List.of(protocol.split(":")));
        }
        return pack;
    }

    private static String type(Service service, String kind) {
        return "application/x-" + service.command() + "-" + kind;
    }
}
