package dev.slipway.platform.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "users")
class UserRow extends PanacheEntityBase {
    @Id
    UUID id = UUID.randomUUID();

    String name;
    String passwordHash;
    boolean admin;
    int projectLimit = 20;
    long version = 1;
    Instant createdAt = Instant.now();
    Instant deletedAt;

    static UserRow named(String name) {
        return find("name = ?1 and deletedAt is null", name).firstResult();
    }
}
