package reeve.server.transparency;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of one check of the database. It reads the {@link Recomputing.Order} as a line of
 * JSON from standard input and writes a {@link Recomputed} as a line of JSON to standard output. It
 * ends at once where its standard input does: nobody waits for its answer then.
 */
public final class RecomputeMain {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int ABANDONED = 4;

  private RecomputeMain() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    PrintStream out = System.out;
    // What a library prints must not stand in the answer.
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null) {
      System.exit(ABANDONED);
    }
    Thread.ofPlatform().daemon().name("parent").start(() -> watch(in));
    Recomputed found =
        Recomputing.here(
            JSON.readValue(line, Recomputing.Order.class), InstantSource.system().instant());
    out.println(JSON.writeValueAsString(found));
    out.flush();
    System.exit(0);
  }

  private static void watch(Reader in) {
    try {
      in.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The same as its end.
    }
    Runtime.getRuntime().halt(ABANDONED);
  }
}
