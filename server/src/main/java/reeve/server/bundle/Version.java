package reeve.server.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which program signs. */
final class Version {
  private static final String BUILT = "/META-INF/maven/reeve/server/pom.properties";

  private Version() {}

  /** As it was built; {@code development} where it was not packaged. */
  static String here() {
    try (InputStream in = Version.class.getResourceAsStream(BUILT)) {
      if (in == null) {
        return "development";
      }
      Properties built = new Properties();
      built.load(in);
      return built.getProperty("version", "development");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
