package planted.console;

import planted.model.Plain;

record ShortCut(Plain model) {}
