package planted.platform.release;

import io.smallrye.mutiny.Uni;

record MutinyNews(Uni<String> news) {}
