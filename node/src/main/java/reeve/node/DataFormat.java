package reeve.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What wrote a data directory; stands in its file {@code FORMAT}.
 *
 * @param product always {@code reeve}
 * @param schema rises when an older Reeve could no longer read the data
 * @param postgresql major version of the embedded cluster; 0 where the user's own is used
 */
record DataFormat(String product, int schema, int postgresql) {
  static final String PRODUCT = "reeve";
  static final int SCHEMA = 1;

  static DataFormat read(Path file) {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      properties.load(in);
      return new DataFormat(
          properties.getProperty("product", ""),
          Integer.parseInt(properties.getProperty("schema", "0")),
          Integer.parseInt(properties.getProperty("postgresql", "0")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new Failure(file + " is not readable: it names product, schema and postgresql.");
    }
  }

  void write(Path file) {
    try {
      Files.writeString(
          file, "product=%s\nschema=%d\npostgresql=%d\n".formatted(product, schema, postgresql));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses a directory that this Reeve must not touch. */
  void requireReadable(Path dir, int ourPostgresql) {
    if (!product.equals(PRODUCT)) {
      throw new Failure(dir + " belongs to another program. Name another directory with --data.");
    }
    if (schema > SCHEMA) {
      throw new Failure(
          "%s was written by a newer Reeve (format %d, this one reads up to %d). Use that one, or here: ./reeve restore FILE --data NEW with a backup of this version."
              .formatted(dir, schema, SCHEMA));
    }
    if (postgresql != 0 && postgresql != ourPostgresql) {
      throw new Failure(
          "%s was written with PostgreSQL %d, this Reeve brings %d. With the Reeve that wrote it: ./reeve backup FILE --data %s; with this one: ./reeve restore FILE --data NEW."
              .formatted(dir, postgresql, ourPostgresql, dir));
    }
  }
}
