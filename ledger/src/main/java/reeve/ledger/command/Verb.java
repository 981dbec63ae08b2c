package reeve.ledger.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be asked for: operands, options with a value, flags; words with spaces between. */
enum Verb {
  VERIFY(
      "DIR|URL",
      "--key --policy --seen --keep --most",
      "",
      "checks every byte that a log publishes"),
  PROVE("DIR|URL", "--key --policy --index", "", "prints an entry with a proof that stands alone"),
  CHECK("FILE", "--key --policy --entry", "", "checks such a proof, without the log"),
  FIND("DIR|URL", "--key --policy --opening", "", "finds and proves what a letter opens"),
  FSCK("DIR", "--key", "--mend", "holds a ledger's store against what it published"),
  BEGIN("DIR", "--key --after --policy", "", "begins a new log that follows an older one"),
  KEY("NAME FILE", "", "--witness", "makes a key and prints its public half"),
  WITNESS("", "--key --log --state --listen", "", "runs a witness, which cosigns checkpoints");

  private final String operands;
  private final String options;
  private final String flags;
  private final String about;

  Verb(String operands, String options, String flags, String about) {
    this.operands = operands;
    this.options = options;
    this.flags = flags;
    this.about = about;
  }

  static Optional<Verb> of(String word) {
    return Arrays.stream(values()).filter(verb -> verb.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  int operands() {
    return words(operands).size();
  }

  boolean hasOption(String name) {
    return words(options).contains(name);
  }

  boolean hasFlag(String name) {
    return words(flags).contains(name);
  }

  String about() {
    return about;
  }

  String usage() {
    var line = new StringBuilder(word());
    words(operands).forEach(operand -> line.append(' ').append(operand));
    words(options).forEach(option -> line.append(" [").append(option).append(" X]"));
    words(flags).forEach(flag -> line.append(" [").append(flag).append(']'));
    return line.toString();
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
