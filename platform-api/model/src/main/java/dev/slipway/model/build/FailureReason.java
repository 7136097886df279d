package dev.slipway.model.build;

/// Why a build failed: the closed list. Names follow S2I and OpenShift where they have one.
public enum FailureReason {
    FetchSourceFailed("The source could not be read.", "Push again; if it fails again, tell the administrator."),
    SourceHostUnknown(
            "The host of the Git URL is not known.", "Correct the URL; if it is right, look at the name service."),
    SourceAddressRefused(
            "The Git URL leads to an address that builds may not read from.",
            "Use a public address, or ask the administrator to allow it: slipway.source.allow."),
    SourceUnreachable("The Git server does not answer.", "Look whether it is up, then retry."),
    SourceCertificateRefused(
            "The certificate of the Git server is not trusted.",
            "Correct the server's certificate, or ask the administrator to trust it: slipway.source.ca-bundle."),
    SourceAuthenticationRequired(
            "The Git server wants a sign-in: the repository is private or does not exist.",
            "Correct the URL, or PUT a credential for it: …/projects/{project}/credentials/{name}; or use a push source."),
    SourceCredentialRejected(
            "The Git server does not take the credential.",
            "PUT the credential again, with a secret that is valid and may read the repository."),
    SourceHostKeyRefused(
            "The Git server presents a key that its credential does not know it by.",
            "Compare the fingerprint with the one that the server's owner publishes; where they are the same, PUT the"
                    + " credential with that line in knownHosts."),
    SourceCredentialUnusable(
            "The credential that the source names cannot be used.",
            "PUT the credential, or change source.git.credential of the application."),
    SourceRepositoryNotFound(
            "There is no Git repository at this URL.", "Correct the URL: it is the one that git clone takes."),
    SourceRefNotFound("The repository does not have this branch, tag or commit.", "Correct source.git.ref."),
    SourceSubmoduleUnusable(
            "A submodule of the source cannot be used.",
            "Correct .gitmodules and push that, or set source.git.submodules (source.push.submodules) to false."),
    SourceTooLarge(
            "The repository is larger than may be fetched.",
            "Take what is not source out of it, or ask the administrator to raise slipway.source.max-pack."),
    SourceTimeout(
            "The fetch took longer than it may.",
            "Retry; if it stays so, ask the administrator to raise slipway.source.timeout."),
    InvalidContextDirectory(
            "The context directory does not exist in this commit.", "Correct contextDir of the application's source."),
    NoBuilderDetected(
            "No builder recognises this source.",
            "Add what says how it is written, such as package.json, requirements.txt, pom.xml, go.mod, composer.json, Gemfile,"
                    + " index.html or app.sh; set \"contextDir\" where that lies in a directory, or \"builder\"."),
    BuilderNotFound(
            "The builder image is not known here.",
            "GET /api/v1/builders lists what can be used; set \"builder\" to one."),
    BuilderNotMade(
            "The builder image could not be made.",
            "Read the last lines of the log; the administrator can make it ahead: ./slipway builders make <name>."),
    PullBuilderImageFailed(
            "The builder image could not be pulled from its registry.",
            "Read the message: the administrator corrects the reference (PUT /api/v1/builders), gives what the registry wants"
                    + " to be shown (PUT /api/v1/registries), or sees to the registry or its certificate."),
    UserNotAllowed(
            "The builder or runtime image wants to run as root or as a user with a name.",
            "Give the image a numeric USER other than 0."),
    FetchScriptsFailed(
            "The scripts could not be fetched.",
            "Correct build.scripts of the application, or see to the server that has them, and build again."),
    InstallScriptsFailed(
            "The builder or runtime image has not all of its scripts.",
            "Set its label io.openshift.s2i.scripts-url, or put the scripts into .s2i/bin."),
    InvalidArtifactsMapping(
            "It is not said, or not well, what goes into the runtime image.",
            "Set build.artifacts of the application, such as /opt/app-root/src/dist:., or the runtime image's label"
                    + " io.openshift.s2i.assemble-input-files."),
    AssembleFailed("The assemble script failed.", "Read the last lines of the log, correct the source and push again."),
    FetchRuntimeArtifactsFailed(
            "What goes into the runtime image could not be taken there.",
            "Read the message: correct build.artifacts or what assemble leaves there, and build again."),
    OutOfMemoryKilled(
            "The build needed more memory than it may use.",
            "Raise build.resources.limits.memory of the application and retry."),
    DiskLimitExceeded(
            "The build wrote more than it may.",
            "Write less, or ask the administrator to raise slipway.node.disk and retry."),
    BuildTimeout(
            "The build took longer than its timeout.", "Make it faster or raise build.timeout of the application."),
    ContainerCommitFailed("The image could not be stored.", "Retry; if it fails again, check the node's disk space."),
    PostCommitHookFailed(
            "The check of the new image failed.",
            "Read the last lines of the log, correct the source or build.postCommit, and build again."),
    InvalidImageMetadata(
            "The labels that the build asked for cannot be used.",
            "Correct /tmp/.s2i/image_metadata.json as written by assemble; labels may have 10,240 bytes in all."),
    DockerfileNotAllowed(
            "This project may not build Dockerfiles: their steps run as root.",
            "Ask a platform administrator to allow it: PUT /api/v1/projects/{project}/dockerfile-builds; or set \"strategy\""
                    + " to \"s2i\"."),
    ManageDockerfileFailed(
            "The Dockerfile is not there or cannot be used.",
            "Read the message: correct the Dockerfile, or build.dockerfile of the application."),
    BaseImageNotFound(
            "A base image of the Dockerfile is not here.",
            "Take one that is, the evidence lists builder images; or ask the administrator to load it into the node's"
                    + " engine."),
    DockerBuildFailed(
            "A step of the Dockerfile failed.", "Read the last lines of the log, correct the source and push again."),
    NodeLost("The node that built went away too often.", "Retry when the node is back: GET /api/v1/nodes."),
    GenericBuildFailed("The build could not be carried out.", "Retry; if it fails again, tell the administrator.");

    private final String message;
    private final String next;

    FailureReason(String message, String next) {
        this.message = message;
        this.next = next;
    }

    public String message() {
        return message;
    }

    public String next() {
        return next;
    }
}
