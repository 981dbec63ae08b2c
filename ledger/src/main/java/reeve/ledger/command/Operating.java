package reeve.ledger.command;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.FileShelf;
import reeve.ledger.log.FileStore;
import reeve.ledger.log.Fsck;
import reeve.ledger.log.Link;
import reeve.ledger.log.Log;
import reeve.ledger.log.Publication;
import reeve.ledger.note.KeyKind;
import reeve.ledger.note.SigningKey;
import reeve.ledger.note.VerifierKey;
import reeve.ledger.witness.Witness;
import reeve.ledger.witness.WitnessServer;
import reeve.ledger.witness.Witnesses;

/** What an operator does. */
final class Operating {
  private static final Pattern ADDRESS = Pattern.compile("(.+):([0-9]{1,5})");

  private Operating() {}

  static int fsck(Words words, PrintStream out) {
    Path folder = Path.of(words.operands().getFirst());
    VerifierKey key = Given.key(words.needed("--key"));
    if (!Files.isDirectory(folder.resolve("store"))) {
      throw new LedgerException(LedgerProblem.NONE, "There is no ledger in " + folder + ".");
    }
    var shelf = new FileShelf(folder.resolve("public"));
    try (var store = FileStore.open(folder.resolve("store"))) {
      if (words.flags().contains("--mend")) {
        Fsck.mend(key, store, shelf);
      }
      return Auditing.tell(
          Fsck.check(key, store, shelf, Runtime.getRuntime().availableProcessors()),
          out,
          "The store and what is published agree: " + store.head().size() + " entries.");
    }
  }

  static int begin(Words words, PrintStream out) {
    Path folder = Path.of(words.operands().getFirst());
    SigningKey key = SigningKey.read(Path.of(words.needed("--key")));
    Cosigners cosigners =
        words
            .option("--policy")
            .<Cosigners>map(file -> new Witnesses(Given.policyFile(file)))
            .orElse(Cosigners.NONE);
    var shelf = new FileShelf(folder.resolve("public"));
    try (var store = FileStore.open(folder.resolve("store"))) {
      if (store.head().size() > 0) {
        throw new LedgerException(LedgerProblem.EXISTS, "A ledger stands in " + folder + ".");
      }
      Link.begin(key, shelf, Given.file(words.needed("--after")));
      Log log = Log.open(key, store, shelf, cosigners);
      return switch (log.publish()) {
        case Publication.Published _ -> {
          out.println(key.name() + " follows, and its first checkpoint is published.");
          yield 0;
        }
        case Publication.Withheld withheld -> {
          out.println(
              key.name()
                  + " follows; its first checkpoint is not published, since its witnesses did not"
                  + " sign yet: "
                  + withheld.refusals());
          yield 1;
        }
        case Publication.Nothing _ -> throw new IllegalStateException("a link is an entry");
      };
    }
  }

  static int key(Words words, PrintStream out) {
    String name = words.operands().getFirst();
    boolean witness = words.flags().contains("--witness");
    if (!witness && !Log.isOrigin(name)) {
      throw new LedgerException(
          LedgerProblem.MALFORMED,
          "A log's name is a bare host in lower case, such as ledger.example.org.");
    }
    SigningKey key = SigningKey.generate(name, witness ? KeyKind.COSIGNATURE : KeyKind.NOTE);
    key.write(Path.of(words.operands().get(1)));
    out.println(key.verifier());
    return 0;
  }

  /** Runs until the process is told to end. */
  static int witness(Words words, PrintStream out) {
    SigningKey key = SigningKey.read(Path.of(words.needed("--key")));
    var logs = words.options().getOrDefault("--log", List.of());
    if (logs.isEmpty()) {
      throw new Words.Misspelt("--log is needed: the public key of each log.");
    }
    Matcher at = ADDRESS.matcher(words.option("--listen").orElse("127.0.0.1:8090"));
    if (!at.matches() || Integer.parseInt(at.group(2)) > 0xffff) {
      throw new Words.Misspelt("--listen is HOST:PORT.");
    }
    var witness =
        new Witness(
            key,
            logs.stream().map(Given::key).toList(),
            Path.of(words.needed("--state")),
            Clock.systemUTC());
    // What the JDK's server bounds only if it is told to: seconds, and connections.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("jdk.httpserver.maxConnections", "200");
    var ended = new CountDownLatch(1);
    try (witness;
        var server =
            WitnessServer.start(
                witness, new InetSocketAddress(at.group(1), Integer.parseInt(at.group(2))))) {
      Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown));
      out.println("The witness " + key.verifier());
      out.println(
          "listens on " + at.group(1) + ":" + server.port() + "; logs: " + logs.size() + ".");
      out.flush();
      ended.await();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
