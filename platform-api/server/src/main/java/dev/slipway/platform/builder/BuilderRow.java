package dev.slipway.platform.builder;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "builders")
class BuilderRow extends PanacheEntityBase {
    @Id
    UUID id;

    String name;
    String version;
    String image;
    String description;
    String[] tags;
    String[] detects;
    boolean made;
}
