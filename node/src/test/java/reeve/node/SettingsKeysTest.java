package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The shipped {@code reeve.yaml} against the records that read it, both ways. */
class SettingsKeysTest {
  /** What the command line or the data directory says, and no file. */
  private static final Set<String> OF_THE_NODE =
      Set.of(
          "server.bundle.dir",
          "server.bundle.key",
          "server.bundle.public-dir",
          "server.keys.files",
          "server.keys.staff",
          "server.ledger.dir",
          "server.ledger.keys",
          "server.likeness.dir",
          "server.sample",
          "server.square-url",
          "server.transparency.dir",
          "server.trusted-proxy",
          "server.watch.counters",
          "server.watch.dir",
          "square.desk-url",
          "square.public-dir",
          "square.sample",
          "square.secret");

  @Test
  void theShippedFileNamesEverySettingAndNothingElse() throws Exception {
    var read = new TreeSet<String>();
    var maps = new TreeSet<String>();
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    for (var found : scanner.findCandidateComponents("reeve")) {
      Class<?> type = Class.forName(found.getBeanClassName());
      var annotation =
          AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class);
      keys(annotation.prefix(), type, read, maps);
    }
    assertThat(read).hasSizeGreaterThan(30).containsAll(OF_THE_NODE);
    read.removeAll(OF_THE_NODE);

    var shipped = new TreeSet<String>();
    for (String key : Settings.shipped().keySet()) {
      shipped.add(maps.stream().filter(map -> key.startsWith(map + ".")).findFirst().orElse(key));
    }
    assertThat(shipped).isEqualTo(read);
  }

  private static void keys(String prefix, Class<?> type, Set<String> read, Set<String> maps) {
    assertThat(type.isRecord()).as(type + " is an immutable record").isTrue();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + "." + kebab(component.getName());
      if (component.getType().isRecord()) {
        keys(key, component.getType(), read, maps);
      } else {
        read.add(key);
      }
      if (Map.class.isAssignableFrom(component.getType())) {
        maps.add(key);
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
  }
}
