package reeve.server.likeness;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.Refused;

/** Reads whom a search begins with, as an address or a form names it. */
@Component
final class Starts {
  private final Platforms platforms;

  Starts(Platforms platforms) {
    this.platforms = platforms;
  }

  Search search(Asked asked) {
    String tag = asked.tag();
    return new Search(
        named(asked.accounts()),
        asked.caseId(),
        asked.cluster(),
        tag == null || tag.isBlank() ? null : tag.strip(),
        named(asked.yes()),
        named(asked.no()));
  }

  List<AccountRef> named(@Nullable List<String> names) {
    List<String> given =
        names == null
            ? List.of()
            : names.stream().map(String::strip).filter(it -> !it.isEmpty()).distinct().toList();
    Asking.requireRoom(given.size());
    return given.stream().map(this::account).toList();
  }

  AccountRef account(String name) {
    Optional<AccountRef> account =
        name.startsWith("@") ? mentioned(name.substring(1)) : Named.account(name);
    return account.orElseThrow(() ->
        new Refused(
            LikenessProblem.NO_ACCOUNT_ID,
            "“%s” names no account: write @name, or PLATFORM/ID.".formatted(name)));
  }

  private Optional<AccountRef> mentioned(String handle) {
    try {
      return platforms.find(PlatformId.SQUARE).isPresent()
          ? platforms.find(PlatformId.SQUARE).get().named(handle)
          : Optional.empty();
    } catch (PlatformUnavailable e) {
      throw new Refused(
          LikenessProblem.NOT_NOW, "The square does not say now who @" + handle + " is.");
    }
  }
}
