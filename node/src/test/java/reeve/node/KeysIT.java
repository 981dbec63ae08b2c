package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import reeve.node.Keys.Name;
import reeve.node.backup.Migrations;
import reeve.postgres.Database;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.server.staff.Authenticators;

class KeysIT {
  private final Database database = ScratchDatabase.fresh().database();

  @TempDir Path dir;

  @Test
  void rotatingSealsTheAuthenticatorsAnewAlsoAfterACut() throws Exception {
    var keys = new Keys(dir);
    // Before the first start there is nothing to seal.
    KeysCommand.rotateStaff(database, keys);
    new Migrations(database).latest(Schema.SERVER);
    String first = keys.secret(Name.STAFF);
    try (var connection = database.connect(Schema.SERVER)) {
      var jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      jdbc.sql(
              """
              INSERT INTO staff_member (id, name, role, totp_secret, created_at)
              VALUES (gen_random_uuid(), 'ann', 'REVIEWER', 'GEZDGNBVGY3TQOJQ', now())
              """)
          .update();
      assertThat(new Authenticators(jdbc, List.of(first)).sealAnew())
          .isEqualTo(new Authenticators.Sealed(1, 0));

      KeysCommand.rotateStaff(database, keys);
      assertThat(keys.secrets(Name.STAFF)).hasSize(1).doesNotContain(first);
      assertThat(new Authenticators(jdbc, keys.secrets(Name.STAFF)).sealAnew())
          .isEqualTo(new Authenticators.Sealed(0, 0));
      assertThat(new Authenticators(jdbc, List.of(first)).sealAnew().locked()).isEqualTo(1);

      // As a rotation leaves it that was cut after its first step: the next start reads both.
      String second = keys.secret(Name.STAFF);
      keys.replace(Name.STAFF, Keys.fresh(), second);
      KeysCommand.rotateStaff(database, keys);
      assertThat(keys.secrets(Name.STAFF)).hasSize(1).doesNotContain(second);
      assertThat(new Authenticators(jdbc, keys.secrets(Name.STAFF)).sealAnew())
          .isEqualTo(new Authenticators.Sealed(0, 0));
    }
  }

  @Test
  void theKeyOfStaffTravelsWithABackupAndIsReadableByItsOwnerAlone() throws Exception {
    var keys = new Keys(dir);
    keys.secret(Name.STAFF);
    assertThat(keys.file(Name.STAFF)).hasParent(keys.portable());
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                java.nio.file.Files.getPosixFilePermissions(keys.file(Name.STAFF))))
        .isEqualTo("rw-------");
  }
}
