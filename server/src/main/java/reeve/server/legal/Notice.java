package reeve.server.legal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import reeve.server.decisions.Phrases;
import reeve.server.legal.Disclosure.Released;
import reeve.server.legal.RemovalOrder.Named;
import reeve.server.platform.Action;

/**
 * What the holder is told when posts were removed under an order (Regulation (EU) 2021/784, Article
 * 11). No statement of reasons of the DSA, which Article 17 of that does not ask for here.
 */
record Notice(String title, String body) {

  /** The order to act's action that brings it. */
  Action action(UUID letter) {
    return new Action.DeliverAnswer(new Action.Letter(letter.toString(), title, body, null, null));
  }

  /** That the order is taken back. */
  static Notice back(RemovalOrder order, List<Named> posts) {
    return new Notice(
        "Back after an order was taken back",
        """
        The order under the reference %s, of which we told you, does not stand any more. What was \
        removed because of it is back as it was, unless something else holds it back:

        %s\
        """
            .formatted(order.reference(), lines(posts)));
  }

  /** That nothing of an account is handed over, of which its holder was told that it would be. */
  static Notice nothing(Disclosure it, boolean collected) {
    return new Notice(
        "Nothing of your account is handed over",
        """
        We told you that an authority asked for data of your account, under the reference %s. %s\
        """
            .formatted(
                it.reference(),
                collected
                    ? "That does not stand any more. What we had collected is deleted, and nothing"
                        + " is handed over from now on."
                    : "Nothing of your account was handed over under it."));
  }

  /** That posts were removed under an order that was taken back before the holder could be told. */
  static Notice removedAndBack(RemovalOrder order, Authority authority, List<Named> posts) {
    return new Notice(
        "Removed for a time under an order of an authority",
        """
        %s (%s) ordered us, under the reference %s, to remove the following. The order does not \
        stand any more, and what was removed because of it is back as it was, unless something else \
        holds it back. We could not tell you before.

        %s

        The ground that the order gave:

        > %s\
        """
            .formatted(
                authority.name(),
                authority.state(),
                order.reference(),
                lines(posts),
                order.ground().replace("\n", "\n> ")));
  }

  /** That data of an account is disclosed, or was while silence stood. */
  static Notice of(Disclosure it, Authority authority, Released release, boolean before) {
    Scope scope = release.scope();
    return new Notice(
        "An authority asked for data of your account",
        """
        %s

        Who asked
        ---

        %s (%s), under the reference %s: %s. The ground that it gives:

        > %s

        What it is about
        ---

        %s.%s

        What this means
        ---

        %s You may ask us for a copy, and challenge it before the courts of the state whose \
        authority it is.%s\
        """
            .formatted(
                before
                    ? "We hand data of your account to an authority that asked for it."
                    : "We handed data of your account to an authority that asked for it.",
                authority.name(),
                authority.state(),
                it.reference(),
                it.instrument().words(),
                it.ground().replace("\n", "\n> "),
                Data.words(scope.data()),
                period(scope),
                looked(it, release),
                before
                    ? ""
                    : " We could not tell you before, and tell you as soon as that ended."));
  }

  private static String looked(Disclosure it, Released release) {
    if (it.emergency() == null) {
      return "It binds us, and we checked that it asks for nothing that it may not."
          + (release.alone() ? " One of us did; no second person was there." : "");
    }
    return "It says that somebody is in danger. "
        + (release.alone()
            ? "One of us looked at it before; no second person was there."
            : "Two of us looked at it.");
  }

  private static String period(Scope scope) {
    Instant from = scope.from();
    Instant until = scope.until();
    return (from == null ? "" : " From " + Phrases.minute(from) + ".")
        + (until == null ? "" : " Until " + Phrases.minute(until) + ".");
  }

  private static String lines(List<Named> posts) {
    return posts.stream().map(it -> "- " + it.named()).collect(Collectors.joining("\n"));
  }

  /** The words to one holder. */
  static Notice of(RemovalOrder order, Authority authority, List<Named> posts) {
    String what = posts.size() == 1 ? "A post of yours was" : posts.size() + " posts of yours were";
    return new Notice(
        "Removed under an order of an authority",
        """
        %s removed because an authority ordered it:

        %s

        Who ordered it
        ---

        %s (%s), under the reference %s. The ground that the order gives:

        > %s

        What this means
        ---

        The order binds us. It is no decision under the rules of this square: nothing else of your \
        account was touched, and it does not count against you here.

        You may ask us for a copy of the order, and challenge the order before the courts of the \
        state whose authority issued it.\
        """
            .formatted(
                what,
                lines(posts),
                authority.name(),
                authority.state(),
                order.reference(),
                order.ground().replace("\n", "\n> ")));
  }
}
