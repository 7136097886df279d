package dev.slipway.console.http;

/// What a page says about the step before it.
public enum Notice {
    PROJECT_CREATED("The project is there. Put an application into it."),
    PROJECT_DELETED("The project is in the trash. It can be restored for 72 hours."),
    PROJECT_RESTORED("The project is back."),
    PROJECT_PURGED("The project is being removed for good."),
    APPLICATION_CREATED("The application is there."),
    APPLICATION_DELETED("The application is in the trash. It can be restored for 72 hours."),
    APPLICATION_RESTORED("The application is back."),
    APPLICATION_PURGED("The application is being removed for good."),
    BUILD_QUEUED("The build is in the queue."),
    BUILD_CANCELLED("The build is being cancelled."),
    DEPLOYING("The release is being rolled out."),
    DEPLOYMENT_CANCELLED("The deployment is being stopped; the release before comes back."),
    SCALED("The number of instances is changing."),
    RESTARTED("The instances are being replaced one after another."),
    VARIABLE_SET("The variable is set."),
    VARIABLE_REMOVED("The variable is removed."),
    TOKEN_REVOKED("The token is revoked."),
    SESSION_ENDED("The session is ended."),
    SIGNED_OUT("You are signed out."),
    PASSWORD_CHANGED("The password is changed, and every session is ended. Sign in with the new one.");

    private final String text;

    Notice(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /// Null for anything that is no notice.
    static Notice named(String name) {
        for (Notice notice : values()) {
            if (notice.name().equals(name)) {
                return notice;
            }
        }
        return null;
    }
}
