package planted.scheduler;

import planted.database.Table;
import planted.engine.Port;

public record EngineStarter(Port engine, Table table) {}
