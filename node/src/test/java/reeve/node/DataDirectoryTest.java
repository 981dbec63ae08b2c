package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path parent;

  @Test
  void oneProcessAtATimeHoldsIt() {
    Path dir = parent.resolve("data");
    try (var first = DataDirectory.open(dir)) {
      assertThat(DataDirectory.tryOpen(first.path())).isEmpty();
    }
    try (var again = DataDirectory.open(dir)) {
      assertThat(again.isFresh()).isTrue();
    }
  }

  @Test
  void aNewerOrForeignOneIsRefusedWithTheCommandToRun() throws Exception {
    Path dir = Files.createDirectory(parent.resolve("data"));
    Files.writeString(dir.resolve("FORMAT"), "product=reeve\nschema=99\npostgresql=18\n");
    assertThatThrownBy(() -> DataDirectory.open(dir))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("newer Reeve")
        .hasMessageContaining("./reeve restore");
    Files.writeString(dir.resolve("FORMAT"), "product=reeve\nschema=1\npostgresql=12\n");
    assertThatThrownBy(() -> DataDirectory.open(dir))
        .hasMessageContaining("PostgreSQL 12")
        .hasMessageContaining("./reeve backup");
    Files.writeString(dir.resolve("FORMAT"), "product=other\n");
    assertThatThrownBy(() -> DataDirectory.open(dir)).hasMessageContaining("another program");
  }

  @Test
  void aDirectoryWithSomebodysFilesIsLeftAlone() throws Exception {
    Path dir = Files.createDirectory(parent.resolve("home"));
    Files.writeString(dir.resolve("letter.txt"), "dear");
    assertThatThrownBy(() -> DataDirectory.open(dir)).hasMessageContaining("letter.txt");
    assertThat(dir).isDirectoryContaining(file -> file.endsWith("letter.txt"));
  }

  @Test
  void keysAreReadableByTheirOwnerAlone() throws Exception {
    try (var data = DataDirectory.open(parent.resolve("data"))) {
      String secret = data.keys().secret(Keys.Name.DATABASE_OWNER);
      assertThat(data.keys().secret(Keys.Name.DATABASE_OWNER)).isEqualTo(secret).hasSize(64);
      assertThat(permissions(data.keys().file(Keys.Name.DATABASE_OWNER))).isEqualTo("rw-------");
      assertThat(permissions(data.path().resolve("keys"))).isEqualTo("rwx------");
    }
  }

  private static String permissions(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
