package reeve.server.likeness;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.watch.Person;
import reeve.signals.media.Pdq;

/** How near the avatars of some accounts are to each other. */
final class Avatars {
  private final Map<AccountRef, Pdq> looks = new HashMap<>();

  private Avatars() {}

  /** Of the accounts whose avatar could be read. */
  static Avatars of(Map<AccountRef, Person> people, KnownPictures known) {
    Map<AccountRef, String> shown = new HashMap<>();
    people.forEach((account, person) -> {
      String avatar = person.avatar();
      if (avatar != null) {
        shown.put(account, avatar);
      }
    });
    Avatars avatars = new Avatars();
    Map<String, Pdq> looks = shown.isEmpty() ? Map.of() : known.looks(shown.values());
    shown.forEach((account, avatar) -> {
      Pdq pdq = looks.get(avatar);
      if (pdq != null) {
        avatars.looks.put(account, pdq);
      }
    });
    return avatars;
  }

  /** Bits in which the avatars of two accounts, as the index names them, differ. */
  @Nullable Integer nearest(String one, String other) {
    return Named.account(one)
        .flatMap(first ->
            Named.account(other)
                .flatMap(second -> Optional.ofNullable(nearest(first, List.of(second)))))
        .orElse(null);
  }

  /** Bits in which an avatar differs from the nearest of others; null where that is not known. */
  @Nullable Integer nearest(AccountRef account, Collection<AccountRef> others) {
    Pdq one = looks.get(account);
    if (one == null) {
      return null;
    }
    OptionalInt least =
        others.stream()
            .filter(other -> !other.equals(account) && looks.containsKey(other))
            .mapToInt(other -> one.distance(looks.getOrDefault(other, one)))
            .min();
    return least.isPresent() ? least.getAsInt() : null;
  }
}
