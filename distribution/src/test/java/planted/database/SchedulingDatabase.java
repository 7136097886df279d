package planted.database;

import planted.scheduler.EngineStarter;

record SchedulingDatabase(EngineStarter starter) {}
