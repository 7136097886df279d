package planted.platform.release;

import java.sql.Connection;

record QueryResource(Connection connection) {}
