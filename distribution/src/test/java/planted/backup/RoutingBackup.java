package planted.backup;

import planted.router.proxy.Backend;

record RoutingBackup(Backend backend) {}
