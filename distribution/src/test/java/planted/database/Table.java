package planted.database;

public record Table(String name) {}
