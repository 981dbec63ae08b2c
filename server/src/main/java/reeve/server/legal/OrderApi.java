package reeve.server.legal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.staff.Access;
import reeve.server.staff.Client;
import reeve.server.staff.Member;
import reeve.server.staff.Views;

/** Orders of authorities, handed in by a program of the staff's or with a key made for it. */
@RestController
@Access(Access.Who.LEGAL)
@Tag(name = "orders", description = "Orders of authorities, for members of staff")
final class OrderApi {
  private final Receiving receiving;
  private final OrderRows rows;
  private final OrderKeys keys;
  private final Views views;

  OrderApi(Receiving receiving, OrderRows rows, OrderKeys keys, Views views) {
    this.receiving = receiving;
    this.rows = rows;
    this.keys = keys;
    this.views = views;
  }

  /** An order as it came; times are ISO 8601 in UTC. */
  record NewOrder(
      @Nullable UUID authority,
      @Nullable String reference,
      @Nullable String ground,
      @JsonProperty("issued_at") @Nullable Instant issuedAt,
      @JsonProperty("received_at") @Nullable Instant receivedAt,
      @Nullable String platform,
      @Nullable String account,
      @Nullable List<@Nullable String> posts,
      @Nullable String contact,
      @JsonProperty("silent_until") @Nullable Instant silentUntil,
      @JsonProperty("silence_reason") @Nullable String silenceReason) {}

  /**
   * What was taken in.
   *
   * @param known whether the very same order had been taken in before, so that nothing was changed
   * @param sameReference other orders of the authority that bear its reference, as they came; a key
   *     sees those that it may read
   */
  record TakenOrder(
      UUID id,
      String state,
      @JsonProperty("received_at") Instant receivedAt,
      @JsonProperty("due_at") Instant dueAt,
      boolean known,
      @JsonProperty("same_reference") List<UUID> sameReference,
      List<NamedPost> posts) {}

  /**
   * A post that the order names.
   *
   * @param missing why it was not found; empty where it was
   */
  record NamedPost(String named, boolean found, String missing) {}

  /**
   * How an order stands.
   *
   * @param endedAt when its clock stopped; null while it runs
   */
  record OrderState(
      UUID id,
      String reference,
      String state,
      @JsonProperty("received_at") Instant receivedAt,
      @JsonProperty("due_at") Instant dueAt,
      @JsonProperty("ended_at") @Nullable Instant endedAt,
      List<PostState> posts) {}

  /**
   * What became of a post.
   *
   * @param outcome {@code removed}, {@code not-there} or {@code failed}; null before an answer
   */
  record PostState(String named, boolean found, @Nullable String outcome, String answer) {}

  @GetMapping("/api/v1/orders/{id}")
  @Access({Access.Who.LEGAL, Access.Who.CLIENT})
  @Operation(summary = "How an order stands; a key sees the orders of its authority alone")
  OrderState one(
      @PathVariable UUID id,
      @Parameter(hidden = true) @Nullable Member member,
      @Parameter(hidden = true) @Nullable Client client) {
    if (client != null) {
      keys.bound(client);
    }
    RemovalOrder order = rows.find(id).orElseThrow(Working::none);
    if (client != null && !keys.mayRead(client, order)) {
      throw Working.none();
    }
    if (member != null) {
      Registry.requireOther(member, order.accounts());
      views.saw(member, order.accounts(), "order of an authority");
    }
    return new OrderState(
        order.id(),
        order.reference(),
        order.state().code(),
        order.receivedAt(),
        order.dueAt(),
        order.endedAt(),
        order.posts().stream()
            .map(it -> {
              RemovalOrder.Outcome outcome = it.outcome();
              return new PostState(
                  it.named(), it.found(), outcome == null ? null : outcome.code(), it.answer());
            })
            .toList());
  }

  @PostMapping("/api/v1/orders")
  @Access({Access.Who.LEGAL, Access.Who.CLIENT})
  @Operation(
      summary = "Take in an order to remove posts",
      description =
          "The clock of an hour starts at received_at. The very same order changes nothing when it"
              + " is sent again; another with the same reference is an order of its own, and"
              + " same_reference names the others. silent_until is a year ahead at the most.")
  ResponseEntity<TakenOrder> take(
      @Parameter(hidden = true) @Nullable Member member,
      @Parameter(hidden = true) @Nullable Client client,
      @RequestBody NewOrder order) {
    UUID authority = client == null ? order.authority() : keys.authority(client, order.authority());
    if (authority == null) {
      throw Registry.bad("'authority': name one of the registry by its id.");
    }
    Receiving.Taken taken =
        receiving.take(
            new Receiving.Written(
                authority,
                text(order.reference()),
                text(order.ground()),
                order.issuedAt(),
                order.receivedAt(),
                order.platform() == null ? "square" : order.platform(),
                text(order.account()),
                lines(order.posts()),
                text(order.contact()),
                Silence.ordered(order.silenceReason(), order.silentUntil())),
            RemovalOrder.Source.API,
            MailApi.entrant(member, client));
    return ResponseEntity.status(taken.known() ? HttpStatus.OK : HttpStatus.CREATED)
        .body(answer(taken, client));
  }

  private TakenOrder answer(Receiving.Taken taken, @Nullable Client client) {
    RemovalOrder order = taken.order();
    List<UUID> others =
        rows.withReference(order.authority(), order.reference()).stream()
            .filter(it -> !it.id().equals(order.id()))
            .filter(it -> client == null || keys.mayRead(client, it))
            .map(RemovalOrder::id)
            .toList();
    return new TakenOrder(
        order.id(),
        order.state().code(),
        order.receivedAt(),
        order.dueAt(),
        taken.known(),
        others,
        order.posts().stream()
            .map(it -> new NamedPost(it.named(), it.found(), it.missing()))
            .toList());
  }

  static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  static List<String> lines(@Nullable List<@Nullable String> given) {
    return given == null ? List.of() : given.stream().map(OrderApi::text).toList();
  }
}
