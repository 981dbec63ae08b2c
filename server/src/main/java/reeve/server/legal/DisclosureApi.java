package reeve.server.legal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.legal.Disclosure.Emergency;
import reeve.server.staff.Access;
import reeve.server.staff.Client;
import reeve.server.staff.Member;
import reeve.server.staff.Views;

/**
 * Orders to disclose and emergency requests, handed in by a program of the staff's or with a key
 * made for orders. What is disclosed never leaves by this way: people propose, release and hand it
 * over.
 */
@RestController
@Tag(name = "orders", description = "Orders of authorities")
final class DisclosureApi {
  private final TakingIn takingIn;
  private final DisclosureRows rows;
  private final OrderKeys keys;
  private final Views views;

  DisclosureApi(TakingIn takingIn, DisclosureRows rows, OrderKeys keys, Views views) {
    this.takingIn = takingIn;
    this.rows = rows;
    this.keys = keys;
    this.views = views;
  }

  /**
   * A paper as it came; times are ISO 8601 in UTC.
   *
   * @param paper {@code subpoena}, {@code warrant}, {@code production-order}, {@code
   *     judicial-production-order} or {@code emergency}
   * @param urgent a European Production Order of 8 hours
   * @param dueAt the time that a subpoena or a warrant itself names
   * @param accounts by {@code @name} or id
   * @param data {@code subscriber}, {@code sign-ins}, {@code public-posts}, {@code sanctions} or
   *     {@code private-posts}
   * @param from of posts and sign-ins, included
   * @param until of posts and sign-ins, excluded
   * @param danger who is in danger, and of what; of an emergency alone, as the next two
   * @param averts why the data averts it
   * @param officer who signed
   */
  record NewDisclosure(
      @Nullable UUID authority,
      @Nullable String reference,
      @Nullable String paper,
      @Nullable Boolean urgent,
      @Nullable String ground,
      @JsonProperty("issued_at") @Nullable Instant issuedAt,
      @JsonProperty("received_at") @Nullable Instant receivedAt,
      @JsonProperty("due_at") @Nullable Instant dueAt,
      @Nullable String platform,
      @Nullable List<@Nullable String> accounts,
      @Nullable List<@Nullable String> data,
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable String contact,
      @JsonProperty("silent_until") @Nullable Instant silentUntil,
      @JsonProperty("silence_reason") @Nullable String silenceReason,
      @Nullable String danger,
      @Nullable String averts,
      @Nullable String officer) {}

  /**
   * What was taken in.
   *
   * @param known whether the very same paper had been taken in before, so that nothing was changed
   * @param unheld why accounts are not held; empty where all are
   * @param sameReference other requests of the authority that bear its reference, as they came; a
   *     key sees those that it may read
   */
  record TakenDisclosure(
      UUID id,
      String state,
      @JsonProperty("received_at") Instant receivedAt,
      @JsonProperty("due_at") @Nullable Instant dueAt,
      boolean known,
      String unheld,
      @JsonProperty("same_reference") List<UUID> sameReference,
      List<NamedAccount> accounts) {}

  /**
   * An account that the paper names.
   *
   * @param missing why nobody was found; empty where somebody was
   */
  record NamedAccount(String named, boolean found, String missing) {}

  /**
   * How a request stands. What was disclosed is none of it.
   *
   * @param state {@code open}, {@code proposed}, {@code collecting}, {@code ready}, {@code
   *     handed-over}, {@code refused} or {@code taken-back}
   * @param endedAt when its clock stopped; null while it runs
   * @param inPart whether less is handed over than was asked for
   * @param ground of a refusal, in words; empty of any other
   */
  record DisclosureState(
      UUID id,
      String reference,
      String state,
      @JsonProperty("received_at") Instant receivedAt,
      @JsonProperty("due_at") @Nullable Instant dueAt,
      @JsonProperty("ended_at") @Nullable Instant endedAt,
      @JsonProperty("in_part") boolean inPart,
      String ground,
      List<NamedAccount> accounts) {}

  @GetMapping("/api/v1/orders/disclosure/{id}")
  @Access({Access.Who.LEGAL, Access.Who.CLIENT})
  @Operation(
      summary = "How a request for data stands; a key sees the requests of its authority alone")
  DisclosureState one(
      @PathVariable UUID id,
      @Parameter(hidden = true) @Nullable Member member,
      @Parameter(hidden = true) @Nullable Client client) {
    if (client != null) {
      keys.bound(client);
    }
    Disclosure it = rows.find(id).orElseThrow(Dossiers::none);
    if (client != null && !keys.mayRead(client, it)) {
      throw Dossiers.none();
    }
    if (member != null) {
      Registry.requireOther(member, it.accounts());
      views.saw(member, it.accounts(), "request for data");
    }
    Disclosure.Denial denial = it.denial();
    return new DisclosureState(
        it.id(),
        it.reference(),
        it.state().code(),
        it.receivedAt(),
        it.dueAt(),
        it.endedAt(),
        it.released() != null && it.inPart(),
        denial == null ? "" : denial.words(),
        named(it));
  }

  @PostMapping("/api/v1/orders/disclosure")
  @Access({Access.Who.LEGAL, Access.Who.CLIENT})
  @Operation(
      summary = "Take in an order to disclose, or an emergency request",
      description =
          "Holds the accounts that it names and starts its clock at received_at; nothing is"
              + " disclosed by it, and nothing ever leaves by this way. The very same paper changes"
              + " nothing when it is sent again; another with the same reference is one of its own,"
              + " and same_reference names the others. silent_until is a year ahead at the most.")
  ResponseEntity<TakenDisclosure> take(
      @Parameter(hidden = true) @Nullable Member member,
      @Parameter(hidden = true) @Nullable Client client,
      @RequestBody NewDisclosure paper) {
    UUID authority = client == null ? paper.authority() : keys.authority(client, paper.authority());
    if (authority == null) {
      throw Registry.bad("'authority': name one of the registry by its id.");
    }
    TakingIn.Taken taken =
        takingIn.take(
            written(paper, authority), RemovalOrder.Source.API, MailApi.entrant(member, client));
    Disclosure it = taken.disclosure();
    List<UUID> others =
        rows.withReference(it.authority(), it.reference()).stream()
            .filter(other -> !other.id().equals(it.id()))
            .filter(other -> client == null || keys.mayRead(client, other))
            .map(Disclosure::id)
            .toList();
    return ResponseEntity.status(taken.known() ? HttpStatus.OK : HttpStatus.CREATED)
        .body(
            new TakenDisclosure(
                it.id(),
                it.state().code(),
                it.receivedAt(),
                it.dueAt(),
                taken.known(),
                taken.unheld(),
                others,
                named(it)));
  }

  private static List<NamedAccount> named(Disclosure it) {
    return it.named().stream()
        .map(one -> new NamedAccount(one.named(), one.account() != null, one.missing()))
        .toList();
  }

  private static TakingIn.Written written(NewDisclosure paper, UUID authority) {
    Instrument instrument =
        Instrument.find(OrderApi.text(paper.paper()))
            .orElseThrow(() ->
                Registry.bad(
                    "'paper': subpoena, warrant, production-order, judicial-production-order or"
                        + " emergency."));
    return new TakingIn.Written(
        authority,
        instrument,
        Boolean.TRUE.equals(paper.urgent()),
        OrderApi.text(paper.reference()),
        OrderApi.text(paper.ground()),
        paper.issuedAt(),
        paper.receivedAt(),
        paper.dueAt(),
        Receiving.platform(paper.platform() == null ? "square" : paper.platform()),
        OrderApi.lines(paper.accounts()),
        data(paper.data()),
        paper.from(),
        paper.until(),
        OrderApi.text(paper.contact()),
        Silence.ordered(paper.silenceReason(), paper.silentUntil()),
        emergency(paper, instrument));
  }

  private static @Nullable Emergency emergency(NewDisclosure paper, Instrument instrument) {
    boolean says = paper.danger() != null || paper.averts() != null || paper.officer() != null;
    return instrument.emergency() || says
        ? new Emergency(
            OrderApi.text(paper.danger()),
            OrderApi.text(paper.averts()),
            OrderApi.text(paper.officer()))
        : null;
  }

  private static Set<Data> data(@Nullable List<@Nullable String> codes) {
    Set<Data> data = EnumSet.noneOf(Data.class);
    for (String code : OrderApi.lines(codes)) {
      data.add(
          Data.find(code)
              .orElseThrow(() ->
                  Registry.bad(
                      "'data': subscriber, sign-ins, public-posts, sanctions or private-posts.")));
    }
    return data;
  }
}
