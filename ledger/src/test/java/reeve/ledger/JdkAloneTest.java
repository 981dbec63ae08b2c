package reeve.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An auditor runs the jar with nothing beside it. */
class JdkAloneTest {
  @Test
  void nothingButTheJdkIsUsed() throws IOException, URISyntaxException {
    Path classes =
        Path.of(LedgerException.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var others = new TreeSet<String>();
    int seen = 0;
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        seen++;
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
          if (entry instanceof ClassEntry named
              && !named
                  .asInternalName()
                  .matches("(\\[+L)?(java|reeve/ledger|com/sun/net/httpserver)/.*")
              && !named.asInternalName().matches("\\[+[BCDFIJSZ]")) {
            others.add(named.asInternalName() + " in " + classes.relativize(file));
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(50);
    assertThat(others).isEmpty();
  }
}
