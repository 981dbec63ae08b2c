package reeve.ledger.note;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;

/** Reads a policy's lines, which name only what stands above them. For one policy. */
final class PolicyReader {
  private static final String NONE = "none";

  private final List<Policy.Log> logs = new ArrayList<>();
  private final List<Policy.Witness> witnesses = new ArrayList<>();
  private final Map<String, Policy.Quorum> named = new HashMap<>();
  private final Set<String> members = new HashSet<>();
  private final Set<String> keys = new HashSet<>();
  private Policy.@Nullable Quorum quorum;

  Policy read(String text) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String[] words = line.strip().split("[ \t]+");
      if (!line.isBlank() && !words[0].startsWith("#")) {
        try {
          line(words);
        } catch (LedgerException e) {
          throw new LedgerException(
              LedgerProblem.MALFORMED, "Line " + number + " of the policy: " + e.getMessage(), e);
        }
      }
    }
    Policy.Quorum asked = quorum;
    if (asked == null) {
      throw malformed("A policy has a line 'quorum NAME' or 'quorum none'.");
    }
    return new Policy(logs, witnesses, asked);
  }

  private void line(String[] words) {
    switch (words[0]) {
      case "log" -> {
        lengths(words, 2, 3, "log VKEY [URL]");
        logs.add(new Policy.Log(key(words[1], KeyKind.NOTE), words.length > 2 ? words[2] : ""));
      }
      case "witness" -> {
        lengths(words, 3, 4, "witness NAME VKEY [URL]");
        VerifierKey key = key(words[2], KeyKind.COSIGNATURE);
        witnesses.add(new Policy.Witness(words[1], key, words.length > 3 ? words[3] : ""));
        name(words[1], new Policy.Quorum.One(words[1]));
      }
      case "group" -> {
        lengths(words, 4, Integer.MAX_VALUE, "group NAME all|any|K NAME...");
        name(words[1], group(words));
      }
      case "quorum" -> {
        lengths(words, 2, 2, "quorum NAME");
        if (quorum != null) {
          throw malformed("there is one quorum.");
        }
        quorum = words[1].equals(NONE) ? new Policy.Quorum.None() : known(words[1]);
      }
      default -> throw malformed("there is no '" + words[0] + "'.");
    }
  }

  private Policy.Quorum.Group group(String[] words) {
    List<Policy.Quorum> of = new ArrayList<>();
    for (int i = 3; i < words.length; i++) {
      of.add(known(words[i]));
      if (!members.add(words[i])) {
        throw malformed(words[i] + " is in a group already.");
      }
    }
    int least =
        switch (words[2]) {
          case "all" -> of.size();
          case "any" -> 1;
          default -> words[2].matches("[1-9][0-9]{0,3}") ? Integer.parseInt(words[2]) : 0;
        };
    if (least < 1 || least > of.size()) {
      throw malformed("a group asks for all, any or a number up to that of its members.");
    }
    return new Policy.Quorum.Group(least, of);
  }

  private Policy.Quorum known(String name) {
    Policy.Quorum found = named.get(name);
    if (found == null) {
      throw malformed("no line above names " + name + ".");
    }
    return found;
  }

  private void name(String name, Policy.Quorum quorum) {
    if (name.equals(NONE) || named.putIfAbsent(name, quorum) != null) {
      throw malformed("the name " + name + " is taken.");
    }
  }

  private VerifierKey key(String text, KeyKind kind) {
    VerifierKey key = VerifierKey.of(text);
    if (key.kind() != kind) {
      throw malformed("the key is of another type than this line asks for.");
    }
    if (!keys.add(key.key())) {
      throw malformed("the key stands here already.");
    }
    return key;
  }

  private static void lengths(String[] words, int least, int most, String form) {
    if (words.length < least || words.length > most) {
      throw malformed("the form is '" + form + "'.");
    }
  }

  private static LedgerException malformed(String message) {
    return new LedgerException(LedgerProblem.MALFORMED, message);
  }
}
