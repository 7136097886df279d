package planted.build;

import planted.platform.build.DirectPipeline;

record PlatformNews(DirectPipeline news) {}
