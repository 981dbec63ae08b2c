package reeve.ledger.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command as it was typed.
 *
 * @param operands what stands without a name
 * @param options values by name; some may stand more than once
 */
record Words(List<String> operands, Map<String, List<String>> options, Set<String> flags) {
  Words {
    operands = List.copyOf(operands);
    options = Map.copyOf(options);
    flags = Set.copyOf(flags);
  }

  /** A command that is misspelt, with a sentence. */
  static final class Misspelt extends RuntimeException {
    private static final long serialVersionUID = 1;

    Misspelt(String message) {
      super(message);
    }
  }

  static Words of(Verb verb, List<String> typed) {
    List<String> operands = new ArrayList<>();
    Map<String, List<String>> options = new HashMap<>();
    Set<String> flags = new HashSet<>();
    for (int i = 0; i < typed.size(); i++) {
      String word = typed.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!word.startsWith("--")) {
        operands.add(word);
      } else if (verb.hasFlag(word)) {
        flags.add(word);
      } else if (!verb.hasOption(name)) {
        throw new Misspelt("'" + verb.word() + "' has no option " + name + ".");
      } else if (equals < 0 && i + 1 == typed.size()) {
        throw new Misspelt(name + " needs a value.");
      } else {
        String value = equals < 0 ? typed.get(++i) : word.substring(equals + 1);
        options.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      }
    }
    if (operands.size() != verb.operands()) {
      throw new Misspelt("The form is: " + verb.usage());
    }
    return new Words(operands, options, flags);
  }

  Optional<String> option(String name) {
    List<String> values = options.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new Misspelt(name + " is said twice.");
    }
    return values.stream().findFirst();
  }

  String needed(String name) {
    return option(name).orElseThrow(() -> new Misspelt(name + " is needed."));
  }
}
