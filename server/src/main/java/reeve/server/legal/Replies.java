package reeve.server.legal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reeve.server.legal.RemovalOrder.Named;
import reeve.server.legal.RemovalOrder.Outcome;

/**
 * Drafts of answers to an authority, after Annex II and Annex III of Regulation (EU) 2021/784. A
 * person reads, completes and sends them; nothing is sent from here. The fields of both annexes are
 * not checked against the Regulation's text, and each draft says so.
 */
final class Replies {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final String UNCHECKED =
      """

      ---- not part of the answer ----
      The order and the names of these fields were not checked against %s. Compare it with the form
      of the Regulation before you send it. To be filled in by you: name, address and contact point
      of the provider, and the signature.
      """;

  private Replies() {}

  /**
   * A draft.
   *
   * @param annex for example {@code Annex II}
   */
  record Draft(String annex, String text) {}

  /** What can be answered now: none while the clock runs, and none to who forged an order. */
  static List<Draft> of(RemovalOrder order, Authority authority) {
    Instant ended = order.endedAt();
    if (ended == null) {
      return List.of();
    }
    return switch (order.state()) {
      case OPEN, REMOVING, TAKEN_BACK -> List.of();
      case CARRIED_OUT ->
          order.posts().stream().allMatch(it -> it.outcome() == Outcome.REMOVED)
              ? List.of(removed(order, authority, ended))
              : List.of(removed(order, authority, ended), impossible(order, authority));
      case NOT_POSSIBLE -> List.of(impossible(order, authority));
      case REFUSED ->
          order.refusal() == RemovalOrder.Refusal.FORGED
              ? List.of()
              : List.of(impossible(order, authority));
    };
  }

  private static Draft removed(RemovalOrder order, Authority authority, Instant ended) {
    return new Draft(
        "Annex II",
        head("INFORMATION FOLLOWING THE REMOVAL", order, authority)
            + "Time of the removal: "
            + TIME.format(ended)
            + "\n"
            + "Action taken: the content was removed.\n"
            + "Content removed:\n"
            + lines(order, Outcome.REMOVED)
            + UNCHECKED.formatted("Annex II"));
  }

  private static Draft impossible(RemovalOrder order, Authority authority) {
    RemovalOrder.Refusal refusal = order.refusal();
    String reason =
        refusal == null
            ? "an objective technical or operational reason: the content named below was not found"
                + " under the addresses given, or could not be removed."
            : refusal.words() + ": " + order.reason();
    return new Draft(
        "Annex III",
        head("INFORMATION THAT THE ORDER CANNOT BE CARRIED OUT", order, authority)
            + "Reason: "
            + reason
            + "\n"
            + "Content concerned:\n"
            + (refusal == null
                ? lines(order, Outcome.NOT_THERE) + lines(order, Outcome.FAILED)
                : lines(order, null))
            + UNCHECKED.formatted("Annex III"));
  }

  private static String head(String title, RemovalOrder order, Authority authority) {
    Instant issued = order.issuedAt();
    return title
        + "\n\nIssuing authority: "
        + authority.name()
        + " ("
        + authority.state()
        + ")\n"
        + "Reference of the order: "
        + order.reference()
        + "\n"
        + "Issued: "
        + (issued == null ? "the order gives no time" : TIME.format(issued))
        + "\n"
        + "Received: "
        + TIME.format(order.receivedAt())
        + "\n";
  }

  private static String lines(RemovalOrder order, @Nullable Outcome outcome) {
    return order.posts().stream()
        .filter(it -> outcome == null || it.outcome() == outcome)
        .map(Replies::line)
        .collect(Collectors.joining());
  }

  private static String line(Named post) {
    return "- " + post.named() + "\n";
  }
}
