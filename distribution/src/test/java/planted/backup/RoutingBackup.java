package planted.backup;

import planted.node.router.proxy.Backend;

record RoutingBackup(Backend backend) {}
