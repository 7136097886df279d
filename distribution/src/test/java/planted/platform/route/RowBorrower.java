package planted.platform.route;

import planted.platform.release.OpenRow;

record RowBorrower(OpenRow row) {}
