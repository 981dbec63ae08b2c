package reeve.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The shape of the server, as docs/loop.md tells it. */
final class ModularityTest {
  /** What every slice but transparency may use, lowest first. */
  private static final List<String> BOTTOM =
      List.of("job", "platform", "record", "staff", "console", "delivery");

  /** Each slice and what it names; it may also use whatever lies below these. */
  private static final Map<String, Set<String>> SLICES =
      Map.ofEntries(
          Map.entry("job", Set.of()),
          Map.entry("platform", Set.of()),
          Map.entry("record", Set.of("platform")),
          Map.entry("staff", Set.of("record")),
          Map.entry("console", Set.of("staff")),
          Map.entry("delivery", Set.of("console")),
          Map.entry("policy", Set.of("record")),
          Map.entry("cases", Set.of("policy")),
          Map.entry("enforcement", Set.of("platform", "record")),
          Map.entry("decisions", Set.of("cases", "enforcement")),
          Map.entry("intake", Set.of("cases")),
          Map.entry("watch", Set.of("intake")),
          Map.entry("banks", Set.of("intake")),
          Map.entry("likeness", Set.of("watch")),
          Map.entry("admission", Set.of("intake", "enforcement")),
          Map.entry("appeals", Set.of("decisions", "intake")),
          Map.entry("legal", Set.of("decisions", "intake")),
          Map.entry("bundle", Set.of("decisions")),
          Map.entry("transparency", Set.of("record", "job")));

  private static final Path MIGRATIONS = Path.of("src/main/resources/server/db");

  /** {@code V41__cases_queue.sql} belongs to cases. */
  private static final Pattern MIGRATION = Pattern.compile("V\\d+__([a-z]+)_?.*\\.sql");

  private static final Pattern TABLE =
      Pattern.compile(
          "CREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?([a-z_]+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern USE =
      Pattern.compile(
          "\\b(?:FROM|JOIN|INTO|UPDATE|ONLY|TABLE|USING)\\s+([a-z_]+)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TEXT =
      Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

  private static final int LONGEST_FILE = 700;
  private static final int LONGEST_TEST = 1_000;

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("reeve.server");

  @Test
  void everySliceIsFoundAndNoneReachesIntoAnother() {
    ApplicationModules modules = ApplicationModules.of(ServerApplication.class);
    Set<String> found =
        modules.stream()
            .map(ApplicationModule::getBasePackage)
            .map(it -> it.getName().substring("reeve.server.".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).as("a verification without modules proves nothing").isNotEmpty();
    assertThat(SLICES.keySet()).as("a new slice gets its line here").containsAll(found);
    modules.verify();
  }

  @Test
  void aSliceUsesOnlyWhatItNamesAndWhatLiesBelow() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String from = slice(type);
      if (from.isEmpty()) {
        continue;
      }
      Set<String> allowed = allowed(from);
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String to = slice(dependency.getTargetClass().getBaseComponentType());
        if (!to.isEmpty() && !to.equals(from) && !allowed.contains(to)) {
          wrong.add(from + " must not use " + to + ": " + dependency.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theServerKnowsNeitherTheSquareNorTheNode() {
    noClasses()
        .that()
        .resideInAPackage("reeve.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("reeve.square..", "reeve.node..", "reeve.simulation..")
        .check(CLASSES);
  }

  @Test
  void aSliceTouchesItsOwnTablesOnly() throws IOException {
    Map<String, String> owners = tables();
    assertThat(owners).containsEntry("record", "record").containsEntry("staff_member", "staff");
    Set<String> wrong = new TreeSet<>();
    for (Path file : javaFiles(Path.of("src/main/java/reeve/server"))) {
      String from = file.getParent().getFileName().toString();
      for (String table : tablesIn(Files.readString(file))) {
        String owner = owners.get(table);
        if (owner != null && !owner.equals(from)) {
          wrong.add(file + " touches " + table + ", which is " + owner + "'s");
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void aThirdOfAllTypesStaysInItsRoom() {
    Map<String, int[]> shares = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      if (!slice(type).isEmpty()
          && type.isTopLevelClass()
          && !type.getSimpleName().equals("package-info")) {
        int[] share = shares.computeIfAbsent(slice(type), key -> new int[2]);
        share[type.getModifiers().contains(JavaModifier.PUBLIC) ? 1 : 0]++;
      }
    }
    int hidden = 0;
    int open = 0;
    for (var share : shares.entrySet()) {
      hidden += share.getValue()[0];
      open += share.getValue()[1];
      System.out.printf(
          "%-14s %3d package-private, %3d public%n",
          share.getKey(), share.getValue()[0], share.getValue()[1]);
    }
    System.out.printf("all slices     %3d package-private, %3d public%n", hidden, open);
    assertThat(hidden * 3).isGreaterThanOrEqualTo(hidden + open);
  }

  @Test
  void noFileIsLongerThanOneReads() throws IOException {
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.filter(it -> Files.exists(it.resolve("pom.xml"))).toList()) {
        for (Path file : javaFiles(module.resolve("src"))) {
          int most = file.toString().contains("/src/test/") ? LONGEST_TEST : LONGEST_FILE;
          int lines = Files.readAllLines(file).size();
          if (lines > most) {
            wrong.add(file + " has " + lines + " lines, more than " + most);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String slice(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith("reeve.server.")) {
      return "";
    }
    String rest = name.substring("reeve.server.".length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static Set<String> allowed(String slice) {
    Set<String> allowed = new HashSet<>();
    collect(SLICES.getOrDefault(slice, Set.of()), allowed);
    if (!BOTTOM.contains(slice) && !slice.equals("transparency")) {
      allowed.addAll(BOTTOM);
    }
    return allowed;
  }

  private static void collect(Set<String> named, Set<String> into) {
    for (String slice : named) {
      if (into.add(slice)) {
        collect(SLICES.getOrDefault(slice, Set.of()), into);
      }
    }
  }

  private static Map<String, String> tables() throws IOException {
    Map<String, String> owners = new HashMap<>();
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.toList()) {
        Matcher name = MIGRATION.matcher(file.getFileName().toString());
        assertThat(name.matches()).as("%s is named after its slice", file).isTrue();
        assertThat(SLICES).containsKey(name.group(1));
        Matcher table = TABLE.matcher(Files.readString(file));
        while (table.find()) {
          owners.put(table.group(1), name.group(1));
        }
      }
    }
    return owners;
  }

  private static Set<String> tablesIn(String java) {
    Set<String> tables = new HashSet<>();
    Matcher text = TEXT.matcher(java);
    while (text.find()) {
      Matcher use = USE.matcher(text.group());
      while (use.find()) {
        tables.add(use.group(1));
      }
    }
    return tables;
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(it -> it.toString().endsWith(".java")).toList();
    }
  }
}
