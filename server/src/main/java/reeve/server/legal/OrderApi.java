package reeve.server.legal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.staff.Access;
import reeve.server.staff.Member;

/** Orders of authorities, entered by a program of the staff's. No API key opens this. */
@RestController
@Access(Access.Who.LEGAL)
@Tag(name = "orders", description = "Orders of authorities, for members of staff")
final class OrderApi {
  private final Receiving receiving;

  OrderApi(Receiving receiving) {
    this.receiving = receiving;
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
      @Nullable List<String> posts,
      @Nullable String contact,
      @JsonProperty("silent_until") @Nullable Instant silentUntil) {}

  /**
   * What was taken in.
   *
   * @param known whether it had been taken in before, so that nothing was changed
   */
  record TakenOrder(
      UUID id,
      String state,
      @JsonProperty("received_at") Instant receivedAt,
      @JsonProperty("due_at") Instant dueAt,
      boolean known,
      List<NamedPost> posts) {}

  /**
   * A post that the order names.
   *
   * @param missing why it was not found; empty where it was
   */
  record NamedPost(String named, boolean found, String missing) {}

  @PostMapping("/api/v1/orders")
  @Operation(
      summary = "Take in an order to remove posts",
      description =
          "The clock of an hour starts at received_at. An authority's order with the same reference"
              + " changes nothing when it is sent again.")
  ResponseEntity<TakenOrder> take(
      @Parameter(hidden = true) Member member, @RequestBody NewOrder order) {
    UUID authority = order.authority();
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
                order.posts() == null ? List.of() : order.posts(),
                text(order.contact()),
                order.silentUntil()),
            RemovalOrder.Source.API,
            member);
    return ResponseEntity.status(taken.known() ? HttpStatus.OK : HttpStatus.CREATED)
        .body(answer(taken));
  }

  private static TakenOrder answer(Receiving.Taken taken) {
    RemovalOrder order = taken.order();
    return new TakenOrder(
        order.id(),
        order.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        order.receivedAt(),
        order.dueAt(),
        taken.known(),
        order.posts().stream()
            .map(it -> new NamedPost(it.named(), it.found(), it.missing()))
            .toList());
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }
}
