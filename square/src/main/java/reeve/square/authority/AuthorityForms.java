package reeve.square.authority;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Origin;
import reeve.square.base.Refusal;
import reeve.square.base.Texts;
import reeve.square.base.Throttle;
import reeve.square.base.Times;
import reeve.square.outbox.Event;
import reeve.square.outbox.Outbox;

/**
 * Takes forms of authorities in. Nothing in one is believed here or sets anything off: it becomes
 * an event, and its reference is all that whoever wrote it gets.
 */
@Component
public final class AuthorityForms {
  /** Forms that one address, and that all together, may send in an hour. */
  static final int PER_ADDRESS = 10;

  static final int IN_ALL = 200;

  /** So many posts one form names at the most. */
  public static final int POSTS = 100;

  /** Without what reads alike: 0 and O, 1, I and L, U and V. */
  private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTWXYZ";

  private static final String REFERENCE = "F-[" + LETTERS + "]{4}-[" + LETTERS + "]{4}";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<String> STATES = Set.of(Locale.getISOCountries());

  private final Clocked db;
  private final TransactionTemplate transaction;
  private final Outbox outbox;
  private final Throttle byAddress;
  private final Throttle all;

  public AuthorityForms(Clocked db, TransactionTemplate transaction, Outbox outbox) {
    this.db = db;
    this.transaction = transaction;
    this.outbox = outbox;
    this.byAddress = new Throttle(db.clock(), Duration.ofHours(1));
    this.all = new Throttle(db.clock(), Duration.ofHours(1));
  }

  /** What is asked for. */
  public enum Wish {
    REMOVE("Remove posts: an order that binds"),
    PRESERVE("Preserve data: an order that binds"),
    DISCLOSE("Disclose data: an order that binds"),
    EMERGENCY("Disclose data in an emergency, without an order: somebody is in danger"),
    REQUEST("Look at something: a request that does not bind");

    private final String words;

    Wish(String words) {
      this.words = words;
    }

    /** For the page. */
    public String words() {
      return words;
    }

    static Wish parse(String word) {
      for (Wish wish : values()) {
        if (wish.name().equals(word)) {
          return wish;
        }
      }
      throw Refusal.invalid("Choose what you ask for.");
    }
  }

  /** A form as it was written; each part as a browser sends it. */
  public record Form(
      String authority,
      String state,
      String wish,
      String reference,
      String ground,
      String account,
      String posts,
      String contact,
      String text) {
    public static final Form EMPTY = new Form("", "", "", "", "", "", "", "", "");
  }

  /** States by name, for a list to choose from: their codes of two letters (ISO 3166-1). */
  public static Map<String, String> states() {
    Map<String, String> names = new TreeMap<>();
    for (String code : STATES) {
      names.put(Locale.of("", code).getDisplayCountry(Locale.ENGLISH), code);
    }
    return names;
  }

  /** Whether this could be a reference of a form; not whether there is one. */
  public static boolean isReference(String text) {
    return text.matches(REFERENCE);
  }

  /**
   * Takes a form in and gives its reference.
   *
   * @param from the address of the request, for the limit alone
   */
  public String take(Form form, String from) {
    Wish wish = Wish.parse(form.wish());
    String authority = required("The authority's name", form.authority(), 200);
    String state = form.state().strip().toUpperCase(Locale.ROOT);
    if (!STATES.contains(state)) {
      throw Refusal.invalid("Choose the state of the authority.");
    }
    String reference = required("Your reference", form.reference(), 200);
    String contact = required("Your contact", form.contact(), 300);
    String account = Texts.line("The account", form.account(), 200);
    String ground = text("The ground", form.ground(), 2000);
    String words = text("The text", form.text(), 4000);
    List<String> posts =
        text("The list of posts", form.posts(), 10_000)
            .lines()
            .map(line -> Texts.line("A post", line, 500))
            .filter(line -> !line.isEmpty())
            .distinct()
            .toList();
    if (posts.size() > POSTS) {
      throw Refusal.invalid("A form names at most " + POSTS + " posts. Send the rest in another.");
    }
    if (account.isEmpty() && posts.isEmpty()) {
      throw Refusal.invalid("Name the account or the posts that it is about.");
    }
    count(from);
    String id = reference();
    transaction.executeWithoutResult(status ->
        outbox.add(
            new Event.AuthorityWrote(
                Times.iso(db.instant()),
                Origin.LIVE.word(),
                id,
                authority,
                state,
                wish.name().toLowerCase(Locale.ROOT),
                reference,
                ground,
                account,
                posts,
                contact,
                words)));
    return id;
  }

  private void count(String from) {
    if (byAddress.count(from) > PER_ADDRESS || all.count("all") > IN_ALL) {
      throw new Refusal(
          Fault.TOO_MANY,
          "Too many forms were sent in this hour. Nothing of this one was kept: send it again later,"
              + " or send a signed mail.",
          byAddress.remaining());
    }
  }

  private static String required(String field, String typed, int most) {
    String line = Texts.line(field, typed, most);
    if (line.isEmpty()) {
      throw Refusal.invalid(field + " is missing.");
    }
    return line;
  }

  private static String text(String field, String typed, int most) {
    return Texts.within(field, typed.replace("\r\n", "\n"), most).strip();
  }

  private static String reference() {
    StringBuilder reference = new StringBuilder("F-");
    for (int i = 0; i < 8; i++) {
      if (i == 4) {
        reference.append('-');
      }
      reference.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return reference.toString();
  }
}
