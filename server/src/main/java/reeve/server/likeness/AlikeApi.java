package reeve.server.likeness;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.intake.ApiKeys;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Refused;
import reeve.server.staff.Access;
import reeve.server.staff.Client;
import reeve.server.staff.Member;

/** Who is alike, for programs: of staff by their session, of a platform by a key that may read. */
@RestController
@Access({Access.Who.CLIENT, Access.Who.REVIEWER})
@Tag(name = "likeness", description = "Accounts that share rare things with others")
final class AlikeApi {
  private static final int LIMIT_MOST = 500;

  private final Asking asking;
  private final Looks looks;
  private final ApiKeys keys;

  AlikeApi(Asking asking, Looks looks, ApiKeys keys) {
    this.asking = asking;
    this.looks = looks;
    this.keys = keys;
  }

  /**
   * Who is alike.
   *
   * @param unknown seeds that the index does not know, passed over
   */
  record AlikeList(List<String> seeds, List<String> unknown, List<AlikeAccount> alike) {}

  /**
   * An account that is alike, and why.
   *
   * @param percent how sure it is that people will find the same of it, 1 to 99
   * @param against what speaks against it, in words
   */
  record AlikeAccount(
      String platform,
      String id,
      String handle,
      int percent,
      List<AlikeReason> reasons,
      List<String> against,
      @Nullable Long followers,
      @Nullable @JsonProperty("created_at") Instant createdAt) {}

  /**
   * A reason.
   *
   * @param conduct whether it is something that the account did
   */
  record AlikeReason(String kind, String words, boolean conduct) {}

  @GetMapping("/api/v1/accounts/{id}/alike")
  @Operation(
      summary = "Who is like an account",
      description =
          "Accounts that share two unrelated kinds of rare things with it, one of them conduct, the"
              + " likest first. Nothing is decided on anybody by it.")
  AlikeList alike(
      @Parameter(hidden = true) @Nullable Client client,
      @Parameter(hidden = true) @Nullable Member member,
      @Parameter(description = "The platform's id of the account") @PathVariable String id,
      @Parameter(description = "The platform; a key's own where it is left out")
          @RequestParam(required = false)
          @Nullable String platform,
      @Parameter(description = "1 to 500") @RequestParam(defaultValue = "50") int limit,
      @Parameter(description = "More accounts to begin with, 200 in all, as ID or PLATFORM/ID")
          @RequestParam(name = "seed", required = false)
          @Nullable List<String> more) {
    if (limit < 1 || limit > LIMIT_MOST) {
      throw new Refused(LikenessProblem.BAD_LIMIT, "'limit' is 1 to %d.".formatted(LIMIT_MOST));
    }
    PlatformId of = platform(platform, client);
    List<AccountRef> seeds = seeds(of, id, more == null ? List.of() : more);
    if (client != null) {
      keys.require(client, ApiKeys.May.READ);
      requireOwn(client, seeds);
    } else if (member != null) {
      requireLook(member, seeds);
    }
    Asking.Answer answer =
        asking.ask(seeds, List.of(), List.of(), limit, client == null ? null : client.platform());
    if (!answer.seeds().getFirst().known()) {
      throw new Refused(
          LikenessProblem.UNKNOWN_ACCOUNT,
          ("The index knows nothing of %s: it takes in what an account did after the event log"
                  + " begins. Is it the platform's id, and no name?")
              .formatted(Named.of(seeds.getFirst())));
    }
    looks.viewed(answer, client == null ? actor(member) : client.actor());
    return new AlikeList(
        answer.seeds().stream().map(Asking.Seed::name).toList(),
        answer.seeds().stream().filter(it -> !it.known()).map(Asking.Seed::name).toList(),
        answer.rows().stream().map(it -> account(it, client == null)).toList());
  }

  private static reeve.server.record.Actor actor(@Nullable Member member) {
    return java.util.Objects.requireNonNull(member, "somebody asks").id().actor();
  }

  private static PlatformId platform(@Nullable String given, @Nullable Client client) {
    if (given == null || given.isBlank()) {
      return client == null ? PlatformId.SQUARE : client.platform();
    }
    try {
      return new PlatformId(given.strip());
    } catch (IllegalArgumentException e) {
      throw new Refused(LikenessProblem.NO_ACCOUNT_ID, "'platform': " + e.getMessage() + ".");
    }
  }

  private static List<AccountRef> seeds(PlatformId platform, String id, List<String> more) {
    Asking.requireRoom(more.size() + 1);
    Set<AccountRef> seeds = new LinkedHashSet<>();
    List<String> all = new ArrayList<>(List.of(id));
    all.addAll(more);
    for (String one : all) {
      String name = one.indexOf('/') < 0 ? Named.of(platform.value(), one) : one;
      seeds.add(
          Named.account(name)
              .orElseThrow(() ->
                  new Refused(
                      LikenessProblem.NO_ACCOUNT_ID, "“%s” is no account's id.".formatted(one))));
    }
    return List.copyOf(seeds);
  }

  private static void requireOwn(Client client, List<AccountRef> seeds) {
    for (AccountRef seed : seeds) {
      if (!seed.platform().equals(client.platform())) {
        throw new Refused(
            LikenessProblem.OTHER_PLATFORM,
            "This key reads accounts of %s alone.".formatted(client.platform()));
      }
    }
  }

  private void requireLook(Member member, List<AccountRef> seeds) {
    looks.requireNoConflict(
        new Search(seeds, null, null, null, List.of(), List.of()), seeds, member);
    looks
        .wantsReason(seeds, member)
        .ifPresent(account -> {
          throw new Refused(
              LikenessProblem.REASON_MISSING,
              "No case was ever about %s. Say at %s why you look, then ask again."
                  .formatted(Named.of(account), looks.ask(account, "/alike")));
        });
  }

  /** What people decided is for staff alone. */
  private static AlikeAccount account(Asking.Row row, boolean staff) {
    return new AlikeAccount(
        row.account().platform().value(),
        row.account().nativeId(),
        row.handle(),
        row.percent(),
        row.reasons().stream()
            .map(it -> new AlikeReason(it.kind(), it.words(), it.conduct()))
            .toList(),
        staff ? row.against() : row.publicAgainst(),
        row.followers(),
        row.createdAt());
  }
}
