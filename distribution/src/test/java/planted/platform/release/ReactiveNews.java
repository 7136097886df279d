package planted.platform.release;

import java.util.concurrent.Flow;

record ReactiveNews(Flow.Publisher<String> news) {}
