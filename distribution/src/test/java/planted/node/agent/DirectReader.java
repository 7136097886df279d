package planted.node.agent;

import planted.database.Table;

record DirectReader(Table table) {}
